# mistake: a layer of 784 units stands before the one of 32
reason = "B"

fixed_model = Sequential()
fixed_model.add(Dense(784, input_shape=(784,)))
fixed_model.add(Dense(32))
