"""Callback and CallbackList: the order of the hooks, and which are called for batches."""
import time

import numpy as np
import pytest

from kerastutor import callbacks
from kerastutor.engine.sequential import Sequential
from kerastutor.layers import Dense

X, Y = np.zeros((5, 2)), np.zeros((5, 1))
HOOKS = ("on_train_begin", "on_train_end", "on_epoch_begin", "on_epoch_end", "on_batch_begin",
         "on_batch_end")


def compiled():
    model = Sequential([Dense(1, input_shape=(2,))])
    model.compile("sgd", "mse", metrics=["mae"])
    return model


class Everything(callbacks.Callback):
    """Writes down each hook with its number and the names in its logs."""

    def __init__(self):
        super().__init__()
        self.calls = []

    def on_train_begin(self, logs=None):
        self.calls.append(("on_train_begin", sorted(logs)))

    def on_train_end(self, logs=None):
        self.calls.append(("on_train_end", sorted(logs)))

    def on_epoch_begin(self, epoch, logs=None):
        self.calls.append(("on_epoch_begin", epoch, sorted(logs)))

    def on_epoch_end(self, epoch, logs=None):
        self.calls.append(("on_epoch_end", epoch, sorted(logs)))

    def on_batch_begin(self, batch, logs=None):
        self.calls.append(("on_batch_begin", batch, sorted(logs)))

    def on_batch_end(self, batch, logs=None):
        self.calls.append(("on_batch_end", batch, sorted(logs)))


def test_order_of_a_run_and_names_in_the_logs():
    spy = Everything()
    compiled().fit(X, Y, batch_size=3, epochs=2, verbose=0, callbacks=[spy],
                   validation_data=(X, Y))
    batch = [(hook, i, names) for i in (0, 1) for hook, names in (
        ("on_batch_begin", ["batch", "size"]),
        ("on_batch_end", ["batch", "loss", "mean_absolute_error", "size"]))]
    end = ["loss", "mean_absolute_error", "val_loss", "val_mean_absolute_error"]
    assert spy.calls == [
        ("on_train_begin", []),
        ("on_epoch_begin", 0, []), *batch, ("on_epoch_end", 0, end),
        ("on_epoch_begin", 1, []), *batch, ("on_epoch_end", 1, end),
        ("on_train_end", [])]


def test_users_callbacks_run_between_the_means_and_the_history():
    class Adds(callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            logs["double"] = 2 * logs["loss"]

    history = compiled().fit(X, Y + 1, verbose=0, callbacks=[Adds()]).history
    assert history["double"][0] == 2 * history["loss"][0]


def test_params_and_model():
    spy = Everything()
    model = compiled()
    model.fit(X, Y, batch_size=3, epochs=2, verbose=0, callbacks=(spy,))
    assert spy.model is model and spy.validation_data == []
    assert spy.params == {"batch_size": 3, "epochs": 2, "steps": None, "samples": 5, "verbose": 0,
                          "do_validation": False, "metrics": ["loss", "mean_absolute_error"]}


def test_stopping_in_the_middle_of_an_epoch():
    class Stops(Everything):
        def on_batch_end(self, batch, logs=None):
            super().on_batch_end(batch, logs)
            self.model.stop_training = True

    spy = Stops()
    history = compiled().fit(X, Y, batch_size=2, epochs=3, verbose=0, callbacks=[spy],
                             validation_data=(X, Y))
    assert [call[0] for call in spy.calls] == ["on_train_begin", "on_epoch_begin",
                                               "on_batch_begin", "on_batch_end", "on_epoch_end",
                                               "on_train_end"]
    assert history.epoch == [0] and "val_loss" not in history.history


def test_only_overridden_batch_hooks_are_called():
    calls = []

    class Quiet(callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            calls.append("epoch")

    class Loud(Quiet):
        def on_batch_end(self, batch, logs=None):
            calls.append("end")

    quiet, loud = Quiet(), Loud()
    listed = callbacks.CallbackList([quiet])
    assert listed._on_batch_begin == [] and listed._on_batch_end == []
    listed.append(loud)
    assert listed._on_batch_begin == [] and len(listed._on_batch_end) == 1
    listed.on_batch_begin(0)
    listed.on_batch_end(0)
    listed.on_epoch_end(0)
    assert calls == ["end", "epoch", "epoch"]
    quiet.on_batch_begin = lambda batch, logs: calls.append("late")
    listed.on_epoch_begin(1)
    listed.on_batch_begin(0)
    assert calls[-1] == "late"
    assert list(listed) == [quiet, loud]


def test_callbacks_need_not_be_subclasses():
    class Duck:
        def __init__(self):
            self.seen = []

        def __getattr__(self, name):
            if name in HOOKS or name in ("set_params", "set_model"):
                return lambda *args: self.seen.append(name)
            raise AttributeError(name)

    duck = Duck()
    compiled().fit(X, Y, verbose=0, callbacks=[duck])
    assert set(duck.seen) == {*HOOKS, "set_params", "set_model"}


def test_logs_are_never_none():
    spy = Everything()
    listed = callbacks.CallbackList([spy])
    for hook in HOOKS:
        getattr(listed, hook)(*(() if "train" in hook else (0,)))
    assert len(spy.calls) == 6


def test_slow_batch_hooks_are_reported(monkeypatch):
    now = [0.]
    monkeypatch.setattr(time, "perf_counter", lambda: now[0])

    def slow(batch, logs):
        now[0] += .5

    listed = callbacks.CallbackList([callbacks.LambdaCallback(on_batch_end=slow)])
    listed.on_epoch_begin(0)
    listed.on_batch_begin(0)
    now[0] += .01
    with pytest.warns(UserWarning, match=r"on_batch_end\(\) of the callbacks takes 0.50 seconds"):
        listed.on_batch_end(0)
    listed.on_batch_begin(1)
    now[0] += 5.
    listed.on_batch_end(1)                      # slow, but the batch takes longer: no warning
