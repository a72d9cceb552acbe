"""Products of tensors, and gather."""

import numpy as np
import pytest

from kerastutor import backend as K


@pytest.mark.parametrize(
    "a, b",
    [
        ((2, 3), (3, 4)),
        ((2, 3, 4), (4, 5)),
        ((2, 3, 4), (6, 4, 5)),
        ((3, 4), (6, 4, 5)),
        ((2, 3, 4, 5), (5, 2)),
        ((2, 3), (4, 5, 3, 2)),
    ],
    ids=str,
)
@pytest.mark.parametrize("free", [False, True], ids=["known", "free"])
def test_dot(a, b, free, rng):
    u, v = rng.standard_normal(a).astype("float32"), rng.standard_normal(b).astype("float32")
    if free:
        x, y = (
            K.placeholder((None,) * (len(a) - 1) + a[-1:]),
            K.placeholder((None,) * (len(b) - 2) + b[-2:]),
        )
    else:
        x, y = K.placeholder(a), K.placeholder(b)
    z = K.dot(x, y)
    expected = np.tensordot(u, v, axes=(-1, -2))
    assert len(K.int_shape(z)) == expected.ndim
    if not free:
        assert K.int_shape(z) == expected.shape
    np.testing.assert_allclose(K.function([x, y], [z])([u, v])[0], expected, rtol=1e-5, atol=1e-6)


def test_dot_keeps_known_sizes():
    assert K.int_shape(K.dot(K.placeholder((None, 3, 4)), K.placeholder((4, 5)))) == (None, 3, 5)
    assert K.int_shape(K.dot(K.placeholder((None, None, 4)), K.placeholder((4, 5)))) == (
        None,
        None,
        5,
    )


@pytest.mark.parametrize(
    "a, b, axes, formula",
    [
        ((4, 3), (4, 3), 1, "bi,bi->b"),
        ((4, 3), (4, 3), (1, 1), "bi,bi->b"),
        ((3, 3), (3, 3), None, "ij,ji->i"),
        ((5, 3, 4), (5, 4, 2), None, "bij,bjk->bik"),
        ((5, 3, 4), (5, 4, 2), (2, 1), "bij,bjk->bik"),
        ((5, 3, 4), (5, 2, 4), 2, "bij,bkj->bik"),
        ((5, 3, 4), (5, 3, 2), 1, "bji,bjk->bik"),
        ((5, 3, 4), (5, 2, 3), (1, 2), "bji,bkj->bik"),
        ((5, 4), (5, 3, 4), (1, 2), "bj,bkj->bk"),
        ((5, 4), (5, 4, 3), (1, 1), "bj,bjk->bk"),
        ((5, 3, 4), (5, 4), (2, 1), "bij,bj->bi"),
        ((5, 3, 4), (5, 2, 4), (-1, -1), "bij,bkj->bik"),
        ((5, 2, 3, 4), (5, 2, 4, 6), None, "bhij,bhjk->bhik"),
    ],
    ids=str,
)
def test_batch_dot(a, b, axes, formula, rng):
    u, v = rng.standard_normal(a).astype("float32"), rng.standard_normal(b).astype("float32")
    expected = np.einsum(formula, u, v)
    if expected.ndim == 1:
        expected = expected[:, None]
    for first in (a[0], None):
        x, y = K.placeholder((first, *a[1:])), K.placeholder((first, *b[1:]))
        z = K.batch_dot(x, y, axes=axes)
        assert len(K.int_shape(z)) == expected.ndim
        np.testing.assert_allclose(
            K.function([x, y], [z])([u, v])[0], expected, rtol=1e-5, atol=1e-6
        )


@pytest.mark.parametrize(
    "call, words",
    [
        (lambda: K.dot(K.zeros((2, 3)), K.zeros((4, 5))), r"got shapes \(2, 3\) and \(4, 5\)"),
        (lambda: K.dot(K.zeros((3,)), K.zeros((3, 5))), "x must have at least 2 axes"),
        (lambda: K.dot(K.zeros((2, 3, 4)), K.zeros((4,))), "y must have at least 2 axes"),
        (lambda: K.batch_dot(K.zeros((2, 3)), K.zeros((2,))), "y must have at least 2 axes"),
        (
            lambda: K.batch_dot(K.zeros((2, 3, 4)), K.zeros((2, 3, 4)), axes=([1, 2], [1, 2])),
            "Several axes",
        ),
        (
            lambda: K.batch_dot(K.zeros((2, 3, 4)), K.zeros((2, 3, 4)), axes=3),
            "axes must lie within",
        ),
        (
            lambda: K.batch_dot(K.zeros((2, 3, 4, 5)), K.zeros((2, 3, 4, 5)), axes=1),
            "one of its last two",
        ),
        (lambda: K.batch_dot(K.zeros((2, 3, 4)), K.zeros((2, 3, 4)), axes=(2, 1)), "inner sizes"),
        (
            lambda: K.batch_dot(K.zeros((2, 3, 4)), K.zeros((2, 3, 4)), axes=(1, 2, 3)),
            "axes must be None",
        ),
    ],
)
def test_errors(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_transpose_and_gather(rng):
    value = rng.standard_normal((2, 3, 4)).astype("float32")
    np.testing.assert_array_equal(K.eval(K.transpose(K.constant(value))), value.T)
    for indices in ([1, 0, 1], [[0, 1], [1, 1]], 1):
        got = K.eval(K.gather(K.constant(value), K.constant(indices, dtype="int64")))
        np.testing.assert_array_equal(got, value[np.array(indices)])
    np.testing.assert_array_equal(
        K.eval(K.gather(K.constant(value), np.array([1], "int32"))), value[[1]]
    )
    with pytest.raises(TypeError, match="indices must be integers"):
        K.gather(K.constant(value), K.constant([1.0]))
    with pytest.raises(ValueError, match=r"\[0, 2\), got 5"):
        K.eval(K.gather(K.constant(value), K.constant([5], dtype="int32")))


def test_gradient_of_dot(rng):
    u, v = rng.standard_normal((2, 3, 4)), rng.standard_normal((4, 5))
    x, y = K.variable(u, dtype="float64"), K.variable(v, dtype="float64")
    gx, gy = K.gradients(K.sum(K.square(K.dot(x, y))), [x, y])
    out = 2 * (u @ v)
    np.testing.assert_allclose(K.eval(gx), out @ v.T, rtol=1e-9)
    np.testing.assert_allclose(K.eval(gy), np.einsum("bti,bto->io", u, out), rtol=1e-9)
