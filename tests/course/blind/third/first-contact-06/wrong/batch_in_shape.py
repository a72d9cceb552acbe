# mistake: the batch dimension is written into input_shape, so the model takes three-dimensional data
reason = "B"
fixed_model = Sequential()
fixed_model.add(Dense(32, input_shape=(None, 784)))
