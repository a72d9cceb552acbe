"""Pooling kernels: compiled and plain Python agree, and write nowhere else."""

import numpy as np
import pytest
from helpers.twins import both, nan

from kerastutor.kernels import kernels

rng = np.random.RandomState(0)
# 2 images of 5 x 4 with 3 channels, windows of 2 x 3, strides 2 x 1, padding in front 0 x 1:
# 3 x 4 places
GEOMETRY = (2, 1, 5, 4, 3, 1, 3, 4, 1, 2, 3, 1, 2, 1, 0, 0, 1)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_pool(dtype):
    x = rng.randint(-3, 3, 120).astype(dtype)
    x[17] = np.nan
    y = both(kernels["max_pool"], [x, nan(72, dtype=dtype)], GEOMETRY)[1]
    g = rng.randn(72).astype(dtype)
    routed = both(
        kernels["max_pool_route"],
        [g, x, y, nan(120, dtype=dtype), nan(3, dtype=dtype)],
        (1, *GEOMETRY),
    )[3]
    assert routed.sum() == pytest.approx(g.sum(), abs=1e-5)
    taken = both(
        kernels["max_pool_route"],
        [x, x, y, nan(72, dtype=dtype), nan(3, dtype=dtype)],
        (0, *GEOMETRY),
    )[3]
    assert np.array_equal(taken, y, equal_nan=True)
    both(kernels["avg_pool"], [x, nan(72, dtype=dtype)], GEOMETRY)
    shared = both(kernels["avg_pool_grad"], [g, nan(120, dtype=dtype)], GEOMETRY)[1]
    assert shared.sum() == pytest.approx(g.sum(), abs=1e-4)
