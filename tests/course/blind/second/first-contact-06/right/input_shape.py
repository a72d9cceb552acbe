# way: input_shape in a list
reason = "B"
fixed_model = Sequential([Dense(units=32, input_shape=(28 * 28,))])
