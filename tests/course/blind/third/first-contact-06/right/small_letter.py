# way: small letter, keywords only, model made from a list
reason = "b"
fixed_model = Sequential(layers=[Dense(units=32, activation="relu", input_shape=(28 * 28,))])
