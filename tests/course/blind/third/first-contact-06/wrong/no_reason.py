# mistake: the explanation is forgotten, reason stays None
reason = None
fixed_model = Sequential()
fixed_model.add(Dense(32, input_dim=784))
