"""Ctrl-C and errors in callbacks: the model stays at a batch boundary and trains on."""
import numpy as np
import pytest

from kerastutor import callbacks
from kerastutor.engine.sequential import Sequential
from kerastutor.layers import Dense

RANDOM = np.random.RandomState(0)
X, Y = RANDOM.rand(20, 4), RANDOM.rand(20, 2)


class Raises(callbacks.Callback):
    def __init__(self, error, hook, at):
        super().__init__()
        self.ended = False

        def raising(number, logs=None):
            if number == at:
                raise error
        setattr(self, hook, raising)

    def on_train_end(self, logs=None):
        self.ended = True


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError("disk full")])
@pytest.mark.parametrize(("hook", "at", "steps"), [
    ("on_batch_begin", 3, 3), ("on_batch_end", 3, 4), ("on_epoch_begin", 1, 5),
    ("on_epoch_end", 0, 5)])
@pytest.mark.parametrize("by_generator", [False, True])
def test_training_stops_between_two_batches(error, hook, at, steps, by_generator):
    model, other = (Sequential([Dense(2, input_shape=(4,))]) for _ in range(2))
    other.set_weights(model.get_weights())
    model.compile("adam", "mse")
    other.compile("adam", "mse")
    callback = Raises(error, hook, at)

    def batches():
        while True:
            for start in range(0, 20, 4):
                yield X[start:start + 4], Y[start:start + 4]

    with pytest.raises(type(error)):
        if by_generator:
            model.fit_generator(batches(), 5, epochs=3, verbose=0, callbacks=[callback])
        else:
            model.fit(X, Y, batch_size=4, epochs=3, verbose=0, shuffle=False,
                      callbacks=[callback])
    assert not callback.ended
    for start in range(0, 4 * steps, 4):
        other.train_on_batch(X[start:start + 4], Y[start:start + 4])
    for _ in range(2):
        for a, b in zip(model.get_weights(), other.get_weights(), strict=True):
            np.testing.assert_array_equal(a, b)
        model.fit(X, Y, epochs=1, verbose=0, shuffle=False)
        other.fit(X, Y, epochs=1, verbose=0, shuffle=False)
    assert model.history.epoch == [0]


def test_stop_training_of_an_earlier_run_does_not_count():
    model = Sequential([Dense(2, input_shape=(4,))])
    model.compile("sgd", "mse")
    model.stop_training = True
    assert model.fit(X, Y, epochs=2, verbose=0).epoch == [0, 1]
