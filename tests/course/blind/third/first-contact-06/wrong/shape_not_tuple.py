# mistake: input_shape is a number, but must be a tuple
reason = "B"
fixed_model = Sequential()
fixed_model.add(Dense(32, input_shape=784))
