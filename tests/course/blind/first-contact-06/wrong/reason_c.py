# mistake: The first argument of Dense is the number of units, not of inputs.
reason = "C"
fixed_model = Sequential([Dense(32, input_dim=784)])
