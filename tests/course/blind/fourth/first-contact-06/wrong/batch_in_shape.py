# mistake: the batch size is put into input_shape
reason = "B"

fixed_model = Sequential()
fixed_model.add(Dense(32, input_shape=(32, 784)))
