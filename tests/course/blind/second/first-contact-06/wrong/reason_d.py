# mistake: the wrong reason: an activation is not required
reason = "D"
fixed_model = Sequential([Dense(32, activation="relu", input_dim=784)])
