# message: letter_without_quotes
fixed_model = Sequential([Dense(32, input_dim=784)])
reason = B
