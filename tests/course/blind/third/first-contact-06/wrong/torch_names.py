# mistake: argument names of PyTorch's Linear, which Dense does not know
reason = "B"
fixed_model = Sequential()
fixed_model.add(Dense(in_features=784, out_features=32))
