# mistake: gives two letters, of which one is wrong
reason = "BD"

fixed_model = Sequential()
fixed_model.add(Dense(32, input_shape=(784,)))
