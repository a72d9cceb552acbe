"""Products of a few rows with a large matrix, cut by the columns of the matrix.

Such a product takes as long as the matrix takes to come from memory. Here it is read once, four
rows at a time, and what they add to the results is summed up in a small table in the nearest cache.
"""

from kerastutor.kernels.jit import helper, kernel
from kerastutor.kernels.mathlib import like
from kerastutor.kernels.vector import flat, fma8, load8, repeat8, store8

TABLE = 4096  # elements of the table, about
DEPTH = 1024  # rows of the matrix that are summed up before they are added to the result


def table(m, columns):
    """Columns of the table for m rows, a multiple of 16."""
    return min(max(TABLE // m // 16, 4) * 16, -(-columns // 16) * 16)


@helper
def add_four(x, p, k, m, w, q, ld, acc, step, columns):
    """acc[i, :] += sum over r < 4 of x[p + i * k + r] * w[q + r * ld :], for m rows i."""
    whole = columns // 16 * 16
    for j in range(0, whole, 16):
        at = q + j
        a0, a1 = load8(w, at), load8(w, at + 8)
        b0, b1 = load8(w, at + ld), load8(w, at + ld + 8)
        c0, c1 = load8(w, at + 2 * ld), load8(w, at + 2 * ld + 8)
        d0, d1 = load8(w, at + 3 * ld), load8(w, at + 3 * ld + 8)
        for i in range(m):
            r, t = p + i * k, i * step + j
            u, v = repeat8(x, r), repeat8(x, r + 1)
            s0, s1 = fma8(v, b0, fma8(u, a0, load8(acc, t))), load8(acc, t + 8)
            s1 = fma8(v, b1, fma8(u, a1, s1))
            u, v = repeat8(x, r + 2), repeat8(x, r + 3)
            store8(acc, t, fma8(v, d0, fma8(u, c0, s0)))
            store8(acc, t + 8, fma8(v, d1, fma8(u, c1, s1)))
    for r in range(4):
        add_one(x, p + r, k, m, w, q + r * ld + whole, acc, step, whole, columns)


@helper
def add_one(x, p, k, m, w, q, acc, step, first, last):
    """acc[i, first to last] += x[p + i * k] * w[q :], for m rows i."""
    for i in range(m):
        v = x[p + i * k]
        row, source = acc[i * step + first : i * step + last], w[q:]
        for j in range(row.shape[0]):
            row[j] += v * source[j]


@kernel("T x[M,K], T w[W], T b[B], T y[Y], T acc[A], int n, int ld, int relu")
def thin(x, w, b, y, acc, n, ld, relu):
    """n columns of y = x @ w + b, cut off at zero with `relu`; there may be no b.

    w, b and y start at the first of these columns; `ld` is the row stride of w and y. `acc` is
    scratch, a table of M rows.
    """
    m, k = x.shape
    x = flat(x)
    step, zero = acc.shape[0] // m, like(acc[0], 0)
    for lo in range(0, n, step):
        columns = min(step, n - lo)
        for first in range(0, max(k, 1), DEPTH):
            last = min(first + DEPTH, k)
            for j in range(acc.shape[0]):
                acc[j] = zero
            fours = first + (last - first) // 4 * 4
            for r in range(first, fours, 4):
                add_four(x, r, k, m, w, r * ld + lo, ld, acc, step, columns)
            for r in range(fours, last):
                add_one(x, r, k, m, w, r * ld + lo, acc, step, 0, columns)
            for i in range(m):
                row, sums = y[i * ld + lo : i * ld + lo + columns], acc[i * step :]
                more = b[lo:] if b.shape[0] else sums
                for j in range(columns):
                    v = sums[j]
                    if first > 0:
                        v += row[j]
                    elif b.shape[0]:
                        v += more[j]
                    row[j] = zero if relu and last == k and v < zero else v
