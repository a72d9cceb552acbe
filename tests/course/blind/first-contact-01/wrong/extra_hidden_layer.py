# mistake: There are four Dense layers; one with 64 units was added to stand for the 64 inputs.
my_model = Sequential()
my_model.add(Dense(64, input_shape=(64,), activation="relu"))  # 64 inputs
my_model.add(Dense(64, activation="relu"))
my_model.add(Dense(32, activation="relu"))
my_model.add(Dense(10, activation="softmax"))
my_model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
my_model.fit(x_train, to_categorical(y_train), epochs=20, verbose=0)
