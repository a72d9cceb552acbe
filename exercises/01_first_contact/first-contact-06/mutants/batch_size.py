# message: reason_a
reason = "A"
fixed_model = Sequential([Dense(32, input_shape=(784,))])
