"""Pooling kernels: compiled and plain Python agree, and write nowhere else."""

import numpy as np
import pytest
from helpers.twins import both, nan

from kerastutor.kernels import kernels

rng = np.random.RandomState(0)
# 2 images of 5 x 4, windows of 2 x 3, strides 2 x 1, padding in front 0 x 1: 3 x 4 places; and
# windows of 2 x 2 side by side: 2 x 2 places
OVERLAPPING = (1, 3, 4, 1, 2, 3, 1, 2, 1, 0, 0, 1)
APART = (1, 2, 2, 1, 2, 2, 1, 2, 2, 0, 0, 0)


@pytest.mark.parametrize("channels", [3, 11])
@pytest.mark.parametrize("windows", [OVERLAPPING, APART])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_pool(dtype, windows, channels):
    geometry = (2, 1, 5, 4, channels, *windows)
    whole, pooled = 2 * 5 * 4 * channels, 2 * windows[1] * windows[2] * channels
    x = rng.randint(-3, 3, whole).astype(dtype)
    x[17] = np.nan
    y = both(kernels["max_pool"], [x, nan(pooled, dtype=dtype)], geometry)[1]
    g = rng.randn(pooled).astype(dtype)
    routed = both(kernels["max_pool_grad"], [g, x, nan(whole, dtype=dtype)], geometry)[2]
    assert routed.sum() == pytest.approx(g.sum(), abs=1e-5)
    taken = both(kernels["max_pool_take"], [x, x, nan(pooled, dtype=dtype)], geometry)[2]
    assert np.array_equal(taken, y, equal_nan=True)
    both(kernels["avg_pool"], [x, nan(pooled, dtype=dtype)], geometry)
    shared = both(kernels["avg_pool_grad"], [g, nan(whole, dtype=dtype)], geometry)[1]
    assert shared.sum() == pytest.approx(g.sum(), abs=1e-4)
