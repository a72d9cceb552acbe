# way: A real fit with a callback class of its own, defined after the function that uses it.
def count_updates(samples, batch_size, epochs):
    tally = Tally()
    net = Sequential()
    net.add(Dense(1, input_shape=(2,)))
    net.compile(loss="mae", optimizer="sgd")
    net.fit(
        np.ones((samples, 2)), np.ones((samples, 1)),
        batch_size=batch_size, epochs=epochs, verbose=0, callbacks=[tally],
    )
    return tally.total


import keras


class Tally(keras.callbacks.Callback):
    total = 0

    def on_batch_end(self, batch, logs=None):
        self.total += 1
