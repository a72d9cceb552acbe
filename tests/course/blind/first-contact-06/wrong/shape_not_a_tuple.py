# mistake: (784) is only a number in brackets; a shape needs the comma: (784,).
reason = "B"
fixed_model = Sequential()
fixed_model.add(Dense(32, input_shape=(784)))
