# mistake: the builder function is put into my_model without calling it
def build():
    m = Sequential()
    m.add(Dense(64, activation="relu", input_shape=(64,)))
    m.add(Dense(32, activation="relu"))
    m.add(Dense(10, activation="softmax"))
    m.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    m.fit(x_train, to_categorical(y_train), epochs=20, verbose=0)
    return m

my_model = build
