# way: arguments from a dictionary, the shape as a list
settings = dict(units=32, input_shape=[28 * 28], activation="tanh", use_bias=True)
reason = str("b").upper()
fixed_model = Sequential(layers=[Dense(**settings)])
fixed_model.summary()
