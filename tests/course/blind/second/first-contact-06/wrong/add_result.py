# mistake: fixed_model is what add returns (None)
reason = "B"
fixed_model = Sequential().add(Dense(32, input_dim=784))
