# mistake: 32 is taken for the number of inputs
reason = "C"

fixed_model = Sequential()
fixed_model.add(Dense(32, input_shape=(784,)))
