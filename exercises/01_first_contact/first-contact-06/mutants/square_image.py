# message: too_many_axes
reason = "B"
fixed_model = Sequential([Dense(32, input_shape=(28, 28))])
