# mistake: uses the mean squared error as loss, not a cross-entropy
my_model = Sequential()
my_model.add(Dense(units=64, activation="relu", input_dim=64))
my_model.add(Dense(units=32, activation="relu"))
my_model.add(Dense(units=10, activation="softmax"))
my_model.compile(loss="mse", optimizer="adam", metrics=["accuracy"])
my_model.fit(x_train, to_categorical(y_train), epochs=40, verbose=0)
