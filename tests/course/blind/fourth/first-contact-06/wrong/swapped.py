# mistake: 784 units for 32 inputs
reason = "B"

fixed_model = Sequential()
fixed_model.add(Dense(784, input_shape=(32,)))
