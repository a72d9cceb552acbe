"""The options that layers share: resolved, written back, checked."""
import pytest

from kerastutor import activations, constraints, initializers, regularizers
from kerastutor.layers import Layer, options


def test_keep_and_config():
    layer = Layer()
    options.keep(layer, kernel_initializer="zeros", bias_regularizer="l2",
                 recurrent_constraint=None, activation="tanh",
                 recurrent_activation=None, units=3, use_bias=True)
    assert type(layer.kernel_initializer) is initializers.Zeros
    assert type(layer.bias_regularizer) is regularizers.L1L2
    assert layer.recurrent_constraint is None
    assert layer.activation is activations.tanh
    assert layer.recurrent_activation is activations.linear
    layer.recurrent_constraint = constraints.NonNeg()
    assert options.config(layer, "kernel_initializer", "bias_regularizer", "recurrent_constraint",
                          "recurrent_activation", "units", "use_bias") == {
        "kernel_initializer": {"class_name": "Zeros", "config": {}},
        "bias_regularizer": {"class_name": "L1L2", "config": {"l1": 0.,
                                                              "l2": pytest.approx(.01)}},
        "recurrent_constraint": {"class_name": "NonNeg", "config": {}},
        "recurrent_activation": "linear", "units": 3, "use_bias": True}


def test_check_count():
    assert options.check_count(Layer(), "n", 3.) == 3
    assert options.check_count(Layer(), "n", 0, least=0) == 0
    for bad in (-1, 2.5, "3", None, [3]):
        with pytest.raises(ValueError, match="Layer: n must be a whole number, at least 1"):
            options.check_count(Layer(), "n", bad)


def test_check_defined():
    layer = Layer(name="a")
    assert options.check_defined(layer, "the last axis", 3, (None, 3)) == 3
    with pytest.raises(ValueError, match=r"a: the last axis of its input must be defined, got input"
                                         r" shape \(None, None\)"):
        options.check_defined(layer, "the last axis", None, (None, None))
