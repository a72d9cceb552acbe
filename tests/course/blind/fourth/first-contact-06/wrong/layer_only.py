# mistake: fixed_model is the layer and not a model
reason = "B"

fixed_model = Dense(32, input_shape=(784,))
