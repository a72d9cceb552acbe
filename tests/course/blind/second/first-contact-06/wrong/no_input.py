# mistake: does not say how many inputs there are, so the model is not built
reason = "B"
fixed_model = Sequential()
fixed_model.add(Dense(32))
