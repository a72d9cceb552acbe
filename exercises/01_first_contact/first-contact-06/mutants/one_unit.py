# message: wrong_units
reason = "B"
fixed_model = Sequential([Dense(1, input_shape=(784,))])
