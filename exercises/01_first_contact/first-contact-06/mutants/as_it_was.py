# message: still_twice
reason = "B"
fixed_model = Sequential()
fixed_model.add(Dense(32, units=784))
