# message: tuple_for_dim
reason = "B"
fixed_model = Sequential([Dense(32, input_dim=(784,))])
