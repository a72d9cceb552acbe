# mistake: 784 units for 32 inputs instead of 32 units for 784 inputs
reason = "B"
fixed_model = Sequential()
fixed_model.add(Dense(784, input_dim=32))
