# mistake: fixed_model is a bare layer, not a model
reason = "B"
fixed_model = Dense(32, input_shape=(784,))
