# message: no_letter
reason = 2
fixed_model = Sequential([Dense(32, input_shape=(784,))])
