# way: batch_input_shape and a small letter
reason = "b"
fixed_model = Sequential([Dense(32, batch_input_shape=(None, 784))])
