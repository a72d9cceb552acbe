# mistake: the wrong reason: 32 is not a batch size, it is units
reason = "A"
fixed_model = Sequential()
fixed_model.add(Dense(32, input_dim=784))
