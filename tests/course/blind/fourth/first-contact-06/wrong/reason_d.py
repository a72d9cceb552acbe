# mistake: believes that an activation is compulsory
reason = "D"

fixed_model = Sequential()
fixed_model.add(Dense(32, input_shape=(784,)))
