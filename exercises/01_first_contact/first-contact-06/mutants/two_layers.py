# message: two_layers
reason = "B"
fixed_model = Sequential([Dense(784, input_shape=(784,)), Dense(32)])
