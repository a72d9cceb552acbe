# mistake: 784 units as well as 784 inputs
reason = "B"
fixed_model = Sequential()
fixed_model.add(Dense(784, input_dim=784))
