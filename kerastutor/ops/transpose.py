"""The same elements in another order: axes exchanged, axes backwards."""

import numpy as np

from kerastutor.graph.node import F, Op, op
from kerastutor.graph.shapes import axis_tuple
from kerastutor.ops.samples import x23, x234


@op("transpose")
class Transpose(Op):
    """Axes in another order: output axis i is input axis perm[i]. None reverses them."""

    attrs = {"perm": None}
    kernel = "transpose"
    samples = [(x23,), (x234, {"perm": (0, 2, 1)}), (x234, {"perm": (2, 0, 1)})]
    bad = [((x23, {"perm": (0, 0)}), ValueError, "each axis once")]

    def infer(self, x):
        rank = len(x.shape)
        perm = (
            tuple(range(rank))[::-1]
            if self.perm is None
            else tuple(int(i) % max(rank, 1) for i in self.perm)
        )
        if sorted(perm) != list(range(rank)):
            raise ValueError(
                "transpose: perm must name each axis once for a tensor with %d axes, got %s."
                % (rank, self.perm)
            )
        self.perm = perm
        return [(tuple(x.shape[i] for i in perm), x.dtype)]

    def reference(self, x):
        return np.transpose(x, self.perm)

    def gradient(self, g, inputs, outputs):
        return [F.transpose(g, perm=tuple(int(i) for i in np.argsort(self.perm)))]


@op("reverse")
class Reverse(Op):
    """Elements in opposite order along axes."""

    attrs = {"axes": (0,)}
    kernel = "reverse"
    samples = [(x234, {"axes": (0,)}), (x234, {"axes": (1, -1)})]

    def infer(self, x):
        self.axes = axis_tuple(self.name, self.axes, len(x.shape))
        return [(tuple(x.shape), x.dtype)]

    def reference(self, x):
        return np.flip(x, self.axes)

    def gradient(self, g, inputs, outputs):
        return [F.reverse(g, axes=self.axes)]
