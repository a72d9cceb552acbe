# mistake: A new, untrained model is made after the training, so the one handed in knows nothing.
def build():
    net = Sequential()
    net.add(Dense(64, activation="relu", input_shape=(64,)))
    net.add(Dense(32, activation="relu"))
    net.add(Dense(10, activation="softmax"))
    net.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    return net


build().fit(x_train, to_categorical(y_train), epochs=25, verbose=0)
my_model = build()
