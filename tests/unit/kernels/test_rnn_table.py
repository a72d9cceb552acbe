"""Kernels for recurrent layers over rows of a table: as plain Python does it, in shares."""

import numpy as np
import pytest
from helpers.twins import both, nan

from kerastutor.kernels import kernels
from kerastutor.kernels.gather import INDEX

rng = np.random.RandomState(0)
V, F, G, N = 9, 5, 7, 12
INDEXES = {
    "often": np.array([8, 0, 8, 8, 3, 0, 8, 3, 3, 3, 0, 8], "int32"),
    "once": np.array([4, 8, 0, 1, 7, 2], "int32"),
}


def numbers(*shape):
    return rng.randn(*shape).astype("float32")


def found(index, width=F):
    """(places, words) of indices."""
    words = np.full(1 + min(len(index), V), 99, "int32")
    status, slots = np.zeros(3, "int64"), np.full(V, 77, "int32")
    arrays = [index, np.zeros_like(index), words, slots, status]
    return both(kernels["distinct_rows"], arrays, (width,))[1:3]


def test_each_row_once_where_that_is_worthwhile():
    places, words = found(INDEXES["often"])
    assert words.tolist() == [3, 8, 0, 3] + [-1] * 6
    assert np.array_equal(words[1:][places], INDEXES["often"])
    few = INDEXES["often"][:6]  # half of them have been there before
    assert found(few, 49)[0].tolist() == [0, 1, 0, 0, 2, 1]
    places, words = found(few, 47)
    assert places.tolist() == [-1] * 6 and words.tolist() == [6, *few]


def test_a_wrong_index_is_reported():
    index = np.array([1, 9, -1, 1], "int32")
    arrays = [index, index * 0, np.zeros(5, "int32"), np.zeros(V, "int32"), np.zeros(3, "int64")]
    assert both(kernels["distinct_rows"], arrays, (F,))[4].tolist() == [INDEX, -1, V]


@pytest.mark.parametrize("case", INDEXES)
def test_products(case):
    index = INDEXES[case]
    places, words = found(index)
    n, most, count = len(index), len(words) - 1, words[0]
    table, w, b, dz = numbers(V, F), numbers(F, G), numbers(G), numbers(n, G)
    rows, where = words[1 : 1 + count], places if case == "often" else np.arange(n)
    x, y = np.zeros((n, F), "float32"), np.zeros((most, G), "float32")
    for part in range(2):
        y, x = both(
            kernels["project_rows"], [table, w, b, words, places, y, x], (part, part + 1, 2)
        )[5:7]
    assert np.array_equal(x[:count], table[rows])
    if case == "often":
        np.testing.assert_allclose(y[:count], table[rows] @ w + b, rtol=1e-5, atol=1e-5)
    sums = np.zeros(most * G, "float32")
    for first, last in ((0, 4), (4, G)):  # some columns, and the others
        given = [dz.ravel()[first:], places, sums[first:]]
        sums[first:] = both(kernels["sums_of_places"], given, (last - first, G, G))[2]
    want = np.zeros((count, G), "float32")
    np.add.at(want, where, dz)
    if case == "often":
        np.testing.assert_allclose(sums.reshape(most, G)[:count], want, rtol=1e-5, atol=1e-5)
    given = [table.ravel()[2:], words, places, dz.ravel(), sums, nan(3, G), nan(most * 3)]
    dw = both(kernels["table_weights"], given, (F, G))[5]
    np.testing.assert_allclose(dw, table[index][:, 2:].T @ dz, rtol=1e-4, atol=1e-5)
    y = np.zeros((most, F), "float32")
    for part in range(2):
        given = [dz.ravel(), sums, w, words, places, y]
        y = both(kernels["table_inputs"], given, (part, part + 1, 2, G))[5]
    np.testing.assert_allclose(y[:count], want @ w.T, rtol=1e-4, atol=1e-5)
