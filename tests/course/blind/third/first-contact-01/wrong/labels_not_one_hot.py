# mistake: categorical_crossentropy gets the bare numbers 0 to 9 instead of one-hot rows, so fit stops
my_model = Sequential()
my_model.add(Dense(64, activation="relu", input_dim=64))
my_model.add(Dense(32, activation="relu"))
my_model.add(Dense(10, activation="softmax"))
my_model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
my_model.fit(x_train, y_train, batch_size=32, epochs=30, verbose=0)
