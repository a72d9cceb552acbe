# message: no_dense
reason = "B"
fixed_model = Sequential()
