# message: units_missing
reason = "B"
fixed_model = Sequential([Dense(out_features=32, in_features=784)])
