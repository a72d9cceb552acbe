# mistake: the last layer has no softmax, as in PyTorch, where the loss contains it
my_model = Sequential()
my_model.add(Dense(64, activation="relu", input_shape=(64,)))
my_model.add(Dense(32, activation="relu"))
my_model.add(Dense(10))
my_model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
my_model.fit(x_train, to_categorical(y_train), batch_size=32, epochs=20, verbose=0)
