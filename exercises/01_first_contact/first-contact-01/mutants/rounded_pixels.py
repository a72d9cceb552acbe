# message: stuck
my_model = Sequential()
my_model.add(Dense(64, activation="relu", input_shape=(64,)))
my_model.add(Dense(32, activation="relu"))
my_model.add(Dense(10, activation="softmax"))
my_model.compile(loss="sparse_categorical_crossentropy", optimizer="adam")
my_model.fit(x_train // 1, y_train, epochs=20, verbose=0)
