"""Placeholders, and questions about tensors."""

import numpy as np
import pytest

from kerastutor import backend as K


def test_placeholder():
    x = K.placeholder((2, None, 5), name="x", dtype="int32")
    assert (K.int_shape(x), K.ndim(x), K.dtype(x), x.name) == ((2, None, 5), 3, "int32", "x:0")
    assert x._keras_shape == (2, None, 5) and x._uses_learning_phase is False
    assert K.int_shape(K.placeholder(ndim=2)) == (None, None)
    assert K.int_shape(K.placeholder(())) == K.int_shape(K.placeholder(ndim=0)) == ()
    assert (
        K.int_shape(K.placeholder(shape=[3, 4]))
        == K.int_shape(K.placeholder((3, np.int64(4))))
        == (3, 4)
    )


@pytest.mark.parametrize(
    "call, error, words",
    [
        (lambda: K.placeholder(), ValueError, "shape or ndim must be given"),
        (lambda: K.placeholder((2, "a")), ValueError, "placeholder: shape"),
        (lambda: K.placeholder((-1, 2)), ValueError, "placeholder: shape"),
        (lambda: K.placeholder((2,), dtype="complex64"), TypeError, "dtype must be one of"),
        (lambda: K.is_keras_tensor(np.zeros(2)), ValueError, "must be a symbolic tensor"),
        (lambda: K.is_keras_tensor([K.zeros((2,))]), ValueError, "must be a symbolic tensor"),
    ],
)
def test_errors(call, error, words):
    with pytest.raises(error, match=words):
        call()


def test_kinds():
    x, v = K.placeholder((2,)), K.variable([1.0])
    assert K.is_tensor(x) and K.is_tensor(v) and K.is_tensor(x + 1)
    assert not K.is_tensor(np.zeros(2)) and not K.is_tensor(1.0) and not K.is_tensor(None)
    assert K.is_placeholder(x) and not K.is_placeholder(v) and not K.is_placeholder(x + 1)
    assert not K.is_placeholder(K.learning_phase()) and not K.is_placeholder(3)
    assert not K.is_keras_tensor(x) and not K.is_keras_tensor(v)
    x._keras_history = (None, 0, 0)
    assert K.is_keras_tensor(x)


def test_shapes():
    x = K.placeholder((None, 3))
    f = K.function([x], [K.shape(x), K.shape(x)[0] * 2])
    sizes, twice = f([np.zeros((5, 3))])
    assert sizes.tolist() == [5, 3] and sizes.dtype == np.int32 and twice == 10
    v = K.variable(np.zeros((2, 3)))
    assert K.get_variable_shape(v) == (2, 3) and K.count_params(v) == 6
    assert K.int_shape(v * 1) == (2, 3) and isinstance(K.int_shape(v), tuple)
    assert K.count_params(K.variable(1.0)) == 1


def test_keras_shape_counts():
    x = K.placeholder((None, None))
    y = x * 2
    y._keras_shape = (None, 4)
    assert K.int_shape(y) == (None, 4)


def test_sparse():
    x = K.placeholder((None, 3), sparse=True)
    assert K.is_sparse(x) and not K.is_sparse(K.placeholder((1,))) and not K.is_sparse(None)
    assert not K.is_sparse(K.to_dense(x))
    dense = K.placeholder((1,))
    assert K.to_dense(dense) is dense

    class Matrix:  # what scipy.sparse offers
        def tocoo(self):
            raise AssertionError("not needed")

        def toarray(self):
            return np.array([[1.0, 0, 2], [0, 0, 3]])

    w = K.variable(np.arange(6).reshape(3, 2))
    f = K.function([x], [K.dot(x, w)])
    np.testing.assert_array_equal(f([Matrix()])[0], [[8, 11], [12, 15]])
    v = K.variable(Matrix())
    assert K.is_sparse(v) and K.is_sparse(K.concatenate([v, v], axis=0))
    np.testing.assert_array_equal(K.eval(v), [[1, 0, 2], [0, 0, 3]])
