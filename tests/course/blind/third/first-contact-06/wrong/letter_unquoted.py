# mistake: B without quotes is an undefined name
reason = B
fixed_model = Sequential()
fixed_model.add(Dense(32, input_dim=784))
