# mistake: add returns None, so fixed_model is None
reason = "B"
fixed_model = Sequential().add(Dense(32, input_shape=(784,)))
