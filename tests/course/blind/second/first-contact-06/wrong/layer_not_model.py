# mistake: fixed_model is a layer, not a model
reason = "B"
fixed_model = Dense(32, input_dim=784)
