# mistake: Sequential gets a layer and not a list of layers
reason = "B"

fixed_model = Sequential(Dense(32, input_shape=(784,)))
