# mistake: the builder function does not return the model
def build_and_train():
    m = Sequential()
    m.add(Dense(64, activation="relu", input_shape=(64,)))
    m.add(Dense(32, activation="relu"))
    m.add(Dense(10, activation="softmax"))
    m.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    m.fit(x_train, to_categorical(y_train), epochs=20, verbose=0)

my_model = build_and_train()
