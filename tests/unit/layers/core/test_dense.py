"""Dense: values, weights, options, errors."""
import numpy as np
import pytest
from tolerances import VALUE

from kerastutor import backend as K
from kerastutor import constraints, regularizers
from kerastutor.layers import Dense, Input
from kerastutor.models import Sequential
from kerastutor.testing import check_layer

generator = np.random.RandomState(0)


@pytest.mark.parametrize("shape", [(3, 4), (2, 3, 4), (2, 5, 3, 4)])
def test_values(shape):
    layer = Dense(2, activation="tanh", bias_initializer="normal")
    model = Sequential([layer])
    x = generator.randn(*shape)
    layer_input = Input(shape[1:])
    layer(layer_input)
    kernel, bias = layer.get_weights()
    out = K.function([layer_input], [layer.output])([x])[0]
    np.testing.assert_allclose(out, np.tanh(x @ kernel + bias), **VALUE)
    assert layer.compute_output_shape((None, *shape[1:])) == (None, *shape[1:-1], 2)
    assert model.layers == [layer]


@pytest.mark.parametrize("options", [
    {}, {"use_bias": False}, {"activation": "relu"}, {"kernel_regularizer": "l2"},
    {"kernel_constraint": "unit_norm", "bias_constraint": "non_neg"}])
@pytest.mark.parametrize("shape", [(3, 4), (3, None, 4)])
def test_checker(options, shape):
    check_layer(Dense, {"units": 3, **options}, input_shape=shape)


def test_weights():
    layer = Dense(3, input_shape=(4,), name="out")
    Sequential([layer])
    assert [w.name for w in layer.weights] == ["out/kernel:0", "out/bias:0"]
    assert [K.int_shape(w) for w in layer.weights] == [(4, 3), (3,)]
    assert (layer.get_weights()[1] == 0).all()
    assert abs(layer.get_weights()[0]).max() <= (6 / 7) ** .5
    plain = Dense(3, use_bias=False, input_shape=(4,))
    Sequential([plain])
    assert len(plain.weights) == 1 and plain.bias is None


def test_weights_argument():
    kernel, bias = generator.randn(4, 3), generator.randn(3)
    layer = Dense(3, weights=[kernel, bias], input_shape=(4,))
    Sequential([layer])
    np.testing.assert_allclose(layer.get_weights()[0], kernel, **VALUE)


def test_input_dim():
    assert Dense(3, input_dim=5).batch_input_shape == (None, 5)


def test_config():
    layer = Dense(3, activation="relu", kernel_initializer="he_normal",
                  kernel_regularizer=regularizers.l1(.5), bias_constraint=constraints.max_norm(3),
                  name="d", trainable=False, input_shape=(4,))
    config = layer.get_config()
    assert sorted(config) == [
        "activation", "activity_regularizer", "batch_input_shape", "bias_constraint",
        "bias_initializer", "bias_regularizer", "dtype", "kernel_constraint",
        "kernel_initializer", "kernel_regularizer", "name", "trainable", "units", "use_bias"]
    assert config["activation"] == "relu" and config["units"] == 3
    assert config["kernel_regularizer"] == {"class_name": "L1L2", "config": {"l1": .5, "l2": 0.}}
    assert Dense.from_config(config).get_config() == config


@pytest.mark.parametrize("units", [0, -1, 2.5, "3", None])
def test_bad_units(units):
    with pytest.raises(ValueError, match="Dense: units must be a whole number, at least 1"):
        Dense(units)


def test_bad_inputs():
    with pytest.raises(ValueError, match="ndim"):
        Dense(2)(K.placeholder((3,)))
    with pytest.raises(ValueError, match=r"the last axis of its input must be defined.*None"):
        Dense(2)(K.placeholder((None, None)))
    layer = Dense(2)
    layer(K.placeholder((None, 3)))
    with pytest.raises(ValueError, match=r"must have size 3 along axis -1, got shape \(None, 4\)"):
        layer(K.placeholder((None, 4)))
