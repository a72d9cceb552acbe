# mistake: (784) is a number and not a tuple
reason = "B"

fixed_model = Sequential()
fixed_model.add(Dense(32, input_shape=(784)))
