# mistake: input_shape of a 28 x 28 image, so Dense works on rows of 28 numbers
reason = "B"
fixed_model = Sequential()
fixed_model.add(Dense(32, input_shape=(28, 28)))
