"""Callbacks that watch a value: EarlyStopping, ModelCheckpoint, ReduceLROnPlateau."""
import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor import callbacks, optimizers
from kerastutor.engine.sequential import Sequential
from kerastutor.layers import Dense


class FakeModel:
    """Enough of a model for a callback."""

    def __init__(self):
        self.stop_training = False
        self.optimizer = optimizers.SGD(lr=1.)
        self.weights_now = 0
        self.saved = []

    def get_weights(self):
        return [self.weights_now]

    def set_weights(self, weights):
        self.weights_now = weights[0]

    def save(self, filepath, overwrite):
        self.saved.append(("model", filepath))

    def save_weights(self, filepath, overwrite):
        self.saved.append(("weights", filepath))


def run(callback, values, name="val_loss"):
    """Number of epochs that a callback lets pass, on a series of values."""
    model = FakeModel()
    callback.set_model(model)
    callback.on_train_begin()
    for epoch, value in enumerate(values):
        model.weights_now = epoch
        callback.on_epoch_end(epoch, {name: value})
        if model.stop_training:
            break
    callback.on_train_end()
    return epoch + 1, model


@pytest.mark.parametrize(("arguments", "values", "name", "epochs"), [
    ({}, [3, 2, 2, 1], "val_loss", 3),
    ({"patience": 2}, [3, 2, 2, 2, 1], "val_loss", 4),
    ({"patience": 2}, [3, 2, 2, 1, 2, 2], "val_loss", 6),
    ({"patience": 1, "min_delta": .5}, [3, 2.7, 2.6], "val_loss", 2),
    ({"monitor": "val_acc"}, [1, 2, 3, 3], "val_acc", 4),
    ({"monitor": "val_acc", "mode": "min"}, [3, 2, 3, 3], "val_acc", 3),
    ({"mode": "max", "min_delta": 1}, [1, 3, 3.5], "val_loss", 3),
    ({"baseline": 2., "patience": 2}, [3, 3, 1], "val_loss", 2),
    ({"baseline": 2., "patience": 2}, [3, 1, 2, 2], "val_loss", 4),
])
def test_early_stopping(arguments, values, name, epochs):
    assert run(callbacks.EarlyStopping(**arguments), values, name)[0] == epochs


def test_early_stopping_restores_the_best_weights(capsys):
    callback = callbacks.EarlyStopping(patience=2, restore_best_weights=True, verbose=1)
    _, model = run(callback, [3, 1, 2, 2])
    assert model.weights_now == 1 and callback.stopped_epoch == 3
    assert "Epoch 00004: early stopping" in capsys.readouterr().out
    callback = callbacks.EarlyStopping(baseline=0., restore_best_weights=True)
    _, model = run(callback, [3])
    assert model.weights_now == 0


def test_early_stopping_starts_anew_with_each_run():
    callback = callbacks.EarlyStopping(patience=1)
    assert run(callback, [1, 2])[0] == 2
    assert run(callback, [9, 8, 8])[0] == 3


def test_missing_values_warn():
    with pytest.warns(RuntimeWarning, match="'val_loss' is not available.*there are loss"):
        run(callbacks.EarlyStopping(), [1], name="loss")
    with pytest.warns(RuntimeWarning, match="'val_loss' is not available"):
        run(callbacks.ReduceLROnPlateau(), [1], name="loss")
    with pytest.warns(RuntimeWarning, match="no model is saved"):
        run(callbacks.ModelCheckpoint("x", save_best_only=True), [1], name="loss")


@pytest.mark.parametrize("make", [
    lambda: callbacks.EarlyStopping(mode="best"),
    lambda: callbacks.ReduceLROnPlateau(mode="best"),
    lambda: callbacks.ModelCheckpoint("x", mode="best")])
def test_unknown_modes_warn_and_count_as_auto(make):
    with pytest.warns(RuntimeWarning, match="got 'best'"):
        make()


def test_checkpoint_names_and_periods():
    template = "m.{epoch:02d}-{val_loss:.2f}.h5"
    _, model = run(callbacks.ModelCheckpoint(template), [.5, .25])
    assert model.saved == [("model", "m.01-0.50.h5"), ("model", "m.02-0.25.h5")]
    _, model = run(callbacks.ModelCheckpoint(template, period=2, save_weights_only=True),
                   [.5, .25, .1, .3])
    assert model.saved == [("weights", "m.02-0.25.h5"), ("weights", "m.04-0.30.h5")]
    with pytest.raises(KeyError, match="names in filepath"):
        run(callbacks.ModelCheckpoint("{val_acc}"), [.5])


def test_checkpoint_of_the_best_only(capsys):
    callback = callbacks.ModelCheckpoint("{epoch}", save_best_only=True, verbose=1)
    _, model = run(callback, [3., 4., 1.])
    assert [path for _, path in model.saved] == ["1", "3"]
    out = capsys.readouterr().out
    assert "Epoch 00001: val_loss improved from inf to 3.00000, saving model to 1" in out
    assert "Epoch 00002: val_loss did not improve from 3.00000" in out
    assert "Epoch 00003: val_loss improved from 3.00000 to 1.00000, saving model to 3" in out
    callback = callbacks.ModelCheckpoint("{epoch}", "val_acc", save_best_only=True)
    _, model = run(callback, [1., 2., 1.], "val_acc")
    assert [path for _, path in model.saved] == ["1", "2"]


def test_checkpoint_writes_files_that_load(tmp_path):
    model = Sequential([Dense(1, input_shape=(2,))])
    model.compile("adam", "mse")
    x, y = np.ones((4, 2)), np.ones((4, 1))
    path = tmp_path / "weights.{epoch:02d}.h5"
    model.fit(x, y, epochs=2, verbose=0,
              callbacks=[callbacks.ModelCheckpoint(path, save_weights_only=True)])
    assert sorted(p.name for p in tmp_path.iterdir()) == ["weights.01.h5", "weights.02.h5"]
    last = model.get_weights()
    model.load_weights(str(tmp_path / "weights.01.h5"))
    assert np.abs(model.get_weights()[0] - last[0]).max() > 0


def rates(callback, values, name="val_loss"):
    model = FakeModel()
    callback.set_model(model)
    callback.on_train_begin()
    found = []
    for epoch, value in enumerate(values):
        logs = {name: value}
        callback.on_epoch_end(epoch, logs)
        found.append((round(float(logs["lr"]), 6),
                      round(float(K.get_value(model.optimizer.lr)), 6)))
    return found


def test_reduce_on_plateau():
    callback = callbacks.ReduceLROnPlateau(factor=.1, patience=2)
    assert rates(callback, [1, 1, 1, 1, 1]) == [(1, 1), (1, 1), (1, .1), (.1, .1), (.1, .01)]
    callback = callbacks.ReduceLROnPlateau(factor=.1, patience=1, cooldown=2)
    assert [after for _, after in rates(callback, [1, 1, 1, 1, 1])] == [1, .1, .1, .01, .01]
    callback = callbacks.ReduceLROnPlateau(factor=.5, patience=1, min_lr=.4)
    assert [after for _, after in rates(callback, [1] * 4)] == [1, .5, .4, .4]
    callback = callbacks.ReduceLROnPlateau("val_acc", factor=.1, patience=1)
    assert [after for _, after in rates(callback, [1, 2, 3, 2], "val_acc")] == [1, 1, 1, .1]
    callback = callbacks.ReduceLROnPlateau(factor=.1, patience=1, min_delta=.5)
    assert [after for _, after in rates(callback, [2, 1, .8])] == [1, 1, .1]


def test_reduce_on_plateau_arguments(capsys):
    with pytest.raises(ValueError, match="factor must be below 1, got 1.0"):
        callbacks.ReduceLROnPlateau(factor=1.)
    with pytest.raises(TypeError, match="'patiense'"):
        callbacks.ReduceLROnPlateau(patiense=1)
    with pytest.warns(UserWarning, match="min_delta"):
        assert callbacks.ReduceLROnPlateau(epsilon=.3).min_delta == .3
    rates(callbacks.ReduceLROnPlateau(factor=.5, patience=1, verbose=1), [1, 1])
    assert "Epoch 00002: ReduceLROnPlateau lowers the learning rate to 0.5." in (
        capsys.readouterr().out)
