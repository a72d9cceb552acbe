"""Products of a few rows with a matrix, cut by the columns of the matrix.

Such a product takes as long as the matrix takes to come from memory or from a far cache. Here it is
read once, as it lies there: eight of its rows side by side, so that what they add to the results
goes through a small table in the nearest cache only once. Measured, that is as fast as reading
alone. (A library lays the matrix out anew first, which takes two to four times as long.)
"""

from kerastutor.kernels.jit import helper, kernel
from kerastutor.kernels.mathlib import like
from kerastutor.kernels.vector import (
    at_least,
    flat,
    fma,
    load8,
    load16,
    repeat8,
    repeat16,
    same8,
    same16,
    store,
)

TABLE = 4096  # elements of the table, about
DEPTH = 1024  # rows of the matrix that are summed up before they are added to the result


def table(m, columns):
    """Columns of the table for m rows, a multiple of 16."""
    return min(max(TABLE // m // 16, 4) * 16, -(-columns // 16) * 16)


@helper
def add_eight(x, p, w, q, ld, acc, t, columns):
    """acc[t :] += sum over r < 8 of x[p + r] * w[q + r * ld :], for `columns`, a multiple of 16."""
    x0, x1, x2, x3 = repeat16(x, p), repeat16(x, p + 1), repeat16(x, p + 2), repeat16(x, p + 3)
    p += 4
    x4, x5, x6, x7 = repeat16(x, p), repeat16(x, p + 1), repeat16(x, p + 2), repeat16(x, p + 3)
    for j in range(0, columns, 16):
        at, to = q + j, t + j
        v = fma(x0, load16(w, at), load16(acc, to))
        at += ld
        v = fma(x1, load16(w, at), v)
        at += ld
        v = fma(x2, load16(w, at), v)
        at += ld
        v = fma(x3, load16(w, at), v)
        at += ld
        v = fma(x4, load16(w, at), v)
        at += ld
        v = fma(x5, load16(w, at), v)
        at += ld
        v = fma(x6, load16(w, at), v)
        at += ld
        v = fma(x7, load16(w, at), v)
        store(acc, to, v)


@helper
def add_one(x, p, w, q, acc, t, columns):
    """acc[t :] += x[p] * w[q :], for `columns`, a multiple of 16."""
    v = repeat16(x, p)
    for j in range(0, columns, 16):
        store(acc, t + j, fma(v, load16(w, q + j), load16(acc, t + j)))


@helper
def last_columns(x, w, b, y, k, i, n, ld, relu):
    """The last sixteen (or, of fewer, all n) columns of row i of the result: sums in registers."""
    left, right = max(n - 16, 0), n - 8
    u, v = (load8(b, left), load8(b, right)) if b.shape[0] else (same8(w, 0.0), same8(w, 0.0))
    for first in range(0, k, DEPTH):
        s = t = same8(w, 0.0)
        for r in range(first, min(first + DEPTH, k)):
            a = repeat8(x, i * k + r)
            s, t = fma(a, load8(w, r * ld + left), s), fma(a, load8(w, r * ld + right), t)
        u, v = u + s, v + t
    store(y, i * ld + left, at_least(u, same8(y, 0.0)) if relu else u)
    store(y, i * ld + right, at_least(v, same8(y, 0.0)) if relu else v)


@kernel("T x[M,K], T w[W], T b[B], T y[Y], T acc[A], int n, int ld, int relu")
def thin(x, w, b, y, acc, n, ld, relu):
    """n columns, eight or more, of y = x @ w + b, cut off at zero with `relu`; there may be no b.

    w, b and y start at the first of these columns; `ld` is the row stride of w and y. `acc` is
    scratch, a table of M rows.
    """
    m, k = x.shape
    x = flat(x)
    step, whole, zero = acc.shape[0] // m, n // 16 * 16, like(acc[0], 0)
    for lo in range(0, whole, step):
        columns = min(step, whole - lo)
        for first in range(0, max(k, 1), DEPTH):
            last = min(first + DEPTH, k)
            eights = first + (last - first) // 8 * 8
            for j in range(acc.shape[0]):
                acc[j] = zero
            for r in range(first, eights, 8):
                for i in range(m):
                    add_eight(x, i * k + r, w, r * ld + lo, ld, acc, i * step, columns)
            for r in range(eights, last):
                for i in range(m):
                    add_one(x, i * k + r, w, r * ld + lo, acc, i * step, columns)
            for i in range(m):
                at, t = i * ld + lo, i * step
                for j in range(0, columns, 16):
                    v = load16(acc, t + j)
                    if first > 0:
                        v = v + load16(y, at + j)
                    elif b.shape[0]:
                        v = v + load16(b, lo + j)
                    if relu and last == k:
                        v = at_least(v, same16(y, 0.0))
                    store(y, at + j, v)
    if whole < n:
        for i in range(m):
            last_columns(x, w, b, y, k, i, n, ld, relu)
