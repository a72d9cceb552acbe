# way: batch_input_shape with None
reason = "B"
fixed_model = Sequential()
fixed_model.add(Dense(32, batch_input_shape=(None, 784)))
fixed_model.summary()
