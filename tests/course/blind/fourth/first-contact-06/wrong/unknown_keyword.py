# mistake: inputs is no keyword of Dense
reason = "B"

fixed_model = Sequential()
fixed_model.add(Dense(32, inputs=784))
