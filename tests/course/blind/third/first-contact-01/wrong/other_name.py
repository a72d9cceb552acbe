# mistake: the model is called model, and my_model stays None
my_model = None
model = Sequential()
model.add(Dense(64, activation="relu", input_dim=64))
model.add(Dense(32, activation="relu"))
model.add(Dense(10, activation="softmax"))
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(x_train, to_categorical(y_train), epochs=30, verbose=0)
