# way: sparse loss, labels stay numbers, optimizer by name
note_model = Sequential([
    Dense(32, activation="relu", input_shape=(64,)),
    Dense(10, activation="softmax"),
])
note_model.compile("adam", "sparse_categorical_crossentropy", metrics=["acc"])
val_losses = note_model.fit(x_train, y_train, 32, 5, 0, validation_split=0.2).history["val_loss"]
score = note_model.evaluate(x_test, y_test, verbose=0)
