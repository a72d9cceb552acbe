# mistake: B without quotes is an unknown name
reason = B

fixed_model = Sequential()
fixed_model.add(Dense(32, input_shape=(784,)))
