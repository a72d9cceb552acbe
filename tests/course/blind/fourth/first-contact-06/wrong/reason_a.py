# mistake: 32 is taken for the batch size
reason = "A"

fixed_model = Sequential()
fixed_model.add(Dense(32, input_shape=(784,)))
