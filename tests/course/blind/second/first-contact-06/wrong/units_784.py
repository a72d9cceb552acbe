# mistake: 784 units for 32 inputs: the two numbers are swapped
reason = "B"
fixed_model = Sequential()
fixed_model.add(Dense(units=784, input_dim=32))
