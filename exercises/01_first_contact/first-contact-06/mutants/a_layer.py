# message: layer_alone
reason = "B"
fixed_model = Dense(32, input_shape=(784,))
