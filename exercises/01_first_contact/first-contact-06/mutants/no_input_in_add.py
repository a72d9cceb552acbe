# message: not_built
reason = "B"
fixed_model = Sequential()
fixed_model.add(Dense(units=32))
