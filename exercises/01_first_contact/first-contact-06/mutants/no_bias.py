# message: wrong_count
reason = "B"
fixed_model = Sequential([Dense(32, use_bias=False, input_shape=(784,))])
