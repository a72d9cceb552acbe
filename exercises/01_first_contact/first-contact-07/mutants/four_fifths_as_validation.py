# message: on_training_part
from keras.optimizers import SGD

note_model = Sequential()
note_model.add(Dense(units=32, activation="relu", input_dim=64))
note_model.add(Dense(units=10, activation="softmax"))
note_model.compile(optimizer=SGD(lr=0.1), loss="categorical_crossentropy", metrics=["accuracy"])
cut = int(len(x_train) * 0.8)
labels = to_categorical(y_train)
hist = note_model.fit(
    x_train[:cut], labels[:cut], epochs=5, verbose=0, validation_data=(x_train[:cut], labels[:cut])
)
val_losses = hist.history["val_loss"]
score = note_model.evaluate(x_test, to_categorical(y_test), verbose=0)
