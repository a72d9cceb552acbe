"""Elementwise functions and comparisons against NumPy."""

import numpy as np
import pytest

from kerastutor import backend as K

X = np.array([[-2.5, -0.5, 0.0], [0.5, 1.5, 3.0]])
POSITIVE = np.abs(X) + 0.1
UNARY = [
    ("square", np.square, X),
    ("abs", np.abs, X),
    ("exp", np.exp, X),
    ("log", np.log, POSITIVE),
    ("round", np.round, X),
    ("sign", np.sign, X),
    ("sin", np.sin, X),
    ("cos", np.cos, X),
    ("sqrt", lambda x: np.sqrt(np.maximum(x, 0)), X),
]
BINARY = [
    ("equal", np.equal),
    ("not_equal", np.not_equal),
    ("greater", np.greater),
    ("greater_equal", np.greater_equal),
    ("less", np.less),
    ("less_equal", np.less_equal),
    ("maximum", np.maximum),
    ("minimum", np.minimum),
]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name, numpy, value", UNARY, ids=[u[0] for u in UNARY])
def test_unary(name, numpy, value, dtype):
    value = value.astype(dtype)
    x = K.placeholder((None, 3), dtype=dtype)
    y = getattr(K, name)(x)
    assert K.int_shape(y) == (None, 3) and K.dtype(y) == dtype
    (got,) = K.function([x], [y])([value])
    assert got.dtype == dtype
    np.testing.assert_allclose(got, numpy(value), rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("name, numpy", BINARY, ids=[b[0] for b in BINARY])
def test_binary(name, numpy):
    x, other = X.astype("float32"), np.array([0.5, -0.5, 0.0], "float32")
    f = getattr(K, name)
    for y in (
        f(K.constant(x), K.constant(other)),
        f(K.constant(x), other),
        f(x, K.constant(other)),
    ):
        got = K.eval(y)
        assert got.dtype == numpy(x, other).dtype
        np.testing.assert_array_equal(got, numpy(x, other))
    np.testing.assert_array_equal(K.eval(f(K.constant(x), 0.5)), numpy(x, np.float32(0.5)))
    np.testing.assert_array_equal(K.eval(f(0.5, K.constant(x))), numpy(np.float32(0.5), x))


def test_integers_stay_integers():
    x = K.constant([-3, 0, 5], dtype="int32")
    for y, result in (
        (K.abs(x), [3, 0, 5]),
        (K.square(x), [9, 0, 25]),
        (K.round(x), [-3, 0, 5]),
        (K.clip(x, -1, 2), [-1, 0, 2]),
        (K.maximum(x, 1), [1, 1, 5]),
        (K.sign(x), [-1, 0, 1]),
    ):
        assert K.dtype(y) == "int32" and K.eval(y).tolist() == result
    for f in (K.exp, K.log, K.sqrt, K.sin, K.sigmoid):
        with pytest.raises(TypeError, match="float type, got int32"):
            f(x)


def test_mixed_types_are_refused():
    for f in (K.maximum, K.equal, K.less):
        with pytest.raises(TypeError, match="same dtype"):
            f(K.constant(1.0), K.constant(1, dtype="int32"))
    with pytest.raises(ValueError, match="broadcasting"):
        K.maximum(K.zeros((2, 3)), K.zeros((2, 2)))


@pytest.mark.parametrize("a", [2, 0.5, -1.0, 3])
def test_pow(a):
    np.testing.assert_allclose(K.eval(K.pow(K.constant(POSITIVE), a)), POSITIVE**a, rtol=1e-5)


@pytest.mark.parametrize("low, high", [(-1, 1), (0.25, 2.0), (1, -1), (None, 1.0), (0.0, None)])
def test_clip(low, high):
    expected = np.maximum(
        np.minimum(X, np.inf if high is None else high), -np.inf if low is None else low
    )
    np.testing.assert_allclose(K.eval(K.clip(K.constant(X), low, high)), expected)


def test_clip_by_tensors():
    low, high = K.constant([-1.0, 0.0, 0.5]), K.variable(2.0)
    np.testing.assert_allclose(
        K.eval(K.clip(K.constant(X), low, high)), np.clip(X, [-1, 0, 0.5], 2)
    )


def test_nan_stays_nan():
    x = K.constant([np.nan, 1.0])
    for y in (
        K.sqrt(x),
        K.clip(x, -1, 1),
        K.abs(x),
        K.maximum(x, 0.0),
        K.relu(x),
        K.relu(x, alpha=0.1),
        K.relu(x, threshold=0.5),
        K.relu(x, max_value=2.0),
        K.softmax(x),
        K.l2_normalize(x),
        K.sum(x),
        K.max(x),
        K.mean(x),
        K.std(x),
        K.sigmoid(x),
        K.tanh(x),
        K.elu(x),
        K.hard_sigmoid(x),
    ):
        assert np.isnan(K.eval(y)).any(), y


def test_sqrt_below_zero_is_zero():
    x = K.variable([-4.0, 4.0])
    assert K.eval(K.sqrt(x)).tolist() == [0, 2]
    assert K.eval(K.gradients(K.sqrt(x), [x])[0]).tolist() == [0, 0.25]
