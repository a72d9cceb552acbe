# way: input_dim as keyword, units by name.
reason = "B"
fixed_model = Sequential()
fixed_model.add(Dense(units=32, input_dim=784))
