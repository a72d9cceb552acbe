# message: model_type
reason = "B"
model = Sequential()
fixed_model = model.add(Dense(32, input_shape=(784,))) or "done"
