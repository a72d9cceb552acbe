# mistake: chooses sentence D, although Dense needs no activation
reason = "D"
fixed_model = Sequential()
fixed_model.add(Dense(units=32, activation="relu", input_dim=784))
