# mistake: None is put into input_shape, which has no place for the batch
reason = "B"

fixed_model = Sequential()
fixed_model.add(Dense(32, input_shape=(None, 784)))
