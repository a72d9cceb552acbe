# mistake: (784, 1) makes 784 rows of one number each
reason = "B"

fixed_model = Sequential()
fixed_model.add(Dense(32, input_shape=(784, 1)))
