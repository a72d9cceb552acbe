# mistake: The second argument of Dense is the activation; 784 is no activation.
reason = "B"
fixed_model = Sequential()
fixed_model.add(Dense(32, 784))
