"""Functions along axes, against NumPy."""

import numpy as np
import pytest

from kerastutor import backend as K

X = np.random.RandomState(0).standard_normal((2, 3, 4)).astype("float32")
NAMES = ["sum", "mean", "prod", "max", "min", "std", "var"]


@pytest.mark.parametrize("keepdims", [False, True])
@pytest.mark.parametrize("axis", [None, 0, -1, [0, 2], (1,), (-1, 0), []], ids=str)
@pytest.mark.parametrize("name", NAMES)
def test_reduce(name, axis, keepdims):
    axes = tuple(axis) if isinstance(axis, list) else axis
    if axis == []:
        expected = np.zeros_like(X) if name in ("std", "var") else X
    else:
        expected = getattr(np, name)(X, axis=axes, keepdims=keepdims)
    x = K.placeholder((None, 3, 4))
    y = getattr(K, name)(x, axis=axis, keepdims=keepdims)
    assert len(K.int_shape(y)) == expected.ndim
    (got,) = K.function([x], [y])([X])
    assert got.dtype == np.float32
    np.testing.assert_allclose(got, expected, rtol=2e-5, atol=1e-6)


@pytest.mark.parametrize("axis", [None, 0, (0, 2), -1])
def test_logsumexp(axis):
    expected = np.log(np.sum(np.exp(X), axis=axis))
    np.testing.assert_allclose(K.eval(K.logsumexp(K.constant(X), axis=axis)), expected, rtol=1e-5)
    assert K.eval(K.logsumexp(K.constant([1e4, 1e4]))) == pytest.approx(1e4 + np.log(2))


@pytest.mark.parametrize(
    "name, value, axis, result",
    [
        ("any", [[0.0, 0.0], [0.0, 2.0]], 1, [False, True]),
        ("all", [[1.0, 0.0], [-1.0, 2.0]], 1, [False, True]),
        ("any", [[0, 0], [0, 2]], None, True),
        ("all", [[True, True], [False, True]], 0, [False, True]),
        ("any", [[False], [True]], [0, 1], True),
    ],
)
def test_truth_of_any_type(name, value, axis, result):
    value = np.array(value)
    y = getattr(K, name)(K.constant(value, dtype=value.dtype.name), axis=axis)
    assert K.dtype(y) == "bool" and K.eval(y).tolist() == result


def test_types():
    truth = K.constant([[True, False], [True, True]], dtype="bool")
    assert K.dtype(K.mean(truth)) == "float32" and K.eval(K.mean(truth)) == 0.75
    assert K.eval(K.var(truth, axis=1)).tolist() == [0.25, 0] and K.eval(
        K.std(truth, axis=0)
    ).tolist() == [0, 0.5]
    K.set_floatx("float64")
    assert K.dtype(K.mean(truth)) == "float64"
    whole = K.constant([1, 2, 4], dtype="int32")
    assert K.dtype(K.sum(whole)) == "int32" and K.eval(K.sum(whole)) == 7
    assert K.dtype(K.mean(whole)) == "int32" and K.eval(K.mean(whole)) == 2
    with pytest.raises(TypeError, match="Convert with K.cast"):
        K.sum(truth)


@pytest.mark.parametrize("name", ["argmax", "argmin"])
def test_positions(name):
    x = np.array([[3, 1, 3], [0, 5, 0]], "float32")
    for axis in (0, 1, -1):
        got = K.eval(getattr(K, name)(K.constant(x), axis=axis))
        assert got.dtype == np.int64
        np.testing.assert_array_equal(got, getattr(np, name)(x, axis=axis))
    np.testing.assert_array_equal(
        K.eval(getattr(K, name)(K.constant(x))), getattr(np, name)(x, axis=-1)
    )


@pytest.mark.parametrize("name", ["cumsum", "cumprod"])
def test_running(name):
    for axis in (0, 1, -1):
        np.testing.assert_allclose(
            K.eval(getattr(K, name)(K.constant(X), axis=axis)),
            getattr(np, name)(X, axis=axis),
            rtol=1e-5,
        )
    np.testing.assert_allclose(
        K.eval(getattr(K, name)(K.constant(X))), getattr(np, name)(X, axis=0), rtol=1e-5
    )


@pytest.mark.parametrize("name", NAMES + ["logsumexp", "any", "all"])
def test_wrong_axis(name):
    f = getattr(K, name)
    with pytest.raises(ValueError, match=r"axis must lie in \[-2, 2\)"):
        f(K.zeros((2, 3)), axis=2)
    with pytest.raises(TypeError, match=f"{name}: axis must be an integer"):
        f(K.zeros((2, 3)), axis=0.5)
    with pytest.raises(TypeError, match="axis must be an integer"):
        f(K.zeros((2, 3)), axis=["a"])


def test_gradients():
    x = K.variable(X.astype("float64"), dtype="float64")
    value = X.astype("float64")
    mean = value.mean(1, keepdims=True)
    np.testing.assert_allclose(
        K.eval(K.gradients(K.var(x, axis=1), [x])[0]), 2 * (value - mean) / 3, rtol=1e-9
    )
    np.testing.assert_allclose(
        K.eval(K.gradients(K.logsumexp(x), [x])[0]), np.exp(value) / np.exp(value).sum(), rtol=1e-9
    )
    np.testing.assert_allclose(
        K.eval(K.gradients(K.max(x, axis=-1), [x])[0]), value == value.max(-1, keepdims=True)
    )
    np.testing.assert_allclose(
        K.eval(K.gradients(K.prod(x, axis=0), [x])[0]), value[::-1], rtol=1e-9
    )
