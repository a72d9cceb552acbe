# mistake: the model does not say that it takes 784 numbers
reason = "B"
fixed_model = Sequential()
fixed_model.add(Dense(32))
