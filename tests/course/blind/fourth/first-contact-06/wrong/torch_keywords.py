# mistake: in_features and out_features are keywords of PyTorch
reason = "B"

fixed_model = Sequential()
fixed_model.add(Dense(in_features=784, out_features=32))
