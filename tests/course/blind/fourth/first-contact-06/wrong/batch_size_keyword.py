# mistake: 784 is put in the place of the batch in batch_input_shape, so a sample has one number only
reason = "B"

fixed_model = Sequential()
fixed_model.add(Dense(32, batch_input_shape=(784, 1)))
