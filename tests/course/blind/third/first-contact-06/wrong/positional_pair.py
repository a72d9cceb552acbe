# mistake: 784 as second argument is taken for the activation
reason = "B"
fixed_model = Sequential()
fixed_model.add(Dense(32, 784))
