# message: not_built
reason = "B"
fixed_model = Sequential([Dense(32)])
