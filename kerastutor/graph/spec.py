"""Concrete tensors: what a symbolic tensor is once the shapes of the inputs are known."""

import numpy as np

from kerastutor.graph.shapes import count


class Spec:
    """Shape and data type of a tensor of a plan, and its value when that is known while planning.

    It stands in for a symbolic tensor in `Op.infer`.
    """

    __slots__ = ("shape", "dtype", "value", "itemsize", "size", "nbytes")
    node = None

    def __init__(self, shape, dtype, value=None):
        self.shape = tuple(shape)
        self.dtype = dtype
        self.value = value
        self.itemsize = np.dtype(dtype).itemsize
        self.size = count(self.shape)
        self.nbytes = None if self.size is None else self.size * self.itemsize

    def __repr__(self):
        return "Spec(%s, %s%s)" % (self.shape, self.dtype, "" if self.value is None else ", known")
