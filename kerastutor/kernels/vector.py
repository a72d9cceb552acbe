"""Vectors of eight numbers, for the inner loops where the compiler does not find them by itself.

Plain Python here, on NumPy arrays of 8. In compiled code a vector lives in registers, `+`, `-`,
`*` and `/` work on it, and nothing is checked (vector_intrinsics.py). Arrays are flat.
"""

import numpy as np

LANES = 8


def _part(a, i):
    """A view of 8 elements from element i on."""
    return np.lib.stride_tricks.as_strided(a[i:], (LANES,), (a.itemsize,))


def load8(a, i):
    """Elements i to i + 7."""
    return _part(a, i).copy()


def store8(a, i, v):
    """Write a vector to elements i to i + 7."""
    _part(a, i)[...] = v


def repeat8(a, i):
    """Element i, eight times."""
    return np.full(LANES, a[i])


def same8(a, x):
    """A number, eight times, in the type of the array a."""
    return np.full(LANES, a.dtype.type(x))


def fma8(a, b, c):
    """a * b + c."""
    return a * b + c


def prefetch(a, i):
    """Ask for the line of the cache with element i, which may lie outside; changes nothing."""


def where_positive(x, a):
    """a where x > 0, zero elsewhere; for vectors and for single numbers."""
    return np.where(x > 0, a, a * 0)[()]


def at_least(x, low):
    """x, or `low` where x is below it; NaN stays. For vectors and for single numbers."""
    return np.where(x < low, low, x)[()]


def at_most(x, high):
    """x, or `high` where x is above it; NaN stays. For vectors and for single numbers."""
    return np.where(x > high, high, x)[()]


def two_to(t):
    """2**n for the float32 t = n + 1.5 * 2**23, whose last bits are the whole number n."""
    return ((t.view(np.int32) << 23) + np.int32(127 << 23)).view(np.float32)


def larger8(a, b):
    """The larger of each pair, NaN where one is NaN; b where they are equal."""
    return np.where((a > b) | (a != a), a, b)


def where_same8(a, b, x, y):
    """x where a equals b or both are NaN, else y."""
    return np.where((a == b) | ((a != a) & (b != b)), x, y)


def flat(a):
    """A C-ordered array seen as one long row."""
    return a.reshape(-1)
