"""Products of a few dozen rows with a large matrix, cut by the columns of the result.

The matrix is read once, and takes about as long to come as the product itself. A library cut by
rows would read it, and lay it out anew, for each part of the rows.
"""

from kerastutor.kernels.jit import kernel
from kerastutor.kernels.mathlib import like
from kerastutor.kernels.tile import pack, packed_product

DEPTH = 120  # rows of the matrix that are laid out at a time ...
WIDTH = 512  # ... so many columns of them: they stay in a near cache
NEAR = 64 * 1024  # elements of a turned first matrix that do
LINES = 96  # rows of the second one that are multiplied at a time


@kernel(
    "T x[X], T w[W], T b[B], T y[Y], T packed[P], int m, int n, int k, int ld, int depth, "
    "int width, int relu"
)
def broad(x, w, b, y, packed, m, n, k, ld, depth, width, relu):
    """n columns of y = x @ w + b, cut off at zero with `relu`; there may be no b.

    w, b and y start at the first of these columns; `ld` is the row stride of w and y. `packed` is
    scratch for `depth` rows and `width` columns of w.
    """
    zero = like(w[0], 0)
    for left in range(0, n, width):
        columns = min(width, n - left)
        for first in range(0, k, depth):
            rows = min(depth, k - first)
            pack(w, first * ld + left, ld, 1, rows, columns, packed)
            packed_product(x[first:], k, packed, y[left:], ld, m, columns, rows, first > 0)
        for i in range(m if b.shape[0] else 0):
            r, s = y[i * ld + left : i * ld + left + columns], b[left : left + columns]
            for j in range(columns):
                v = r[j] + s[j]
                r[j] = zero if relu and v < zero else v


@kernel(
    "T x[X], T w[W], T y[Y], T packed[P], T turned[S], int m, int n, int k, int ld, int depth, "
    "int lines"
)
def broad_turned(x, w, y, packed, turned, m, n, k, ld, depth, lines):
    """n columns of y = x @ w.T: one for each row of w, which is read as it lies.

    w and y start at the first of these; `ld` is the row stride of y. Computed is y.T = w @ x.T,
    `lines` rows at a time. Scratch: `packed` for `depth` columns of x, `turned` for these rows.
    """
    for first in range(0, k, depth):
        some = min(depth, k - first)
        pack(x, first, 1, k, some, m, packed)
        for left in range(0, n, lines):
            columns = min(lines, n - left)
            packed_product(w[left * k + first :], k, packed, turned, m, columns, m, some, False)
            for i in range(m):
                r, s = y[i * ld + left : i * ld + left + columns], turned[i:]
                if first > 0:
                    for j in range(columns):
                        r[j] += s[j * m]
                else:
                    for j in range(columns):
                        r[j] = s[j * m]


def depth(m, k):
    """Columns of x that `broad_turned` lays out at a time, for m rows and k columns of it."""
    return min(NEAR // (-(-m // 16) * 16), k)
