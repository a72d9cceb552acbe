# message: two_letters
reason = "B and C"
fixed_model = Sequential([Dense(32, input_shape=(784,))])
