"""LearningRateScheduler, CSVLogger, LambdaCallback, RemoteMonitor."""
import csv
import sys
import types

import numpy as np
import pytest

from kerastutor import callbacks, optimizers
from kerastutor.engine.sequential import Sequential
from kerastutor.layers import Dense

X, Y = np.ones((4, 2)), np.ones((4, 1))


def compiled(optimizer=None):
    model = Sequential([Dense(1, input_shape=(2,))])
    model.compile(optimizer or optimizers.SGD(.5), "mse")
    return model


def fit(callback, epochs=3, **kwargs):
    return compiled().fit(X, Y, epochs=epochs, verbose=0, callbacks=[callback], **kwargs).history


def test_schedules_of_the_epoch_and_of_the_rate(capsys):
    found = fit(callbacks.LearningRateScheduler(lambda epoch: 1. / (epoch + 1)))["lr"]
    np.testing.assert_allclose(found, [1., 1 / 2, 1 / 3], rtol=1e-6)
    halve = callbacks.LearningRateScheduler(lambda epoch, lr: lr / 2, verbose=1)
    np.testing.assert_allclose(fit(halve)["lr"], [.25, .125, .0625])
    assert "Epoch 00001: LearningRateScheduler sets the learning rate to 0.25." in (
        capsys.readouterr().out)


def test_schedule_mistakes():
    with pytest.raises(ValueError, match="schedule must return a float, got None"):
        fit(callbacks.LearningRateScheduler(lambda epoch: None))

    def broken(epoch, lr):
        return lr + "a"

    with pytest.raises(TypeError, match="unsupported operand"):
        fit(callbacks.LearningRateScheduler(broken))
    model = compiled()
    callback = callbacks.LearningRateScheduler(float)
    callback.set_model(types.SimpleNamespace(optimizer=object()))
    with pytest.raises(ValueError, match="learning rate lr, got object"):
        callback.on_epoch_begin(0)
    model.fit(X, Y, verbose=0, callbacks=[callbacks.LearningRateScheduler(lambda e: .1)])


def read(path, delimiter=","):
    with open(path, newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def test_csv_logger(tmp_path):
    path = tmp_path / "log.csv"
    logger = callbacks.CSVLogger(path, separator=";")
    history = fit(logger, validation_data=(X, Y))
    rows = read(path, ";")
    assert [row["epoch"] for row in rows] == ["0", "1", "2"]
    assert list(rows[0]) == ["epoch", "loss", "val_loss"]
    assert [float(row["loss"]) for row in rows] == history["loss"]
    fit(logger, epochs=1, validation_data=(X, Y))
    assert len(read(path, ";")) == 1
    fit(callbacks.CSVLogger(path, separator=";", append=True), epochs=2, validation_data=(X, Y))
    assert [row["epoch"] for row in read(path, ";")] == ["0", "0", "1"]
    fresh = tmp_path / "fresh.csv"
    fit(callbacks.CSVLogger(fresh, append=True), epochs=1)
    assert len(read(fresh)) == 1


def test_csv_logger_fills_gaps_and_writes_lists(tmp_path):
    path = tmp_path / "log.csv"
    logger = callbacks.CSVLogger(path)
    logger.set_model(types.SimpleNamespace(stop_training=False))
    logger.on_train_begin()
    logger.on_epoch_end(0, {"a": 1, "b": np.array([1, 2]), "c": np.array(3.), "d": "text"})
    logger.on_epoch_end(1, {"a": 2})
    logger.on_train_end()
    first, second = read(path)
    assert first == {"epoch": "0", "a": "1", "b": '"[1, 2]"', "c": "3.0", "d": "text"}
    assert second["b"] == "NA"


def test_csv_logger_keeps_what_was_written_before_an_error(tmp_path):
    path = tmp_path / "log.csv"

    def fails(epoch, logs):
        if epoch == 1:
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        compiled().fit(X, Y, epochs=3, verbose=0, callbacks=[
            callbacks.CSVLogger(path), callbacks.LambdaCallback(on_epoch_end=fails)])
    assert len(read(path)) == 2


def test_lambda_callback():
    seen = []
    callback = callbacks.LambdaCallback(
        on_train_begin=lambda logs: seen.append("begin"),
        on_batch_end=lambda batch, logs: seen.append(batch),
        on_epoch_end=lambda epoch, logs: seen.append(logs["loss"] >= 0),
        on_train_end=lambda logs: seen.append("end"), extra=3)
    fit(callback, epochs=1, batch_size=2)
    assert seen == ["begin", 0, 1, True, "end"]
    assert callback.extra == 3


def test_remote_monitor(monkeypatch):
    posts = []
    requests = types.ModuleType("requests")
    requests.exceptions = types.SimpleNamespace(RequestException=OSError)
    requests.post = lambda url, **kwargs: posts.append((url, kwargs))
    monkeypatch.setitem(sys.modules, "requests", requests)
    monitor = callbacks.RemoteMonitor("http://server:1", headers={"a": "b"}, send_as_json=True)
    monitor.on_epoch_end(2, {"loss": np.float32(.5)})
    assert posts == [("http://server:1/publish/epoch/end/",
                      {"headers": {"a": "b"}, "json": {"epoch": 2, "loss": .5}})]
    callbacks.RemoteMonitor().on_epoch_end(0, {"loss": .5})
    assert posts[1] == ("http://localhost:9000/publish/epoch/end/",
                        {"headers": None, "data": {"data": '{"epoch": 0, "loss": 0.5}'}})

    def refuses(url, **kwargs):
        raise OSError("refused")

    requests.post = refuses
    with pytest.warns(UserWarning, match="could not be reached"):
        callbacks.RemoteMonitor().on_epoch_end(0, {})


def test_remote_monitor_without_requests(monkeypatch):
    monkeypatch.setitem(sys.modules, "requests", None)
    with pytest.raises(ImportError, match="pip install requests"):
        callbacks.RemoteMonitor().on_epoch_end(0, {})
