"""map_fn, foldl, foldr."""

import numpy as np
import pytest

from kerastutor import backend as K

X = np.arange(6.0).reshape(3, 2)


def test_map_fn():
    x = K.placeholder((None, 2))
    y = K.map_fn(lambda row: K.sum(row) * 2, x)
    assert K.int_shape(y) == (None,)
    assert K.function([x], [y])([X])[0].tolist() == [2, 10, 18]
    pair = K.map_fn(
        lambda items: items[0] + items[1], [K.constant(X), K.constant(10 * X)], dtype="float32"
    )
    np.testing.assert_array_equal(K.eval(pair), 11 * X)
    two = K.map_fn(
        lambda row: (row[0], K.cast(row, "int32")), K.constant(X), dtype=("float32", "int32")
    )
    assert (
        isinstance(two, tuple)
        and K.eval(two[0]).tolist() == [0, 2, 4]
        and K.eval(two[1]).dtype == np.int32
    )
    assert K.eval(K.map_fn(lambda v: v * v, np.array([1.0, 2.0], "float32"))).tolist() == [1, 4]
    with pytest.raises(TypeError, match="fn must return int32 as dtype says, got float32"):
        K.map_fn(lambda row: row, K.constant(X), dtype="int32")


def test_map_fn_gradient():
    x, w = K.variable(X), K.variable(3.0)
    y = K.map_fn(lambda row: K.sum(row * row) * w, x)
    gx, gw = K.gradients(K.sum(y), [x, w])
    np.testing.assert_allclose(K.eval(gx), 6 * X)
    assert K.eval(gw) == np.sum(X**2)


def test_folds():
    x = K.placeholder((None,))
    f = K.function(
        [x],
        [
            K.foldl(lambda a, e: a * 2 + e, x),
            K.foldr(lambda a, e: a * 2 + e, x),
            K.foldl(lambda a, e: a + e, x, initializer=K.constant(100.0)),
            K.foldr(lambda a, e: a - e, x, initializer=np.float32(0)),
        ],
    )
    assert [float(v) for v in f([[1, 2, 3]])] == [11, 17, 106, -6]
    rows = K.eval(K.foldl(lambda a, row: a + row, K.constant(X)))
    assert rows.tolist() == [6, 9]
    total, biggest = K.foldl(
        lambda a, e: (a[0] + e, K.maximum(a[1], e)),
        K.constant([1.0, 5.0, 2.0]),
        initializer=(K.constant(0.0), K.constant(0.0)),
    )
    assert (K.eval(total), K.eval(biggest)) == (8, 5)


@pytest.mark.parametrize(
    "call, error, words",
    [
        (lambda: K.map_fn(3, K.constant(X)), TypeError, "fn must be a function"),
        (lambda: K.map_fn(lambda x: x, K.constant(1.0)), ValueError, "at least 1 axis"),
        (lambda: K.foldl(lambda a, e: a, []), ValueError, "elems must be"),
        (
            lambda: K.foldl(lambda a, e: K.stack([a, a]), K.constant([1.0, 2.0])),
            ValueError,
            "new state must have shape",
        ),
    ],
)
def test_errors(call, error, words):
    with pytest.raises(error, match=words):
        call()
