# mistake: The line with two values for units is still there, so it stops as before.
reason = "B"
fixed_model = Sequential()
fixed_model.add(Dense(32, units=784))
