# message: not_a_model
reason = "B"
model = Sequential()
fixed_model = model.add(Dense(32, input_shape=(784,))) or "done"
