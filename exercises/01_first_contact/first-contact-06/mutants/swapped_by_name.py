# message: swapped
reason = "B"
fixed_model = Sequential()
fixed_model.add(Dense(units=784, input_shape=(32,)))
