# mistake: the line still gives units twice, so it stops with the same TypeError
reason = "B"
fixed_model = Sequential()
fixed_model.add(Dense(32, units=784))
