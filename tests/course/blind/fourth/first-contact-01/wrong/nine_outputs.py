# mistake: 9 units in the last layer because the highest digit is 9
my_model = Sequential()
my_model.add(Dense(64, activation="relu", input_shape=(64,)))
my_model.add(Dense(32, activation="relu"))
my_model.add(Dense(9, activation="softmax"))
my_model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
my_model.fit(x_train, y_train, batch_size=32, epochs=20, verbose=0)
