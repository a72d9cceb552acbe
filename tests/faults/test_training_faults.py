"""Training is interrupted or gets bad data: the model stays at a batch boundary and goes on."""

import subprocess
import sys

import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor.callbacks import Callback
from kerastutor.layers import BatchNormalization, Dense
from kerastutor.models import Sequential

X = np.random.RandomState(0).normal(size=(60, 4)).astype("float32")
Y = np.random.RandomState(1).normal(size=(60, 2)).astype("float32")


def make():
    model = Sequential([Dense(5, input_shape=(4,), activation="tanh"), BatchNormalization(),
                        Dense(2)])
    model.compile("adam", "mse")
    return model


def equal(a, b):
    return len(a) == len(b) and all(np.array_equal(x, y) for x, y in zip(a, b, strict=True))


def after(start, batches):
    """Weights and optimizer state after this many batches of 6, in order."""
    model = make()
    model.set_weights(start)
    for i in range(batches):
        rows = slice(6 * (i % 10), 6 * (i % 10) + 6)
        model.train_on_batch(X[rows], Y[rows])
    return model.get_weights() + model.optimizer.get_weights()


def state(model):
    return model.get_weights() + model.optimizer.get_weights()


class Stop(Callback):
    """Raises at the end of a batch."""

    def __init__(self, error, at):
        super().__init__()
        self.error, self.at, self.seen = error, at, 0

    def on_batch_end(self, batch, logs=None):
        self.seen += 1
        if self.seen == self.at:
            raise self.error


@pytest.mark.parametrize("error", [KeyboardInterrupt(), RuntimeError("mine"), SystemExit(3)])
@pytest.mark.parametrize("at", [1, 13])
def test_an_error_in_a_callback(error, at):
    model = make()
    start = model.get_weights()
    with pytest.raises(type(error)):
        model.fit(X, Y, batch_size=6, epochs=3, shuffle=False, verbose=0,
                  callbacks=[Stop(error, at)])
    assert K.get_value(model.optimizer.iterations) == at
    assert equal(state(model), after(start, at))
    model.fit(X, Y, batch_size=6, epochs=1, shuffle=False, verbose=0)
    assert K.get_value(model.optimizer.iterations) == at + 10


@pytest.mark.parametrize("hook", ["on_train_begin", "on_epoch_begin", "on_batch_begin",
                                  "on_epoch_end", "on_train_end"])
def test_an_error_in_any_hook(hook):
    def fail(*args):
        raise RuntimeError("mine")

    callback = Callback()
    setattr(callback, hook, fail)
    failing = type("Failing", (Callback,), {hook: lambda self, *args: fail()})()
    model = make()
    with pytest.raises(RuntimeError, match="mine"):
        model.fit(X, Y, verbose=0, callbacks=[failing])
    history = model.fit(X, Y, verbose=0, epochs=2)
    assert len(history.history["loss"]) == 2


def test_an_error_in_a_generator():
    def source():
        yield X[:6], Y[:6]
        yield X[6:12], Y[6:12]
        raise RuntimeError("no more")

    model = make()
    start = model.get_weights()
    with pytest.raises(RuntimeError, match="no more"):
        model.fit_generator(source(), steps_per_epoch=5, epochs=1, verbose=0)
    done = int(K.get_value(model.optimizer.iterations))
    assert done <= 2 and equal(state(model), after(start, done))


CTRL_C = """
import os, signal, sys, threading, time
import numpy as np
sys.path.insert(0, sys.argv[1])
from tests.faults.test_training_faults import X, Y, after, equal, make, state
from kerastutor import backend as K
from kerastutor.callbacks import LambdaCallback
main = threading.main_thread().ident
start = make().get_weights()
seen = []

def interrupt(*arguments):
    seen.append(arguments)
    raise KeyboardInterrupt

def again(epoch, logs):                 # Python drops one that falls into a destructor
    if seen:
        raise KeyboardInterrupt

signal.signal(signal.SIGINT, interrupt)
for delay in (0.01, 0.033, 0.051):
    model = make()
    model.set_weights(start)
    timer = threading.Timer(delay, lambda: signal.pthread_kill(main, signal.SIGINT))
    seen.clear()
    begin = LambdaCallback(on_epoch_begin=lambda epoch, logs: epoch == 1 and timer.start(),
                           on_epoch_end=again)
    try:
        model.fit(X, Y, batch_size=6, epochs=10**6, shuffle=False, verbose=0, callbacks=[begin])
    except KeyboardInterrupt:
        pass
    done = int(K.get_value(model.optimizer.iterations))
    assert done >= 10
    assert equal(state(model), after(start, done)), done
    model.fit(X, Y, batch_size=6, verbose=0)
    assert K.get_value(model.optimizer.iterations) == done + 10
print("fine")
"""


def test_ctrl_c_in_fit(request):
    done = subprocess.run([sys.executable, "-c", CTRL_C, str(request.config.rootpath)],
                          capture_output=True, text=True, timeout=300,
                          cwd=str(request.config.rootpath))
    assert done.returncode == 0 and done.stdout == "fine\n", done.stderr[-2000:]


@pytest.mark.parametrize(("x", "y", "message"), [
    (X[:, :3], Y, r"\(4,\)|4"), (X, Y[:, :1], r"\(2,\)|2"), (X[:5], Y, "5"), (X[None], Y, "shape"),
    ([X, X], Y, "2"), (X, None, None), (None, Y, None), (X.astype(object), Y, None),
    (np.zeros((0, 4)), np.zeros((0, 2)), None), ("text", Y, None),
])
def test_bad_data_changes_nothing(x, y, message):
    model = make()
    model.train_on_batch(X[:6], Y[:6])
    before = state(model)
    for use in (lambda: model.fit(x, y, verbose=0), lambda: model.train_on_batch(x, y)):
        with pytest.raises(ValueError, match=message):
            use()
    assert equal(state(model), before)
    model.fit(X, Y, verbose=0)


def test_wrong_weights_change_nothing(tmp_path):
    model = make()
    before = model.get_weights()
    for wrong in (before[:-1], before + [np.zeros(2)], [w.T for w in before],
                  [w[..., None] for w in before], [None] * len(before)):
        with pytest.raises((ValueError, TypeError)):
            model.set_weights(wrong)
        assert equal(model.get_weights(), before)
    other = Sequential([Dense(5, input_shape=(4,)), BatchNormalization(), Dense(3)])
    other.save_weights(tmp_path / "w.h5")
    with pytest.raises(ValueError, match="must fit the model"):
        model.load_weights(tmp_path / "w.h5")
    assert equal(model.get_weights(), before)
