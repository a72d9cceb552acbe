# mistake: 728 in place of 784
reason = "B"

fixed_model = Sequential()
fixed_model.add(Dense(32, input_shape=(728,)))
