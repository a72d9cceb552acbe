# mistake: input_dim gets a tuple
reason = "B"

fixed_model = Sequential()
fixed_model.add(Dense(32, input_dim=(784,)))
