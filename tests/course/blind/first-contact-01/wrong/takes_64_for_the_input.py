# mistake: The 64 of the first Dense layer was taken for the inputs, so there are two layers, not three.
# 64 inputs -> 32 -> 10
my_model = Sequential()
my_model.add(Dense(32, input_shape=(64,), activation="relu"))
my_model.add(Dense(10, activation="softmax"))
my_model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
my_model.fit(x_train, to_categorical(y_train), epochs=25, verbose=0)
