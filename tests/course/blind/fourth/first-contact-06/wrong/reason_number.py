# mistake: the number of the sentence instead of its letter
reason = 2

fixed_model = Sequential()
fixed_model.add(Dense(32, input_shape=(784,)))
