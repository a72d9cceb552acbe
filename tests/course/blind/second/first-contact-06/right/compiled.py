# way: compiled although it need not be, letter by a variable
fixed_model = Sequential(name="fixed")
fixed_model.add(Dense(32, input_dim=784, name="only"))
fixed_model.compile("sgd", "mse")
letters = "ABCD"
reason = letters[1]
