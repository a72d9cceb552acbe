# mistake: the 64 inputs are built as a Dense layer of their own, so there are four Dense layers
my_model = Sequential()
my_model.add(Dense(64, input_shape=(64,)))  # the input layer
my_model.add(Dense(64, activation="relu"))
my_model.add(Dense(32, activation="relu"))
my_model.add(Dense(10, activation="softmax"))
my_model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
my_model.fit(x_train, to_categorical(y_train), epochs=30, verbose=0)
