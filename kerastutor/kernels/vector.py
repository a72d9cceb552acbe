"""Vectors of eight or sixteen numbers, for the inner loops where the compiler does not find them by
itself.

Plain Python here, on small NumPy arrays. In compiled code a vector lives in registers (in two of
them, where one is too short), `+`, `-`, `*` and `/` work on it, and nothing is checked
(vector_intrinsics.py). Arrays are flat.
"""

import numpy as np


def wide():
    """Whether the processor has 32 registers of sixteen float32 (AVX-512), so that larger tiles
    pay. Compiled, a constant, so that the other branch leaves no trace.
    """
    return False


def _part(a, i, lanes):
    """A view of some elements from element i on."""
    return np.lib.stride_tricks.as_strided(a[i:], (lanes,), (a.itemsize,))


def load8(a, i):
    """Elements i to i + 7."""
    return _part(a, i, 8).copy()


def load16(a, i):
    """Elements i to i + 15."""
    return _part(a, i, 16).copy()


def load_like(v, a, i):
    """As many elements from i on as the vector v has."""
    return _part(a, i, len(v)).copy()


def store(a, i, v):
    """Write a vector to the elements from i on."""
    _part(a, i, len(v))[...] = v


def repeat8(a, i):
    """Element i, eight times."""
    return np.full(8, a[i])


def repeat16(a, i):
    """Element i, sixteen times."""
    return np.full(16, a[i])


def same8(a, x):
    """A number, eight times, in the type of the array a."""
    return np.full(8, a.dtype.type(x))


def same16(a, x):
    """A number, sixteen times, in the type of the array a."""
    return np.full(16, a.dtype.type(x))


def fma(a, b, c):
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


def larger_each(a, b):
    """The larger of each pair, NaN where one is NaN; b where they are equal."""
    return np.where((a > b) | (a != a), a, b)


def where_same(a, b, x, y):
    """x where a equals b or both are NaN, else y."""
    return np.where((a == b) | ((a != a) & (b != b)), x, y)


def flat(a):
    """A C-ordered array seen as one long row."""
    return a.reshape(-1)
