# mistake: the model is compiled but never trained
my_model = Sequential()
my_model.add(Dense(64, activation="relu", input_shape=(64,)))
my_model.add(Dense(32, activation="relu"))
my_model.add(Dense(10, activation="softmax"))
my_model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
my_model.summary()
