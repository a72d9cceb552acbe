# mistake: another model was trained; my_model is a fresh one with random weights
def build():
    m = Sequential()
    m.add(Dense(64, activation="relu", input_dim=64))
    m.add(Dense(32, activation="relu"))
    m.add(Dense(10, activation="softmax"))
    m.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    return m


build().fit(x_train, to_categorical(y_train), epochs=30, verbose=0)
my_model = build()
