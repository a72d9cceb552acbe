# way: trains a real model and counts the batches with a callback class
from keras.callbacks import Callback


class Counter(Callback):
    def __init__(self):
        super().__init__()
        self.n = 0

    def on_batch_end(self, batch, logs=None):
        self.n += 1


def count_updates(samples, batch_size, epochs):
    counter = Counter()
    model = Sequential([Dense(1, input_shape=(1,))])
    model.compile(loss="mse", optimizer="sgd")
    data = np.zeros((samples, 1))
    model.fit(data, data, batch_size=batch_size, epochs=epochs, verbose=0, callbacks=[counter])
    return counter.n
