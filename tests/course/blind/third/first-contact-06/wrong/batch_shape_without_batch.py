# mistake: batch_input_shape without the batch dimension
reason = "B"
fixed_model = Sequential()
fixed_model.add(Dense(32, batch_input_shape=(784,)))
