# mistake: the labels are numbers, but categorical_crossentropy needs one-hot rows
my_model = Sequential([
    Dense(64, activation="relu", input_shape=(64,)),
    Dense(32, activation="relu"),
    Dense(10, activation="softmax"),
])
my_model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
my_model.fit(x_train, y_train, epochs=30, verbose=0)
