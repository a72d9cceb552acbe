# mistake: deletes the 32 and keeps units=784, so the layer has 784 units
reason = "B"

fixed_model = Sequential()
fixed_model.add(Dense(units=784, input_dim=784))
