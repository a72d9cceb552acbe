# mistake: the line of the note is left as it was and stops with a TypeError
reason = "B"
fixed_model = Sequential()
fixed_model.add(Dense(32, units=784))
