"""The tile of 6 x 16 and products with packed matrices."""

import numpy as np
import pytest
from helpers.twins import both, nan

from kerastutor.kernels import jit
from kerastutor.kernels.tile import pack, packed_product, packed_size

rng = np.random.RandomState(0)


@pytest.fixture(scope="module")
def product():
    """A kernel c (+)= a @ b by way of packing, made for these tests."""
    made = jit.kernel(
        "T a[NA], T b[NB], T c[NC], T packed[P], int m, int n, int k, int lda, int ldc, "
        "int turned, int add",
        ("contract",),
    )(_product)
    yield made
    del jit.kernels["_product"]


def _product(a, b, c, packed, m, n, k, lda, ldc, turned, add):
    pack(b, 0, 1 if turned else n, k if turned else 1, k, n, packed)
    packed_product(a, lda, packed, c, ldc, m, n, k, add)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(
    "m, n, k", [(1, 1, 1), (6, 16, 3), (7, 17, 5), (13, 40, 8), (2, 5, 64), (4, 32, 1)]
)
def test_packed_product(product, m, n, k, dtype):
    for turned in (0, 1):
        for add in (0, 1):
            a, b, c = (rng.randn(*s).astype(dtype) for s in ((m, k + 2), (k, n), (m, n + 3)))
            stored = np.ascontiguousarray(b.T) if turned else b
            arrays = [a.ravel(), stored.ravel(), c.ravel(), nan(packed_size(k, n), dtype=dtype)]
            out = both(product, arrays, (m, n, k, k + 2, n + 3, turned, add))[2].reshape(m, n + 3)
            expected = a[:, :k] @ b + (c[:, :n] if add else 0)
            np.testing.assert_allclose(
                out[:, :n], expected, rtol=1e-4, atol=1e-4 if dtype == "float32" else 1e-12
            )
            assert np.array_equal(out[:, n:], c[:, n:]), "columns beside the result must stay"
