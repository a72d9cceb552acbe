# mistake: 28 x 28 as the input shape, so the layer works on rows of 28
reason = "B"

fixed_model = Sequential()
fixed_model.add(Dense(32, input_shape=(28, 28)))
