# way: a helper function, a name for the model and input_dim
def make(inputs, units):
    net = Sequential(name="note")
    net.add(Dense(units=units, input_dim=inputs, activation="softmax", name="only"))
    return net

reason, fixed_model = "B", make(784, 32)
assert fixed_model.output_shape == (None, 32)
