# mistake: the model is called model, fixed_model stays None
reason = "B"
fixed_model = None
model = Sequential()
model.add(Dense(32, input_dim=784))
