"""Activations: their formulas, and the ways to name them."""
import numpy as np
import pytest
from tolerances import VALUE

from kerastutor import activations
from kerastutor import backend as K
from kerastutor.layers import LeakyReLU
from kerastutor.registry import CustomObjectScope

X = np.array([[-30., -2.6, -1., -.2, 0.], [.3, 1., 2.4, 2.6, 30.]])


def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


FORMULAS = {
    "softmax": softmax,
    "elu": lambda x: np.where(x > 0, x, np.exp(np.minimum(x, 0)) - 1),
    "selu": lambda x: 1.0507009873554805 * np.where(
        x > 0, x, 1.6732632423543772 * (np.exp(np.minimum(x, 0)) - 1)),
    "softplus": lambda x: np.maximum(x, 0) + np.log1p(np.exp(-abs(x))),
    "softsign": lambda x: x / (1 + abs(x)),
    "relu": lambda x: np.maximum(x, 0),
    "tanh": np.tanh,
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "hard_sigmoid": lambda x: np.clip(.2 * x + .5, 0, 1),
    "exponential": np.exp,
    "linear": lambda x: x,
}


@pytest.mark.parametrize("name", sorted(FORMULAS))
def test_formula(name):
    out = K.eval(activations.get(name)(K.constant(X)))
    np.testing.assert_allclose(out, FORMULAS[name](X), **VALUE)


@pytest.mark.parametrize("name", sorted(FORMULAS))
def test_name_round_trip(name):
    function = activations.get(name)
    assert activations.serialize(function) == name
    assert activations.deserialize(name) is function is getattr(activations, name)


def test_options():
    x = K.constant(X)
    np.testing.assert_allclose(K.eval(activations.elu(x, alpha=.5)),
                               np.where(X > 0, X, .5 * (np.exp(np.minimum(X, 0)) - 1)), **VALUE)
    out = K.eval(activations.relu(x, alpha=.1, max_value=2.5, threshold=1.))
    expected = np.where(X >= 2.5, 2.5, np.where(X > 1, X, .1 * (X - 1)))
    np.testing.assert_allclose(out, expected, **VALUE)


def test_softmax_of_other_axes_and_large_numbers():
    x = np.random.RandomState(0).randn(2, 3, 4) * 1e4
    out = K.eval(activations.softmax(K.constant(x), axis=1))
    np.testing.assert_allclose(out.sum(1), np.ones((2, 4)), **VALUE)
    np.testing.assert_allclose(out, np.moveaxis(softmax(np.moveaxis(x, 1, -1)), -1, 1), **VALUE)


def test_softmax_refuses_a_vector():
    with pytest.raises(ValueError, match="softmax: x must be a tensor with at least 2 axes, got 1"):
        activations.softmax(K.constant([1., 2.]))


def test_get():
    assert activations.get(None) is activations.linear
    assert activations.get(K.tanh) is K.tanh
    with pytest.raises(ValueError, match="must be a name, a function or None, got 7"):
        activations.get(7)
    with pytest.raises(ValueError, match="Unknown activation function: nope"):
        activations.get("nope")
    with pytest.raises(ValueError, match="Unknown activation function: serialize"):
        activations.get("serialize")


def test_custom_objects():
    def square(x):
        return x * x

    assert activations.deserialize("square", {"square": square}) is square
    with CustomObjectScope({"square": square}):
        assert activations.get("square") is square


def test_a_layer_is_accepted_with_a_warning():
    layer = LeakyReLU()
    with pytest.warns(UserWarning, match="should be a function, got the layer"):
        assert activations.get(layer) is layer
