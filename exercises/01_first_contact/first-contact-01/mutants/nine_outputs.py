# message: wrong_units
my_model = Sequential()
my_model.add(Dense(64, activation="relu", input_shape=(64,)))
my_model.add(Dense(32, activation="relu"))
my_model.add(Dense(9, activation="softmax"))
my_model.compile(loss="mse", optimizer="adam")
