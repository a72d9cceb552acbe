# mistake: input_dims is no argument of Dense
reason = "B"
fixed_model = Sequential()
fixed_model.add(Dense(32, input_dims=784))
