# mistake: adds an output layer of 10 units that the note does not have
reason = "B"
fixed_model = Sequential([
    Dense(32, activation="relu", input_shape=(784,)),
    Dense(10, activation="softmax"),
])
