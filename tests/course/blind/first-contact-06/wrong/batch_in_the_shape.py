# mistake: The shape counts the batch as an input axis: each sample is now a table of 32 rows.
reason = "B"
fixed_model = Sequential()
fixed_model.add(Dense(32, input_shape=(32, 784)))
