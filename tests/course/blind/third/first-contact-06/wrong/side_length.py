# mistake: input_dim is the side length 28, not the number of pixels
reason = "B"
fixed_model = Sequential()
fixed_model.add(Dense(32, input_dim=28))
