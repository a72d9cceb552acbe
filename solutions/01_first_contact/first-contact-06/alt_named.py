reason = "b)"
fixed_model = Sequential([Dense(units=32, input_dim=784, activation="relu")])
