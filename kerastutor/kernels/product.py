"""Matrix products by tiles (tile.py), for convolutions whose kernels have one tap.

Only the second matrix is laid out anew, some columns at a time. A library lays out both, which for
the many rows and few columns of feature maps costs a quarter of the product.
"""

from kerastutor.kernels.jit import kernel
from kerastutor.kernels.tile import DEPTH, pack, packed_product, packed_size

WIDE = 64 * 1024  # elements of the second matrix that are laid out at a time


@kernel(
    "T a[NA], T b[NB], T c[NC], T packed[P], int m, int n, int k, int lda, int ldb, int ldc, "
    "int turned, int width"
)
def product(a, b, c, packed, m, n, k, lda, ldb, ldc, turned, width):
    """c = a @ b, with b.T stored where `turned`; `width` columns at a time. `packed` is scratch."""
    for begin in range(0, k, DEPTH):
        count = min(DEPTH, k - begin)
        for lo in range(0, n, width):
            here = min(width, n - lo)
            start = lo * ldb + begin if turned else begin * ldb + lo
            pack(b, start, 1 if turned else ldb, ldb if turned else 1, count, here, packed)
            packed_product(a[begin:], lda, packed, c[lo:], ldc, m, here, count, begin > 0)


def columns(n, k):
    """Columns that are laid out at a time, of n."""
    return min(max(WIDE // min(k, DEPTH) // 16, 1) * 16, n)


def room(n, k):
    """Elements of `packed`, for n columns."""
    return packed_size(min(k, DEPTH), columns(n, k))
