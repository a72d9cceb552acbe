# mistake: fixed_model becomes the None that add returns
reason = "B"

fixed_model = Sequential()
fixed_model = fixed_model.add(Dense(32, input_shape=(784,)))
