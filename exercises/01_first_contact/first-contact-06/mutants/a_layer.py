# message: model_is_layer
reason = "B"
fixed_model = Dense(32, input_shape=(784,))
