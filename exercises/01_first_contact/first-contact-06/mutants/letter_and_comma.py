# message: letter_in_brackets
reason = "B",
fixed_model = Sequential([Dense(32, input_shape=(784,))])
