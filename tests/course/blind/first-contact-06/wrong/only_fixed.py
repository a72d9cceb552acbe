# mistake: The model is right, but no letter was given as the reason.
reason = None
fixed_model = Sequential([Dense(32, input_shape=(784,))])
