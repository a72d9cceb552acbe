"""Matrix products by tiles (tile.py), for convolutions whose kernels have one tap.

Only the second matrix is laid out anew, some columns at a time. A library lays out both, which for
the many rows and few columns of feature maps costs a quarter of the product.
"""

from kerastutor.kernels.jit import kernel
from kerastutor.kernels.tile import pack, packed_product

WIDE = 64 * 1024  # elements of the second matrix that are laid out at a time


@kernel(
    "T a[NA], T b[NB], T c[NC], T packed[P], int m, int n, int k, int lda, int ldb, int ldc, "
    "int turned, int width"
)
def product(a, b, c, packed, m, n, k, lda, ldb, ldc, turned, width):
    """c = a @ b, with b.T stored where `turned`; `width` columns at a time. `packed` is scratch."""
    for lo in range(0, n, width):
        here = min(width, n - lo)
        start = lo * ldb if turned else lo
        pack(b, start, 1 if turned else ldb, ldb if turned else 1, k, here, packed)
        packed_product(a, lda, packed, c[lo:], ldc, m, here, k, False)


def columns(k):
    """Columns of a matrix of k rows that are laid out at a time."""
    return max(WIDE // k // 16, 1) * 16
