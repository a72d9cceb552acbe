"""Products of a few rows: compiled and plain Python agree, and all columns are written once."""

import numpy as np
import pytest
from helpers.twins import both, nan

from kerastutor.kernels import kernels, thin

rng = np.random.RandomState(0)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("m, k, n, first, columns", [
    (1, 7, 40, 0, 40), (3, 21, 70, 16, 37), (2, 17, 10, 0, 10), (2, 9, 8, 0, 8), (2, 0, 25, 0, 25),
])
@pytest.mark.parametrize("relu", [0, 1])
def test_some_columns(monkeypatch, m, k, n, first, columns, relu, dtype):
    x, w, b = (rng.randn(*shape).astype(dtype) for shape in ((m, k), (k, n), (n,)))
    expected = x.astype("float64") @ w
    step = 32
    for bias in (b[first : first + columns], b[:0]):
        y = nan((m - 1) * n + columns, dtype=dtype)
        arrays = [x, w.ravel()[first:], bias, y, nan(m * step, dtype=dtype)]
        found = both(kernels["thin"], arrays, (columns, n, relu))[3]
        for i in range(m):
            row = expected[i, first : first + columns] + (bias if bias.size else 0)
            row = np.maximum(row, 0) if relu else row
            got = found[i * n : i * n + columns]
            np.testing.assert_allclose(got, row, rtol=0, atol=1e-5)
        written = np.isfinite(found)
        assert written.sum() == m * columns


def test_many_rows_of_the_matrix_are_summed_in_pieces():
    k = thin.DEPTH + 5
    x, w, b = rng.rand(2, k).astype("f"), rng.rand(k, 20).astype("f"), rng.rand(20).astype("f")
    y, acc = nan(2, 20), nan(2 * 16)
    kernels["thin"](x, w.ravel(), b, y.ravel(), acc, 20, 20, 0)
    np.testing.assert_allclose(y, x.astype("float64") @ w + b, rtol=5e-6)


def test_table():
    assert thin.table(1, 100) == 112 and thin.table(8, 4096) == 512
    assert thin.table(1000, 4096) == 64
