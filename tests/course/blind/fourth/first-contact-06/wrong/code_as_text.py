# mistake: fixed_model is the code as a string
reason = "B"

fixed_model = "model.add(Dense(32, input_shape=(784,)))"
