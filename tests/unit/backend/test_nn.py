"""Activations, dropout, bias, one-hot, top-k."""

import numpy as np
import pytest

from kerastutor import backend as K

X = np.array([[-3.0, -0.5, 0.0], [0.2, 1.5, 7.0]], "float32")
E = np.exp(X.astype("float64"))
ACTIVATIONS = {
    "sigmoid": 1 / (1 + 1 / E),
    "tanh": np.tanh(X),
    "softplus": np.log1p(E),
    "softsign": X / (1 + abs(X)),
    "hard_sigmoid": np.clip(0.2 * X + 0.5, 0, 1),
    "softmax": E / E.sum(-1, keepdims=True),
    "relu": np.maximum(X, 0),
    "elu": np.where(X > 0, X, E - 1),
}


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_activation(name):
    x = K.placeholder((None, 3))
    y = getattr(K, name)(x)
    assert K.int_shape(y) == (None, 3)
    np.testing.assert_allclose(
        K.function([x], [y])([X])[0], ACTIVATIONS[name], rtol=1e-5, atol=1e-7
    )


def reference_relu(x, alpha=0.0, max_value=None, threshold=0.0):
    y = np.where(x > threshold, x, 0.0)
    if max_value is not None:
        y = np.clip(y, 0, max_value)
    return y - alpha * np.maximum(threshold - x, 0)


@pytest.mark.parametrize(
    "arguments",
    [
        {"alpha": 0.1},
        {"max_value": 1.0},
        {"max_value": 6},
        {"threshold": 0.3},
        {"threshold": -0.7},
        {"alpha": 0.2, "max_value": 1.0},
        {"alpha": 0.2, "threshold": 0.3},
        {"max_value": 2.0, "threshold": 1.0},
        {"alpha": 0.1, "max_value": 2.0, "threshold": -1.0},
        {"alpha": np.array(0.3, "float32")},
    ],
    ids=str,
)
def test_relu(arguments):
    np.testing.assert_allclose(
        K.eval(K.relu(K.constant(X), **arguments)),
        reference_relu(X, **arguments),
        rtol=1e-6,
        atol=1e-7,
    )


def test_relu_of_other_things():
    assert K.eval(K.relu(K.constant([-1, 2], dtype="int32"))).tolist() == [0, 2]
    slope = K.constant([0.5, 0.1, 0.0])
    np.testing.assert_allclose(
        K.eval(K.relu(K.constant(X), alpha=slope)), np.where(X > 0, X, X * [0.5, 0.1, 0])
    )
    x = K.variable([-2.0, 3.0])
    assert K.eval(K.gradients(K.relu(x, alpha=0.5), [x])[0]).tolist() == [0.5, 1]
    assert K.eval(K.relu(K.constant([-np.inf]), threshold=1.0)).tolist() == [0]


def test_elu_and_softmax_arguments():
    np.testing.assert_allclose(
        K.eval(K.elu(K.constant(X), 0.3)), np.where(X > 0, X, 0.3 * (E - 1)), rtol=1e-5
    )
    np.testing.assert_allclose(K.eval(K.softmax(K.constant(X), axis=0)), E / E.sum(0), rtol=1e-5)
    assert K.eval(K.softmax(K.constant([1e4, 1e4]))).tolist() == [0.5, 0.5]


def test_dropout():
    x = K.placeholder((None, 50))
    f = K.function([x], [K.dropout(x, 0.2, seed=3)])
    a, b = f([np.ones((200, 50))])[0], f([np.ones((200, 50))])[0]
    assert set(np.unique(a).tolist()) == {0.0, 1.25}
    assert abs((a == 0).mean() - 0.2) < 0.02 and (a != b).any()
    again = K.function([x], [K.dropout(x, 0.2, seed=3)])
    np.testing.assert_array_equal(again([np.ones((200, 50))])[0], a)
    other = K.function([x], [K.dropout(x, 0.2)])
    assert (other([np.ones((200, 50))])[0] != a).any()
    assert K.eval(K.dropout(K.constant([2.0]), 0.0)).tolist() == [2]


@pytest.mark.parametrize("shape", ["ints", "none", "tensors"])
def test_dropout_noise_shape(shape):
    x = K.placeholder((None, 4, 6))
    noise = {"ints": (7, 1, 6), "none": (None, 1, 6), "tensors": (K.shape(x)[0], 1, K.shape(x)[2])}[
        shape
    ]
    (y,) = K.function([x], [K.dropout(x, 0.5, noise_shape=noise, seed=1)])([np.ones((7, 4, 6))])
    assert (y == y[:, :1]).all() and set(np.unique(y).tolist()) == {0.0, 2.0}


def test_dropout_gradient_uses_the_same_mask():
    x = K.placeholder((None, 9))
    y = K.dropout(x, 0.5, seed=8)
    f = K.function([x], [y, K.gradients(y, [x])[0]])
    value, slope = f([np.ones((5, 9))])
    np.testing.assert_array_equal(value, slope)


@pytest.mark.parametrize("level", [1.0, -0.1, "a", None])
def test_wrong_dropout_level(level):
    with pytest.raises(ValueError, match="rate must be"):
        K.dropout(K.zeros((2,)), level)


def test_seeds():
    with pytest.raises(TypeError, match="seed must be an integer"):
        K.dropout(K.zeros((2,)), 0.5, seed=1.5)
    np.random.seed(5)
    a = K.eval(K.dropout(K.ones((40,)), 0.5))
    np.random.seed(5)
    np.testing.assert_array_equal(K.eval(K.dropout(K.ones((40,)), 0.5)), a)


def test_l2_normalize():
    np.testing.assert_allclose(
        K.eval(K.l2_normalize(K.constant([[3.0, 4], [0, 0]]), axis=-1)),
        [[0.6, 0.8], [0, 0]],
        rtol=1e-6,
    )
    np.testing.assert_allclose(
        K.eval(K.l2_normalize(K.constant(X))), X / np.sqrt((X**2).sum()), rtol=1e-6
    )
    np.testing.assert_allclose(
        K.eval(K.l2_normalize(K.constant(X), axis=[0, 1])), X / np.sqrt((X**2).sum()), rtol=1e-6
    )


def test_in_top_k():
    scores = np.array([[0.1, 0.7, 0.2], [0.5, 0.1, 0.4], [0.3, 0.3, 0.4]], "float32")
    targets = np.array([2, 1, 0], "int32")
    p, t = K.placeholder((None, 3)), K.placeholder((None,), dtype="int32")
    f = K.function([p, t], [K.in_top_k(p, t, 1), K.in_top_k(p, t, 2), K.in_top_k(p, t, 3)])
    assert [y.tolist() for y in f([scores, targets])] == [
        [False] * 3,
        [True, False, True],
        [True] * 3,
    ]


def test_one_hot():
    y = K.one_hot(K.constant([[0, 2], [1, 5]], dtype="int32"), 3)
    assert K.dtype(y) == "float32" and K.int_shape(y) == (2, 2, 3)
    assert K.eval(y).tolist() == [[[1, 0, 0], [0, 0, 1]], [[0, 1, 0], [0, 0, 0]]]
    with pytest.raises(TypeError, match="must be integers"):
        K.one_hot(K.constant([1.0]), 3)


@pytest.mark.parametrize("shape", [(2, 3), (2, 4, 3), (2, 4, 5, 3), (2, 4, 5, 6, 3)], ids=str)
def test_bias_add(shape, rng):
    x, per_channel, per_place = (
        rng.standard_normal(s).astype("float32") for s in (shape, shape[-1], shape[1:])
    )
    np.testing.assert_array_equal(
        K.eval(K.bias_add(K.constant(x), K.constant(per_channel))), x + per_channel
    )
    np.testing.assert_array_equal(
        K.eval(K.bias_add(K.constant(x), K.constant(per_place))), x + per_place
    )
    if len(shape) > 2:
        order = (0, len(shape) - 1, *range(1, len(shape) - 1))
        first = K.constant(x.transpose(order))
        np.testing.assert_array_equal(
            K.eval(K.bias_add(first, K.constant(per_channel), "channels_first")),
            (x + per_channel).transpose(order),
        )
        rearranged = per_place.reshape(shape[-1:] + shape[1:-1])
        np.testing.assert_array_equal(
            K.eval(K.bias_add(first, K.constant(per_place), "channels_first")),
            x.transpose(order) + rearranged,
        )


@pytest.mark.parametrize(
    "x, bias, layout, words",
    [
        ((2, 4, 5, 3), (5, 3), None, "bias must have 1 or 3 axes"),
        ((2, 4, 5, 3), (4,), None, "for each of the 3 channels"),
        ((2, 4, 5, 3), (3,), "channels_first", "for each of the 4 channels"),
        ((2, 3), (3,), "first", "data_format must be"),
        ((3,), (3,), None, "bias must have"),
    ],
)
def test_wrong_bias(x, bias, layout, words):
    with pytest.raises(ValueError, match=words):
        K.bias_add(K.zeros(x), K.zeros(bias), layout)
