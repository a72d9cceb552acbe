# message: second_by_place
reason = "B"
fixed_model = Sequential([Dense(32, 784)])
