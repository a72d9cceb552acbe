# mistake: 784 is given as the second positional argument, which is the activation
reason = "B"
fixed_model = Sequential()
fixed_model.add(Dense(32, 784))
