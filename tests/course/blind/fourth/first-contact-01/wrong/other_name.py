# mistake: the model is called model, and my_model stays None
my_model = None
model = Sequential()
model.add(Dense(64, activation="relu", input_shape=(64,)))
model.add(Dense(32, activation="relu"))
model.add(Dense(10, activation="softmax"))
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(x_train, to_categorical(y_train), batch_size=32, epochs=20, verbose=0)
