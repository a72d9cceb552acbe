# message: no_letter
reason = "units is given twice"
fixed_model = Sequential([Dense(32, input_shape=(784,))])
