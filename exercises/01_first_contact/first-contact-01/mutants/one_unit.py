# message: softmax_on_one_unit
my_model = Sequential()
my_model.add(Dense(64, activation="relu", input_shape=(64,)))
my_model.add(Dense(32, activation="relu"))
my_model.add(Dense(1, activation="softmax"))
my_model.compile(loss="mse", optimizer="adam", metrics=["accuracy"])
my_model.fit(x_train, y_train, epochs=2, verbose=0)
