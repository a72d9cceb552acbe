# mistake: Sequential without parentheses, so add is called on the class
reason = "B"
fixed_model = Sequential
fixed_model.add(Dense(32, input_dim=784))
