# mistake: input_shape (784, 1) makes a layer for single numbers
reason = "B"
fixed_model = Sequential()
fixed_model.add(Dense(32, input_shape=(784, 1)))
