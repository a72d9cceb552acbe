# way: batch_input_shape with an open batch axis; the order of the two answers reversed.
fixed_model = Sequential(layers=[Dense(32, batch_input_shape=(None, 784))], name="fixed")
fixed_model.summary()
reason = 'B'
