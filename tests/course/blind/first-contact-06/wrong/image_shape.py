# mistake: With input_shape (28, 28) the layer takes images of two axes, not 784 numbers.
reason = "B"
fixed_model = Sequential()
fixed_model.add(Dense(32, input_shape=(28, 28)))
