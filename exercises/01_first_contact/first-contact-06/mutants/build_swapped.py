# message: open_axis
reason = "B"
fixed_model = Sequential([Dense(32)])
fixed_model.build((784, None))
