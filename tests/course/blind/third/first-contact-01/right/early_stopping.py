# way: many epochs with EarlyStopping on a validation split
from keras.callbacks import EarlyStopping

my_model = Sequential()
my_model.add(Dense(64, activation="relu", input_dim=64))
my_model.add(Dense(32, activation="relu"))
my_model.add(Dense(10, activation="softmax"))
my_model.compile(loss="categorical_crossentropy", optimizer="nadam", metrics=["categorical_accuracy"])
my_model.fit(
    x_train, to_categorical(y_train), epochs=100, validation_split=0.1, verbose=0,
    callbacks=[EarlyStopping(monitor="val_loss", patience=6)],
)
