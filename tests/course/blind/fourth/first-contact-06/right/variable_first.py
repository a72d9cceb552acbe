# way: another variable first, then a second name for it
model = Sequential()
layer = Dense(32, input_dim=int(28 ** 2))
model.add(layer)
fixed_model = model
reason = """B"""
