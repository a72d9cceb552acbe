# mistake: batch_input_shape without a place for the batch
reason = "B"

fixed_model = Sequential()
fixed_model.add(Dense(32, batch_input_shape=(784,)))
