# mistake: names two sentences, and one of them is wrong
reason = "B, D"
fixed_model = Sequential()
fixed_model.add(Dense(32, activation="relu", input_dim=784))
