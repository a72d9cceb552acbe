# mistake: The hidden layers use sigmoid instead of relu.
my_model = Sequential()
my_model.add(Dense(64, activation="sigmoid", input_shape=(64,)))
my_model.add(Dense(32, activation="sigmoid"))
my_model.add(Dense(10, activation="softmax"))
my_model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
my_model.fit(x_train, to_categorical(y_train), epochs=80, verbose=0)
