# mistake: The trained net is called model; my_model, the name that was asked for, is missing.
model = Sequential()
model.add(Dense(64, activation="relu", input_shape=(64,)))
model.add(Dense(32, activation="relu"))
model.add(Dense(10, activation="softmax"))
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(x_train, to_categorical(y_train), epochs=20, verbose=0)
