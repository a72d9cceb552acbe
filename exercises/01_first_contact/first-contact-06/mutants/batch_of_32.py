# message: fixed_batch
reason = "B"
fixed_model = Sequential([Dense(32, batch_input_shape=(32, 784))])
