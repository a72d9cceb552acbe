"""Resizing kernels: compiled and plain Python agree, and write nowhere else."""

import numpy as np
import pytest
from helpers.twins import both, nan

from kerastutor.kernels import kernels

rng = np.random.RandomState(0)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_resize(dtype):
    x = rng.randn(2, 1, 3, 4, 5).astype(dtype)
    y = both(kernels["resize_nearest"], [x, nan(240 * 3, dtype=dtype)], (1, 3, 2))[1]
    back = both(kernels["resize_nearest_grad"], [y, nan(*x.shape, dtype=dtype)], (1, 3, 2))[1]
    np.testing.assert_allclose(back, 6 * x, rtol=1e-5)
    x = x.reshape(2, 3, 4, 5)
    y = both(kernels["resize_bilinear"], [x, nan(2, 7, 2, 5, dtype=dtype)])[1]
    g = rng.randn(*y.shape).astype(dtype)
    back = both(kernels["resize_bilinear_grad"], [g, nan(*x.shape, dtype=dtype)])[1]
    assert (back * x).sum() == pytest.approx((g * y).sum(), rel=1e-4)
