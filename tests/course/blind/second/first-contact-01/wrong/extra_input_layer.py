# mistake: takes "64 inputs" as a Dense layer of its own, so the net has four Dense layers
my_model = Sequential()
my_model.add(Dense(64, input_shape=(64,)))
my_model.add(Dense(64, activation="relu"))
my_model.add(Dense(32, activation="relu"))
my_model.add(Dense(10, activation="softmax"))
my_model.compile(loss="categorical_crossentropy", optimizer="adam")
my_model.fit(x_train, to_categorical(y_train), epochs=30, verbose=0)
