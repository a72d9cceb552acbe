# mistake: The labels are counted from 1 (y_train - 1), so the net learns every number one too small.
targets = to_categorical(y_train - 1, 10)
my_model = Sequential()
my_model.add(Dense(64, activation="relu", input_shape=(64,)))
my_model.add(Dense(32, activation="relu"))
my_model.add(Dense(10, activation="softmax"))
my_model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
my_model.fit(x_train, targets, epochs=25, verbose=0)
