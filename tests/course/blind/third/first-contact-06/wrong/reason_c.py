# mistake: chooses sentence C, which takes 32 for the number of inputs
reason = "C"
fixed_model = Sequential()
fixed_model.add(Dense(32, input_dim=784))
