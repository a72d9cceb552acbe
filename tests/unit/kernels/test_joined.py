"""Joined products."""

import numpy as np
import pytest
from helpers.twins import both, nan

from kerastutor.kernels import jit
from kerastutor.kernels.joined import joined_product, joined_size, pack_joined

rng = np.random.RandomState(0)


@pytest.fixture(scope="module")
def product():
    """A kernel z = b + x @ w + h @ u, made for these tests."""
    made = jit.kernel(
        "T x[NX], T h[NH], T b[N], T w[NW], T u[NU], T z[NZ], T packed[P], "
        "int m, int rows, int more, int ldx, int ldh, int ldz",
        ("contract",),
    )(_product)
    yield made
    del jit.kernels["_product"]


def _product(x, h, b, w, u, z, packed, m, rows, more, ldx, ldh, ldz):
    n = b.shape[0]
    pack_joined(b, w, u, 0, n, rows, more, n, packed)
    joined_product(x, ldx, rows, h, ldh, more, packed, z, ldz, m, n)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(
    "m, n, rows, more", [(1, 1, 1, 1), (6, 16, 3, 2), (7, 17, 5, 0), (13, 40, 0, 8), (4, 32, 9, 7)]
)
def test_joined_product(product, m, n, rows, more, dtype):
    x, h, b, w, u, z = (
        rng.randn(*s).astype(dtype)
        for s in ((m, rows + 2), (m, more + 1), (n,), (rows, n), (more, n), (m, n + 3))
    )
    room = nan(joined_size(rows, more, n), dtype=dtype)
    arrays = [x.ravel(), h.ravel(), b, w.ravel(), u.ravel(), z.ravel(), room]
    out = both(product, arrays, (m, rows, more, rows + 2, more + 1, n + 3))[5].reshape(m, n + 3)
    x, h, w, u = (a.astype("float64") for a in (x, h, w, u))
    expected = b + x[:, :rows] @ w + h[:, :more] @ u
    tolerance = 1e-5 if dtype == "float32" else 1e-12
    np.testing.assert_allclose(out[:, :n], expected, rtol=tolerance, atol=tolerance)
    assert np.array_equal(out[:, n:], z[:, n:]), "columns beside the result must stay"
