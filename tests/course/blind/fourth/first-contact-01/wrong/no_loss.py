# mistake: compile gets no loss
my_model = Sequential()
my_model.add(Dense(64, activation="relu", input_shape=(64,)))
my_model.add(Dense(32, activation="relu"))
my_model.add(Dense(10, activation="softmax"))
my_model.compile(optimizer="adam", metrics=["accuracy"])
my_model.fit(x_train, to_categorical(y_train), batch_size=32, epochs=20, verbose=0)
