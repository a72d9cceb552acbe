# mistake: A Dense layer can be made without an activation; that is not the error.
reason = "D"
fixed_model = Sequential()
fixed_model.add(Dense(units=32, input_shape=(784,)))
