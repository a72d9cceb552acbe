"""Products of some rows with a large matrix: compiled and plain Python agree, and write nowhere
else.
"""

import numpy as np
import pytest
from helpers.twins import both, nan

from kerastutor.kernels import broad, kernels
from kerastutor.kernels.tile import packed_size

rng = np.random.RandomState(0)


def near(found, expected):
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-5 * np.abs(expected).max())


def columns(y, m, n, ld):
    """The result, after a look at what lies between its rows."""
    inside = np.array([y[i * ld : i * ld + n] for i in range(m)])
    assert np.isfinite(y).sum() == inside.size
    return inside


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("m, k, n, ld", [(1, 3, 16, 16), (7, 21, 37, 50), (14, 8, 65, 65)])
@pytest.mark.parametrize("relu", [0, 1])
def test_broad(m, k, n, ld, relu, dtype):
    x, w, b = (rng.randn(*shape).astype(dtype) for shape in ((m, k), (k, ld), (n,)))
    depth, width = 8, 32
    for bias in (b, b[:0]):
        y, packed = nan((m - 1) * ld + n, dtype=dtype), nan(packed_size(depth, width), dtype=dtype)
        arrays = [x.ravel(), w.ravel(), bias, y, packed]
        found = both(kernels["broad"], arrays, (m, n, k, ld, depth, width, relu))[3]
        expected = x.astype("float64") @ w[:, :n] + (bias if bias.size else 0)
        expected = np.maximum(expected, 0) if relu and bias.size else expected
        near(columns(found, m, n, ld), expected)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("m, k, n, ld", [(1, 3, 16, 16), (7, 21, 37, 50), (18, 8, 65, 65)])
def test_broad_turned(m, k, n, ld, dtype):
    x, w = rng.randn(m, k).astype(dtype), rng.randn(n, k).astype(dtype)
    depth, lines = 8, 24
    scratch = nan(packed_size(depth, m), dtype=dtype), nan(lines * m, dtype=dtype)
    arrays = [x.ravel(), w.ravel(), nan((m - 1) * ld + n, dtype=dtype), *scratch]
    found = both(kernels["broad_turned"], arrays, (m, n, k, ld, depth, lines))[2]
    near(columns(found, m, n, ld), x.astype("float64") @ w.T)


def test_what_is_laid_out_stays_in_a_near_cache():
    for m, k in ((1, 10**6), (32, 256), (128, 4096), (100, 300)):
        depth = broad.depth(m, k)
        assert 0 < depth <= k
        assert packed_size(depth, m) <= broad.NEAR + 96
    assert packed_size(broad.DEPTH, broad.WIDTH) <= broad.NEAR
