# message: wrong_input
reason = "B"
fixed_model = Sequential([Dense(32, input_shape=(64,))])
