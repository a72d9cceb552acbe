"""Kernels that look rows up: as plain Python does it; a wrong index is reported, not followed."""

import numpy as np
import pytest
from helpers.twins import both, nan

from kerastutor.kernels import kernels
from kerastutor.kernels.gather import INDEX
from kerastutor.runtime import status as meaning

rng = np.random.RandomState(0)


def words():
    return np.zeros(3, "int64")


def test_status_number_is_that_of_the_runtime():
    assert INDEX == meaning.INDEX


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_rows_and_their_gradient(dtype):
    table, index = rng.randn(7, 5).astype(dtype), rng.randint(0, 7, 20).astype("int32")
    y, status = both(kernels["gather"], [table, index, nan(20, 5, dtype=dtype), words()])[2:]
    assert np.array_equal(y, table[index]) and not status.any()
    g = rng.randn(20, 5).astype(dtype)
    expected = np.zeros((7, 5), dtype)
    np.add.at(expected, index, g)
    for first, last in ((0, 7), (0, 3), (3, 7), (6, 7)):
        part = both(
            kernels["gather_grad"],
            [g, index, nan(last - first, 5, dtype=dtype), words()],
            (first, 7),
        )[2]
        np.testing.assert_allclose(part, expected[first:last], rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("wrong", [-1, 7, 2**31 - 1, -(2**31)])
def test_wrong_index(wrong):
    table, index = rng.randn(7, 5).astype("float32"), np.array([1, wrong, 6], "int32")
    y, status = both(kernels["gather"], [table, index, nan(3, 5), words()])[2:]
    assert status.tolist() == [INDEX, wrong, 7]
    assert np.array_equal(y[[0, 2]], table[[1, 6]])
    part, status = both(
        kernels["gather_grad"], [np.ones((3, 5), "float32"), index, nan(7, 5), words()], (0, 7)
    )[2:]
    assert status.tolist() == [INDEX, wrong, 7] and part.sum() == 10


def test_one_hot_and_top_k():
    index = np.array([0, 3, -1, 2, 9], "int64")
    assert np.array_equal(
        both(kernels["one_hot"], [index, nan(5, 4)])[1], index[:, None] == np.arange(4)
    )
    x = np.array([[1, 3, 2], [3, 3, 1], [0, np.nan, 5], [1, 2, 3]], "float32")
    target = np.array([2, 1, 0, 7], "int32")
    for k, expected in ((1, [0, 1, 0, 0]), (2, [1, 1, 0, 0])):
        got = both(kernels["in_top_k"], [x, target, np.zeros(4, bool)], (k,))[2]
        assert got.tolist() == [bool(e) for e in expected]
