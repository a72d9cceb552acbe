# mistake: the bias is switched off
reason = "B"

fixed_model = Sequential()
fixed_model.add(Dense(32, input_shape=(784,), use_bias=False))
