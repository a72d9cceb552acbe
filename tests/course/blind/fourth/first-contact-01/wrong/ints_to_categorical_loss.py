# mistake: categorical_crossentropy is fed the plain numbers instead of one-hot rows
my_model = Sequential()
my_model.add(Dense(64, activation="relu", input_shape=(64,)))
my_model.add(Dense(32, activation="relu"))
my_model.add(Dense(10, activation="softmax"))
my_model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
my_model.fit(x_train, y_train, batch_size=32, epochs=20, verbose=0)
