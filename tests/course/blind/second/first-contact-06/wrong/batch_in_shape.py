# mistake: the batch is put into input_shape, so each sample would have two dimensions
reason = "B"
fixed_model = Sequential()
fixed_model.add(Dense(32, input_shape=(None, 784)))
