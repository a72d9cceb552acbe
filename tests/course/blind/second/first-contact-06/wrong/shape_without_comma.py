# mistake: input_shape is a number and not a tuple: the comma is missing
reason = "B"
fixed_model = Sequential()
fixed_model.add(Dense(32, input_shape=(784)))
