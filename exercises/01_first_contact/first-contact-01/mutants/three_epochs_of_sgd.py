# message: not_trained
my_model = Sequential()
my_model.add(Dense(64, activation="relu", input_shape=(64,)))
my_model.add(Dense(32, activation="relu"))
my_model.add(Dense(10, activation="softmax"))
my_model.compile(loss="sparse_categorical_crossentropy", optimizer="sgd")
my_model.fit(x_train, y_train, epochs=3, verbose=0)
