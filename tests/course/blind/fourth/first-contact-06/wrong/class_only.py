# mistake: Sequential is not called
reason = "B"

fixed_model = Sequential
fixed_model.add(Dense(32, input_shape=(784,)))
