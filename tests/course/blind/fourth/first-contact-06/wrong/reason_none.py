# mistake: the reason is left out
reason = None

fixed_model = Sequential()
fixed_model.add(Dense(32, input_shape=(784,)))
