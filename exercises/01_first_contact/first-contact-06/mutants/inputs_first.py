# message: reason_c
reason = "C"
fixed_model = Sequential([Dense(32, input_shape=(784,))])
