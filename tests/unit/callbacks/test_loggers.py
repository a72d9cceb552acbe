"""Epoch means, progress bar, history, stop on NaN."""
import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor import callbacks, optimizers
from kerastutor.engine.sequential import Sequential
from kerastutor.layers import Dense

X, Y = np.random.RandomState(0).rand(10, 2), np.ones((10, 1))


def compiled(lr=.01):
    model = Sequential([Dense(1, input_shape=(2,))])
    model.compile(optimizers.SGD(lr), "mse", metrics=["mae"])
    return model


def test_base_logger_weighs_by_size():
    logger = callbacks.BaseLogger(stateful_metrics=["count"])
    logger.set_params({"metrics": ["loss", "count", "val_loss"]})
    logger.on_epoch_begin(0)
    logger.on_batch_end(0, {"batch": 0, "size": 3, "loss": np.float32(1.), "count": 3})
    logger.on_batch_end(1, {"batch": 1, "size": 1, "loss": np.array(5.), "count": 4})
    logs = {"val_loss": 7.}
    logger.on_epoch_end(0, logs)
    assert logs == {"val_loss": 7., "loss": 2., "count": 4}
    logger.on_epoch_begin(1)
    logger.on_batch_end(0, {"size": 2, "loss": 3.})
    logs = {}
    logger.on_epoch_end(1, logs)
    assert logs == {"loss": 3.}


def test_history_keeps_everything_in_the_logs():
    history = callbacks.History()
    history.on_train_begin()
    history.on_epoch_end(0, {"loss": 1.})
    history.on_epoch_end(1, {"loss": .5, "lr": .1})
    assert history.epoch == [0, 1] and history.history == {"loss": [1., .5], "lr": [.1]}
    history.on_train_begin()
    assert history.history == {}


def test_history_values_are_plain_floats():
    values = compiled().fit(X, Y, verbose=0, validation_split=.2).history.values()
    assert all(type(value) is float for series in values for value in series)


def test_terminate_on_nan(capsys):
    model = compiled(lr=1e30)
    history = model.fit(X, Y, batch_size=1, epochs=3, verbose=0,
                        callbacks=[callbacks.TerminateOnNaN()])
    assert history.epoch == [0]
    assert "training stops" in capsys.readouterr().out
    fine = compiled().fit(X, Y, verbose=0, epochs=2, callbacks=[callbacks.TerminateOnNaN()])
    assert fine.epoch == [0, 1]


def test_progress_bar_in_a_log(capsys):
    compiled().fit(X, Y, batch_size=4, epochs=2, validation_split=.2)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Train on 8 samples, validate on 2 samples"
    assert lines[1] == "Epoch 1/2" and lines[3] == "Epoch 2/2" and len(lines) == 5
    assert lines[2].startswith("8/8 [==============================] - 0s")
    for name in ("loss", "mean_absolute_error", "val_loss", "val_mean_absolute_error"):
        assert f" - {name}: " in lines[2]


def test_the_shown_loss_is_the_mean_of_the_epoch(capsys):
    model = compiled()
    history = model.fit(X, Y, batch_size=4, verbose=2).history
    out = capsys.readouterr().out
    assert out.splitlines() == ["Epoch 1/1", f" - 0s - loss: {history['loss'][0]:.4f} - "
                                f"mean_absolute_error: {history['mean_absolute_error'][0]:.4f}"]


def test_verbose_zero_prints_nothing(capsys):
    model = compiled()
    model.fit(X, Y, verbose=0, validation_split=.2)
    model.evaluate(X, Y, verbose=0)
    model.predict(X)
    assert capsys.readouterr().out == ""
    model.evaluate(X, Y)
    model.predict(X, verbose=1)
    assert capsys.readouterr().out.count("10/10 [===") == 2


def test_count_mode():
    with pytest.raises(ValueError, match="'samples' or 'steps', got 'batches'"):
        callbacks.ProgbarLogger("batches")


def test_values_that_callbacks_change_are_seen_by_later_ones():
    seen = []

    class Halves(callbacks.Callback):
        def on_epoch_begin(self, epoch, logs=None):
            K.set_value(self.model.optimizer.lr, K.get_value(self.model.optimizer.lr) / 2)

    class Looks(callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            seen.append(float(K.get_value(self.model.optimizer.lr)))

    compiled(.5).fit(X, Y, epochs=2, verbose=0, callbacks=[Halves(), Looks()])
    assert seen == [.25, .125]
