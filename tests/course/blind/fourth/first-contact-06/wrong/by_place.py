# mistake: 784 is given as a second argument by place
reason = "B"

fixed_model = Sequential()
fixed_model.add(Dense(32, 784))
