# message: reason_d
reason = "D"
fixed_model = Sequential()
fixed_model.add(Dense(32, activation="relu", input_shape=(784,)))
