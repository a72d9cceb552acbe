# message: swapped
reason = "B"
fixed_model = Sequential([Dense(784, input_dim=32)])
