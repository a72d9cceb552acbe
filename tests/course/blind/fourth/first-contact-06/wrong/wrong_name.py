# mistake: the model is put into model and fixed_model stays None
reason = "B"

fixed_model = None
model = Sequential()
model.add(Dense(32, input_shape=(784,)))
