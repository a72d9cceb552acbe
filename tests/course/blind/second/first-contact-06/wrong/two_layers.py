# mistake: two Dense layers (784 and 32 units) instead of a single one
reason = "B"
fixed_model = Sequential()
fixed_model.add(Dense(784, input_dim=784))
fixed_model.add(Dense(32))
