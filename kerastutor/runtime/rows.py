"""`Rows`: some rows of an array, before they are copied."""

import numpy as np


class Rows:
    """Some rows of an array, which a `Function` takes in place of an array with these rows.

    They are then copied once, to where its plan reads them. A copy in between would cost up to a
    fifth of a small step on large samples, most of it for new memory.

    # Arguments
        source: array.
        ids: array of indices of its rows, all of them in range.
    """

    __slots__ = ("source", "ids", "shape", "dtype", "ndim")

    def __init__(self, source, ids):
        self.source, self.ids = source, ids
        self.shape, self.dtype, self.ndim = (len(ids), *source.shape[1:]), source.dtype, source.ndim

    def into(self, buffer):
        """Copy them to an array of their shape and type."""
        # The indices are in range; NumPy writes straight to the buffer only if it need not check.
        self.source.take(self.ids, 0, buffer, "clip")

    def __array__(self, dtype=None, copy=None):
        """An array with a copy of them."""
        return np.asarray(self.source.take(self.ids, 0), dtype)
