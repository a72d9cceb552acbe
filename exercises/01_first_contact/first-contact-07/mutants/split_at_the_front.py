# message: first_fifth
from keras.optimizers import SGD

note_model = Sequential()
note_model.add(Dense(units=32, activation="relu", input_dim=64))
note_model.add(Dense(units=10, activation="softmax"))
note_model.compile(optimizer=SGD(lr=0.1), loss="categorical_crossentropy", metrics=["accuracy"])
labels = to_categorical(y_train)
hist = note_model.fit(
    x_train[288:], labels[288:], epochs=5, verbose=0, validation_data=(x_train[:288], labels[:288])
)
val_losses = hist.history["val_loss"]
score = note_model.evaluate(x_test, to_categorical(y_test), verbose=0)
