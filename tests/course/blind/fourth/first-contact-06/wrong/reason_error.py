# mistake: gives the kind of error instead of the letter
reason = "TypeError"

fixed_model = Sequential()
fixed_model.add(Dense(32, input_shape=(784,)))
