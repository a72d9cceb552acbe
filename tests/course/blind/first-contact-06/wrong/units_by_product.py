# mistake: The inputs are miscounted: 28 * 32 instead of 28 * 28.
reason = "B"
fixed_model = Sequential([Dense(32, input_shape=(28 * 32,))])
