# mistake: The model was mended under the name model; fixed_model stayed None.
reason = "B"
fixed_model = None
model = Sequential()
model.add(Dense(32, input_shape=(784,)))
