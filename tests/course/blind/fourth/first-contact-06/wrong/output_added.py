# mistake: an output layer of 10 units is added
reason = "B"

fixed_model = Sequential()
fixed_model.add(Dense(32, input_shape=(784,)))
fixed_model.add(Dense(10, activation="softmax"))
