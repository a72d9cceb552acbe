# mistake: add returns nothing, so fixed_model is None and not the model.
reason = "B"
fixed_model = Sequential().add(Dense(32, input_shape=(784,)))
