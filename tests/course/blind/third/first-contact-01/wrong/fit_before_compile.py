# mistake: fit is called before compile
my_model = Sequential()
my_model.add(Dense(64, activation="relu", input_dim=64))
my_model.add(Dense(32, activation="relu"))
my_model.add(Dense(10, activation="softmax"))
my_model.fit(x_train, to_categorical(y_train), epochs=30, verbose=0)
my_model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
