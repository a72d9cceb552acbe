"""Shape functions against NumPy, with known and with free sizes."""

import numpy as np
import pytest

from kerastutor import backend as K

X = np.arange(24, dtype="float32").reshape(2, 3, 4)
CASES = {
    "concatenate": (lambda x: K.concatenate([x, x * 2]), np.concatenate([X, X * 2], -1)),
    "concatenate-0": (lambda x: K.concatenate([x, x], axis=0), np.concatenate([X, X], 0)),
    "stack": (lambda x: K.stack([x, x + 1]), np.stack([X, X + 1])),
    "stack-last": (lambda x: K.stack([x, x + 1, x], axis=-1), np.stack([X, X + 1, X], -1)),
    "stack-1": (lambda x: K.stack([x], axis=1), X[:, None]),
    "reshape": (lambda x: K.reshape(x, (-1, 6)), X.reshape(-1, 6)),
    "reshape-int": (lambda x: K.reshape(x, -1), X.reshape(-1)),
    "reshape-tensors": (
        lambda x: K.reshape(x, (K.shape(x)[0] * 3, K.shape(x)[2])),
        X.reshape(-1, 4),
    ),
    "reshape-tensor": (
        lambda x: K.reshape(x, K.shape(K.permute_dimensions(x, (1, 0, 2)))),
        X.reshape(3, 2, 4),
    ),
    "permute": (lambda x: K.permute_dimensions(x, (2, 0, 1)), X.transpose(2, 0, 1)),
    "repeat_elements": (lambda x: K.repeat_elements(x, 3, axis=1), np.repeat(X, 3, 1)),
    "repeat_elements-0": (lambda x: K.repeat_elements(x, 2, axis=0), np.repeat(X, 2, 0)),
    "repeat": (lambda x: K.repeat(x[:, 0], 5), np.repeat(X[:, :1], 5, 1)),
    "repeat-tensor": (lambda x: K.repeat(x[:, 0], K.shape(x)[1]), np.repeat(X[:, :1], 3, 1)),
    "tile": (lambda x: K.tile(x, (2, 1, 3)), np.tile(X, (2, 1, 3))),
    "tile-tensor": (lambda x: K.tile(x, K.stack([1, K.shape(x)[0], 1])), np.tile(X, (1, 2, 1))),
    "flatten": (K.flatten, X.reshape(-1)),
    "batch_flatten": (K.batch_flatten, X.reshape(2, -1)),
    "expand_dims": (K.expand_dims, X[..., None]),
    "expand_dims-0": (lambda x: K.expand_dims(x, 0), X[None]),
    "squeeze": (lambda x: K.squeeze(x[:, :1], 1), X[:, 0]),
    "reverse": (lambda x: K.reverse(x, 1), X[:, ::-1]),
    "reverse-2": (lambda x: K.reverse(x, (0, -1)), X[::-1, :, ::-1]),
    "slice": (lambda x: K.slice(x, [0, 1, 1], [1, 2, 2]), X[:1, 1:3, 1:3]),
    "slice-rest": (lambda x: K.slice(x, (0, 1, 2), (-1, -1, 1)), X[:, 1:, 2:3]),
    "slice-tensor": (
        lambda x: K.slice(x, K.stack([K.shape(x)[0] - 1, 0, 0]), [1, -1, 2]),
        X[1:, :, :2],
    ),
    "slice-size": (lambda x: K.slice(x, [0, 0, 0], [1, K.shape(x)[1], 2]), X[:1, :, :2]),
}


@pytest.mark.parametrize("free", [False, True], ids=["known", "free"])
@pytest.mark.parametrize("name", CASES)
def test_values(name, free):
    call, expected = CASES[name]
    x = K.placeholder((None, 3, None) if free else (2, 3, 4))
    y = call(x)
    assert len(K.int_shape(y)) == expected.ndim
    if not free:
        assert K.int_shape(y) == expected.shape
    (got,) = K.function([x], [y])([X])
    assert got.dtype == np.float32
    np.testing.assert_array_equal(got, expected)


@pytest.mark.parametrize("name", CASES)
def test_gradients(name):
    """The gradient of sum(y * w) sends each weight back to the elements it was multiplied with."""
    call, expected = CASES[name]
    x = K.variable(X, dtype="float64")
    y = call(x)
    weights = np.random.RandomState(1).standard_normal(expected.shape)
    (g,) = K.gradients(K.sum(y * weights), [x])
    direction = np.random.RandomState(2).standard_normal(X.shape)
    moved = K.placeholder(X.shape, dtype="float64")
    f = K.function([moved], [K.sum(call(moved) * weights)])
    slope = (f([X + 1e-3 * direction])[0] - f([X - 1e-3 * direction])[0]) / 2e-3
    assert np.sum(K.eval(g) * direction) == pytest.approx(slope, rel=1e-6)


@pytest.mark.parametrize(
    "args, dtype, result",
    [
        ((4,), "int32", [0, 1, 2, 3]),
        ((1, 4), "int32", [1, 2, 3]),
        ((1, 8, 3), "int64", [1, 4, 7]),
        ((-2,), "int32", []),
        ((3, 0, -1), "int32", [3, 2, 1]),
        ((3,), "float32", [0, 1, 2]),
    ],
)
def test_arange(args, dtype, result):
    y = K.arange(*args, dtype=dtype)
    assert K.dtype(y) == dtype and K.int_shape(y) == (len(result),) and K.eval(y).tolist() == result


def test_arange_of_a_size():
    x = K.placeholder((None, 3))
    y = K.arange(K.shape(x)[0])
    f = K.function([x], [y, K.arange(1, K.shape(x)[0], dtype="float32")])
    whole, fractions = f([np.zeros((4, 3))])
    assert whole.tolist() == [0, 1, 2, 3] and whole.dtype == np.int32
    assert fractions.tolist() == [1, 2, 3] and fractions.dtype == np.float32
    assert K.eval(K.arange(0.5, 2.5)).tolist() == [0.5, 1.5]


def test_batch_flatten():
    assert K.int_shape(K.batch_flatten(K.placeholder((None, 3, 4)))) == (None, 12)
    assert K.int_shape(K.batch_flatten(K.placeholder((None, None, 4)))) == (None, None)
    x = K.placeholder((None, 0, 4))
    assert K.function([x], [K.batch_flatten(x)])([np.zeros((5, 0, 4))])[0].shape == (5, 0)
    y = K.placeholder((None,))
    assert K.function([y], [K.batch_flatten(y)])([[1, 2]])[0].shape == (2, 1)


Z = K.zeros((2, 3, 4))


@pytest.mark.parametrize(
    "call, error, words",
    [
        (lambda: K.concatenate([Z, K.zeros((2, 3))]), ValueError, "same number of axes"),
        (lambda: K.concatenate([Z, K.zeros((2, 2, 4))], axis=0), ValueError, "equal sizes"),
        (lambda: K.concatenate([Z, K.cast(Z, "int32")]), TypeError, "same dtype"),
        (lambda: K.concatenate([]), ValueError, "at least one tensor"),
        (lambda: K.concatenate(Z), TypeError, "must be a list"),
        (lambda: K.stack([Z], axis=5), ValueError, "axis must lie in"),
        (lambda: K.reshape(Z, (5, 5)), ValueError, "as many elements"),
        (lambda: K.reshape(Z, (-1, -1)), ValueError, "at most one -1"),
        (lambda: K.reshape(Z, (None, 4)), ValueError, "must not hold None"),
        (lambda: K.reshape(Z, ("a", 4)), TypeError, "must be an integer"),
        (lambda: K.permute_dimensions(Z, (0, 1)), ValueError, "each axis once"),
        (lambda: K.repeat(Z, 2), ValueError, "x must have 2 axes"),
        (lambda: K.tile(Z, 2), ValueError, "one number of repetitions per axis"),
        (lambda: K.tile(Z, K.constant([1, 2], dtype="int32")), ValueError, "one number per axis"),
        (lambda: K.squeeze(Z, 0), ValueError, "size 1"),
        (lambda: K.expand_dims(Z, 7), ValueError, "axis must lie in"),
        (lambda: K.slice(Z, [0, 0, 3], [1, 1, 2]), ValueError, "must lie inside shape"),
        (lambda: K.slice(Z, [0, 0], [1, 1]), ValueError, "start must be"),
        (lambda: K.repeat_elements(Z, 1.5, 0), TypeError, "rep must be an integer"),
        (lambda: K.batch_flatten(K.variable(1.0)), ValueError, "at least 1 axis"),
    ],
)
def test_errors(call, error, words):
    with pytest.raises(error, match=words):
        call()


def test_repeat_elements_of_a_placeholder_has_a_keras_shape():
    y = K.repeat_elements(K.placeholder((2, None, 4)), 3, axis=2)
    assert y._keras_shape == K.int_shape(y) == (2, None, 12)
