"""Reductions of arrays seen as outer x axis x inner: y[o, i] combines x[o, :, i].

Sums of a vector run over blocks of 512 elements, whose sums are added in order, so that the
rounding error does not grow with the length as in one long chain.
"""

from kerastutor.kernels.jit import helper, kernel
from kerastutor.kernels.mathlib import like


@helper
def add_rows(x, y):
    """y[j] = sum over i of x[i, j], in blocks of rows."""
    n, m = x.shape
    for j in range(m):
        y[j] = like(y[0], 0)
    for i in range(n):
        r = x[i]
        for j in range(m):
            y[j] += r[j]


@helper
def add_all(r):
    """Sum of a vector: blocks of 512, their sums in order."""
    total = like(r[0], 0)
    n = r.shape[0]
    for start in range(0, n, 512):
        b = r[start : start + 512]
        s = like(r[0], 0)
        for t in range(b.shape[0]):
            s += b[t]
        total += s
    return total


@kernel("T x[O,A,I], T y[O,I], float scale")
def sum(x, y, scale):
    """Sum times `scale` (a mean when scale is 1 / A)."""
    c = like(y[0, 0], scale)
    for o in range(x.shape[0]):
        add_rows(x[o], y[o])
        for i in range(x.shape[2]):
            y[o, i] *= c


@kernel("T x[O,A], T y[O], float scale")
def sum_last(x, y, scale):
    """Sum along the last axis, times `scale`."""
    c = like(y[0], scale)
    for o in range(x.shape[0]):
        y[o] = add_all(x[o]) * c


@kernel("T x[O,A,I], T y[O,I]")
def prod(x, y):
    """Product."""
    for o in range(x.shape[0]):
        for i in range(x.shape[2]):
            p = x[o, 0, i]
            for a in range(1, x.shape[1]):
                p *= x[o, a, i]
            y[o, i] = p


@kernel("T x[O,A,I], T y[O,I]", fastmath=())
def max(x, y):
    """Largest element; NaN if there is one."""
    for o in range(x.shape[0]):
        for i in range(x.shape[2]):
            m = x[o, 0, i]
            for a in range(1, x.shape[1]):
                v = x[o, a, i]
                if v > m or v != v:
                    m = v
            y[o, i] = m


@kernel("T x[O,A,I], T y[O,I]", fastmath=())
def min(x, y):
    """Smallest element; NaN if there is one."""
    for o in range(x.shape[0]):
        for i in range(x.shape[2]):
            m = x[o, 0, i]
            for a in range(1, x.shape[1]):
                v = x[o, a, i]
                if v < m or v != v:
                    m = v
            y[o, i] = m


@kernel("bool x[O,A,I], bool y[O,I]")
def any(x, y):
    """True where some element is."""
    for o in range(x.shape[0]):
        for i in range(x.shape[2]):
            found = False
            for a in range(x.shape[1]):
                found = found or x[o, a, i]
            y[o, i] = found


@kernel("bool x[O,A,I], bool y[O,I]")
def all(x, y):
    """True where all elements are."""
    for o in range(x.shape[0]):
        for i in range(x.shape[2]):
            found = True
            for a in range(x.shape[1]):
                found = found and x[o, a, i]
            y[o, i] = found


@kernel("T x[O,A,I], int64 y[O,I]", fastmath=())
def argmax(x, y):
    """Index of the first largest element (of the first NaN, if there is one)."""
    for o in range(x.shape[0]):
        for i in range(x.shape[2]):
            at = 0
            m = x[o, 0, i]
            for a in range(1, x.shape[1]):
                v = x[o, a, i]
                if v > m or (v != v and m == m):
                    m = v
                    at = a
            y[o, i] = at


@kernel("T x[O,A,I], int64 y[O,I]", fastmath=())
def argmin(x, y):
    """Index of the first smallest element (of the first NaN, if there is one)."""
    for o in range(x.shape[0]):
        for i in range(x.shape[2]):
            at = 0
            m = x[o, 0, i]
            for a in range(1, x.shape[1]):
                v = x[o, a, i]
                if v < m or (v != v and m == m):
                    m = v
                    at = a
            y[o, i] = at
