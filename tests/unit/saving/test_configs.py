"""kerastutor.saving.configs and newer: models as text, and texts of later versions."""

import json
import subprocess
import sys

import numpy as np
import pytest

from kerastutor.layers import (
    GRU,
    BatchNormalization,
    Conv2D,
    Dense,
    Flatten,
    Input,
    Lambda,
    Reshape,
)
from kerastutor.models import (
    Model,
    Sequential,
    model_from_config,
    model_from_json,
    model_from_yaml,
)
from kerastutor.saving import newer


def model():
    x = Input((4, 4, 3))
    y = Reshape((2, 2))(Dense(4)(Flatten()(BatchNormalization()(Conv2D(2, 3)(x)))))
    return Model(x, GRU(2)(y))


@pytest.mark.parametrize("way", [
    lambda m: model_from_config({"class_name": "Model", "config": m.get_config()}),
    lambda m: model_from_json(m.to_json()), lambda m: model_from_yaml(m.to_yaml()),
])
def test_round_trips(way):
    a = model()
    b = way(a)
    b.set_weights(a.get_weights())
    x = np.random.RandomState(0).rand(2, 4, 4, 3)
    assert np.array_equal(a.predict(x), b.predict(x))
    assert json.loads(a.to_json()) == json.loads(b.to_json())


def test_what_is_no_model():
    with pytest.raises(TypeError, match=r"Sequential.from_config"):
        model_from_config([{"class_name": "Dense", "config": {}}])
    with pytest.raises(ValueError, match="must be JSON"):
        model_from_json("{")
    with pytest.raises(ValueError, match="must be JSON"):
        model_from_json("[" * 100000)
    with pytest.raises(ValueError, match="Unknown layer: Nothing"):
        model_from_json('{"class_name": "Nothing", "config": {}}')
    with pytest.raises(TypeError, match="dictionary"):
        model_from_yaml("- a\n- b")


@pytest.mark.parametrize("text", [
    "!!python/object/apply:os.system ['echo ran']",
    "!!python/name:os.system",
    "class_name: !!python/object/new:subprocess.Popen [[echo, ran]]\nconfig: {}",
    "a: [",
])
def test_yaml_makes_no_python_objects(text, capfd):
    with pytest.raises(ValueError, match="plain YAML"):
        model_from_yaml(text)
    assert "ran" not in capfd.readouterr().out


def test_lambdas_of_another_process_are_refused():
    code = ("from kerastutor.layers import Lambda; from kerastutor.models import Sequential; "
            "print(Sequential([Lambda(lambda x: x * 7, input_shape=(2,))]).to_json())")
    text = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True,
                          check=True).stdout
    with pytest.raises(ValueError, match="safe_mode=False"):
        model_from_json(text)
    with pytest.raises(ValueError, match="safe_mode=False"):
        Lambda.from_config(json.loads(text)["config"]["layers"][0]["config"])
    m = model_from_json(text, safe_mode=False)
    assert m.predict(np.ones((1, 2))).tolist() == [[7, 7]]


def test_old_sequential_configs_are_lists():
    config = [{"class_name": "Dense", "config": {"units": 2, "batch_input_shape": [None, 3]}}]
    m = model_from_config({"class_name": "Sequential", "config": config})
    assert m.output_shape == (None, 2)


# ---- later versions -----------------------------------------------------------------------------


def test_configs_of_2_2_4_pass_unchanged():
    for m in (model(), Sequential([Dense(2, input_shape=(3,), kernel_regularizer="l2")])):
        config = {"class_name": type(m).__name__, "config": m.get_config()}
        assert newer.to_keras_2_2_4(config) == config


def layer(name, /, **config):
    return {"class_name": name, "config": config}


@pytest.mark.parametrize(("later", "expected"), [
    (layer("Functional", name="m"), layer("Model", name="m")),
    (layer("Functional", input_layers=["a", 0, 0]), layer("Model", input_layers=[["a", 0, 0]])),
    ({"module": "keras.initializers", **layer("GlorotUniform", seed=None),
      "registered_name": None}, layer("glorot_uniform", seed=None)),
    (layer("L2", l2=0.01), layer("L1L2", l2=0.01)),
    (layer("Custom>Mine", groups=3), layer("Mine", groups=3)),
    (layer("Mine", groups=3, ragged=True), layer("Mine", groups=3, ragged=True)),
    (layer("Conv2D", groups=1, filters=2), layer("Conv2D", filters=2)),
    (layer("BatchNormalization", axis=[3], fused=True), layer("BatchNormalization", axis=3)),
    (layer("InputLayer", ragged=False, sparse=False), layer("InputLayer", sparse=False)),
    (layer("Dense", dtype=layer("Policy", name="float32")), layer("Dense", dtype="float32")),
    ([1, (layer("LSTM", time_major=False),)], [1, (layer("LSTM"),)]),
])
def test_later_configs(later, expected):
    assert newer.to_keras_2_2_4(later) == expected


@pytest.mark.parametrize("config", [
    layer("Conv2D", groups=2), layer("LSTM", time_major=True), layer("InputLayer", ragged=True),
    layer("BatchNormalization", axis=[1, 2]),
])
def test_what_2_2_4_cannot_do_is_said(config):
    with pytest.raises(ValueError, match="what Keras 2.2.4 knows"):
        newer.to_keras_2_2_4(config)


def test_optimizers():
    later = layer("Custom>SGD", name="SGD", learning_rate=0.5, momentum=0.9, nesterov=True,
                  clipnorm=None, global_clipnorm=2., use_ema=False, weight_decay=None,
                  is_legacy_optimizer=False, jit_compile=True)
    assert newer.optimizer_config(later) == layer("SGD", lr=0.5, momentum=0.9, nesterov=True,
                                                  clipnorm=2.)
    old = layer("Mine", lr=0.5, name="kept", use_ema=True)
    assert newer.optimizer_config(old) == old
    for extra in ({"weight_decay": 0.1}, {"use_ema": True},
                  {"learning_rate": layer("ExponentialDecay")}):
        with pytest.raises(ValueError, match="what Keras 2.2.4 knows"):
            newer.optimizer_config(layer("SGD", **{"learning_rate": 1., **extra}))


def test_losses_and_metrics():
    mse = layer("MeanSquaredError", reduction="auto", name="mean_squared_error")
    assert newer.loss_config([mse, "mae", None]) == ["mean_squared_error", "mae", None]
    assert newer.loss_config({"a": mse}) == {"a": "mean_squared_error"}
    with pytest.raises(ValueError, match="from_logits"):
        newer.loss_config(layer("BinaryCrossentropy", from_logits=True))
    accuracy = layer("MeanMetricWrapper", name="accuracy", fn="categorical_accuracy")
    assert newer.metrics_config(None, ["a"]) == []
    assert newer.metrics_config([[accuracy, mse]], ["a"]) == ["accuracy", "mean_squared_error"]
    assert newer.metrics_config([[accuracy], [None]], ["a", "b"]) == {"a": ["accuracy"], "b": []}
    own = layer("MyMetric", threshold=0.5)
    assert newer.metrics_config([own], ["a"]) == [own] and newer.loss_config(own) == own
    assert newer.metrics_config({"a": "mse"}, ["a"]) == {"a": "mse"}
    assert newer.metrics_config(["acc", "mse"], ["a"]) == ["acc", "mse"]
