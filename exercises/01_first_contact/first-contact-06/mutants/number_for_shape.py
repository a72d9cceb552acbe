# message: not_a_tuple
reason = "B"
fixed_model = Sequential()
fixed_model.add(Dense(32, input_shape=784))
