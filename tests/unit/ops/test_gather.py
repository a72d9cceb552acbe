"""Rows by index, one-hot vectors and top-k membership."""

import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor.graph import F, gradients


def run(name, *arrays, **attrs):
    """Value of an op on arrays."""
    tensors = [K.placeholder(shape=a.shape, dtype=a.dtype.name) for a in arrays]
    return K.function(tensors, [getattr(F, name)(*tensors, **attrs)])(list(arrays))[0]


table = np.arange(12, dtype="float32").reshape(4, 3)


def test_gather_rows():
    assert np.array_equal(run("gather", table, np.array([[3, 0], [1, 1]])), table[[[3, 0], [1, 1]]])


def test_gather_gradient_adds_repeated_rows():
    t = K.placeholder(shape=(4, 3))
    g = np.arange(9, dtype="float32").reshape(3, 3)
    rows = F.gather(t, K.constant([2, 0, 2], dtype="int32"))
    got = K.function([t], gradients(rows, [t], K.constant(g)))([table])[0]
    assert np.array_equal(got, [g[1], [0, 0, 0], g[0] + g[2], [0, 0, 0]])


@pytest.mark.parametrize("wrong", [4, -1, 2**31 - 1])
def test_index_outside_is_an_error(wrong):
    with pytest.raises(ValueError, match=rf"gather: indices must lie in \[0, 4\), got {wrong}"):
        run("gather", table, np.array([0, wrong]))


def test_no_indices():
    assert run("gather", table, np.zeros((0, 2), "int32")).shape == (0, 2, 3)


def test_one_hot_outside_is_zero():
    assert np.array_equal(
        run("one_hot", np.array([1, 3, -1]), depth=3), [[0, 1, 0], [0, 0, 0], [0, 0, 0]]
    )


@pytest.mark.parametrize(
    "k, expected", [(1, [True, False, True]), (2, [True, False, True]), (4, [True, True, True])]
)
def test_in_top_k(k, expected):
    """Ties count as in: fewer than k classes must be strictly higher."""
    scores = np.array([[0.5, 0.5, 0.1, 0.2], [0.4, 0.3, 0.2, 0.1], [1, 1, 1, 1]], "float32")
    assert run("in_top_k", scores, np.array([1, 3, 2]), k=k).tolist() == expected


def test_in_top_k_refuses_what_has_no_order():
    scores = np.array([[0.5, np.nan], [np.inf, 0], [1, 2]], "float32")
    assert run("in_top_k", scores, np.array([0, 0, 2]), k=2).tolist() == [False, False, False]
