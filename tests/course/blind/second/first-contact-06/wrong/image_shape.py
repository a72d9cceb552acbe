# mistake: the input is given as a 28 x 28 image instead of 784 numbers
reason = "B"
fixed_model = Sequential()
fixed_model.add(Dense(32, input_shape=(28, 28)))
