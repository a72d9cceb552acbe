"""Tensors made from shapes: the sizes themselves, constants, ranges."""

import numpy as np

from kerastutor.graph.node import Op, op
from kerastutor.graph.static import partial_value
from kerastutor.ops.samples import ints, x23, x234


@op("shape")
class Shape(Op):
    """The sizes of x as an int32 vector."""

    shape_only = (0,)
    gradient = None
    samples = [(x234,)]

    def infer(self, x):
        return [((len(x.shape),), "int32")]

    def reference(self, x):
        return np.array(x.shape, "int32")


@op("fill")
class Fill(Op):
    """A tensor of one value, with the sizes that a tensor holds."""

    attrs = {"value": 0.0, "dtype": "float32"}
    shape_value = 0
    gradient = None
    kernel = "fill"
    samples = [(ints(2, 3), {"value": 1.5}), (ints(), {"value": 2, "dtype": "int32"})]

    def infer(self, shape):
        return [(tuple(partial_value(shape)), self.dtype)]

    @property
    def fill(self):
        """The value."""
        return self.value

    def reference(self, shape):
        return np.full(tuple(int(n) for n in shape), self.value, self.dtype)


@op("arange")
class Arange(Op):
    """start, start + step ... below stop; the bounds must follow from shapes alone."""

    attrs = {"dtype": "int32"}
    shape_value = (0, 1, 2)
    gradient = None
    samples = [(np.array(1, "int32"), np.array(7, "int32"), np.array(2, "int32"))]

    def infer(self, start, stop, step):
        values = [partial_value(t) for t in (start, stop, step)]
        if None in values:
            return [((None,), self.dtype)]
        return [((len(np.arange(*values)),), self.dtype)]

    def reference(self, start, stop, step):
        return np.arange(start, stop, step, self.dtype)


class Like(Op):
    """Family: a constant with the shape of the input."""

    attrs = {"dtype": None}
    shape_only = (0,)
    kernel = "fill"
    samples = [(x23,), (x23, {"dtype": "int32"})]

    def infer(self, x):
        return [(tuple(x.shape), self.dtype or x.dtype)]

    def reference(self, x):
        return np.full(x.shape, self.fill, self.dtype or x.dtype)

    def gradient(self, g, inputs, outputs):
        return [None]


@op("zeros_like")
class ZerosLike(Like):
    """Zeros in the shape of x."""

    fill = 0


@op("ones_like")
class OnesLike(Like):
    """Ones in the shape of x."""

    fill = 1
