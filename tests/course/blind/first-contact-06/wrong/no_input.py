# mistake: Nobody has told the model how many inputs there are, so it is not built.
reason = "B"
fixed_model = Sequential()
fixed_model.add(Dense(32))
