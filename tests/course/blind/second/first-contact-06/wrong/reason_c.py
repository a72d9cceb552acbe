# mistake: the wrong reason: 32 is units, not the number of inputs
reason = "C"
fixed_model = Sequential()
fixed_model.add(Dense(32, input_dim=784))
