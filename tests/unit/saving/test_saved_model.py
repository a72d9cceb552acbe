"""export_saved_model and load_from_saved_model: a folder there and back."""
import json
import os

import numpy as np
import pytest

import kerastutor.compat.tensorflow as tf
from kerastutor import experimental, models
from kerastutor.layers import Dense

X = np.random.RandomState(0).normal(size=(8, 3))


def trained():
    model = models.Sequential([Dense(2, input_shape=(3,)), Dense(1)])
    model.compile("adam", "mse")
    model.fit(X, X[:, 0], verbose=0)
    return model


def test_round_trip(tmp_path):
    model = trained()
    path = str(tmp_path / "deep" / "saved")
    experimental.export_saved_model(model, path)
    assert sorted(os.listdir(path)) == ["model.h5", "saved_model.json"]
    assert os.listdir(tmp_path / "deep") == ["saved"]
    loaded = experimental.load_from_saved_model(path)
    np.testing.assert_array_equal(loaded.predict(X), model.predict(X))
    assert loaded.train_on_batch(X, X[:, 0]) == model.train_on_batch(X, X[:, 0])
    np.testing.assert_array_equal(loaded.predict(X), model.predict(X))
    with pytest.raises(FileExistsError, match="must not exist yet"):
        experimental.export_saved_model(model, path)


def test_serving_only_and_contrib(tmp_path):
    experimental.export_saved_model(trained(), str(tmp_path / "a"), serving_only=True)
    loaded = experimental.load_from_saved_model(str(tmp_path / "a"))
    assert not loaded.optimizer
    paths = [tf.contrib.saved_model.save_keras_model(trained(), str(tmp_path / "b"))
             for _ in range(2)]
    assert paths[0] != paths[1] and os.path.dirname(paths[0]) == str(tmp_path / "b")
    assert tf.contrib.saved_model.load_keras_model(paths[0]).count_params() == 11


def test_bad_models_and_folders(tmp_path):
    class Own(models.Model):
        def call(self, x):
            return x
    with pytest.raises(NotImplementedError, match="Weights not created"):
        experimental.export_saved_model(Own(), str(tmp_path / "own"))
    with pytest.raises(FileNotFoundError, match="none there"):
        experimental.load_from_saved_model(str(tmp_path))
    (tmp_path / "saved_model.pb").write_bytes(b"")
    with pytest.raises(FileNotFoundError, match="TensorFlow's SavedModel"):
        experimental.load_from_saved_model(str(tmp_path))
    (tmp_path / "saved_model.json").write_text("{")
    with pytest.raises(ValueError, match="damaged"):
        experimental.load_from_saved_model(str(tmp_path))
    (tmp_path / "saved_model.json").write_text(json.dumps({"format": "x"}))
    with pytest.raises(ValueError, match="version 1"):
        experimental.load_from_saved_model(str(tmp_path))
    assert not [p for p in os.listdir(tmp_path) if p.endswith(".tmp")]


def test_a_failed_export_leaves_nothing(tmp_path, monkeypatch):
    from kerastutor.saving import saved_model

    def full(*args, **kwargs):
        raise OSError("no space left")
    monkeypatch.setattr(saved_model, "save_model", full)
    with pytest.raises(OSError, match="no space"):
        experimental.export_saved_model(trained(), str(tmp_path / "a"))
    assert os.listdir(tmp_path) == []
