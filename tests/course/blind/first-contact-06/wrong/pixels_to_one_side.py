# mistake: 28 x 28 pixels are 784 inputs, not 28.
reason = "B"
fixed_model = Sequential()
fixed_model.add(Dense(32, input_dim=28))
