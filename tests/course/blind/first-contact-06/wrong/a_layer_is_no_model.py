# mistake: A bare layer is no model: it was never put into a Sequential.
reason = "B"
fixed_model = Dense(32, input_shape=(784,))
