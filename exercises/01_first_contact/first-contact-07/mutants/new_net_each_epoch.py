# message: trained_less
val_losses = []
for epoch in range(5):
    note_model = Sequential()
    note_model.add(Dense(units=32, activation="relu", input_dim=64))
    note_model.add(Dense(units=10, activation="softmax"))
    note_model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    hist = note_model.fit(x_train, y_train, epochs=1, validation_split=0.2, verbose=0)
    val_losses.append(hist.history["val_loss"][0])
score = note_model.evaluate(x_test, y_test, verbose=0)
