"""Products by tiles: compiled and plain Python agree, and write nowhere else."""

import numpy as np
import pytest
from helpers.twins import both, nan

from kerastutor.kernels import kernels
from kerastutor.kernels.tile import packed_size

rng = np.random.RandomState(0)


@pytest.mark.parametrize("m, n, k", [(1, 1, 1), (7, 33, 5), (50, 17, 600)])
def test_product(m, n, k):
    for turned in (0, 1):
        a, b = rng.randn(m, k).astype("float32"), rng.randn(k, n).astype("float32")
        stored = np.ascontiguousarray(b.T) if turned else b
        for width in (16, 48):
            arrays = [a.ravel(), stored.ravel(), nan(m * (n + 2)), nan(packed_size(k, width))]
            scalars = (m, n, k, k, k if turned else n, n + 2, turned, width)
            c = both(kernels["product"], arrays, scalars)[2].reshape(m, n + 2)
            np.testing.assert_allclose(c[:, :n], a @ b, rtol=1e-4, atol=1e-4)
            assert np.isnan(c[:, n:]).all()
