# mistake: units is still given twice
reason = "B"

fixed_model = Sequential()
fixed_model.add(Dense(32, units=32, input_shape=(784,)))
