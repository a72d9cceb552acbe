# message: wrong_units
reason = "B"
fixed_model = Sequential([Dense(784, input_shape=(784,))])
