# message: not_a_tuple
reason = "B"
fixed_model = Sequential([Dense(32, input_dim=(784,))])
