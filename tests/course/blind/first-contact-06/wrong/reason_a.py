# mistake: The 32 of Dense is not a batch size, but its number of units.
reason = "A"
fixed_model = Sequential()
fixed_model.add(Dense(32, input_shape=(784,)))
