"""Broadcasting to the shape of another tensor, and the sum that undoes it."""

import numpy as np

from kerastutor.graph.node import F, Op, op
from kerastutor.ops.samples import row3, x23, x234


@op("broadcast_to")
class BroadcastTo(Op):
    """x repeated to the shape of another tensor, by broadcasting."""

    shape_only = (1,)
    kernel = "broadcast"
    alias_if_same_shape = True
    samples = [(row3, x23), (x23[:, :1], x23), (np.float32(2), x23)]
    bad = [((x23, row3), ValueError, "broadcast")]

    def infer(self, x, like):
        rank = len(like.shape)
        fits = len(x.shape) <= rank and all(
            a in (1, None) or b is None or a == b for a, b in zip(x.shape[::-1], like.shape[::-1])
        )
        if not fits:
            raise ValueError(
                "broadcast_to: shape %s must broadcast to shape %s."
                % (tuple(x.shape), tuple(like.shape))
            )
        return [(tuple(like.shape), x.dtype)]

    def reference(self, x, like):
        return np.array(np.broadcast_to(x, like.shape))

    def gradient(self, g, inputs, outputs):
        return [F.sum_to(g, inputs[0]), None]


@op("sum_to")
class SumTo(Op):
    """g summed down to the shape of x: the gradient of broadcasting x."""

    shape_only = (1,)
    kernel = "sum_to"
    alias_if_same_shape = True
    samples = [
        (x23, row3),
        (x23, x23[:, :1]),
        (x23, np.float32(0)),
        (x234, x234),
        (x234, x23[:1, :1]),
    ]

    def infer(self, g, x):
        return [(tuple(x.shape), g.dtype)]

    def axes(self, g, x):
        """Axes of g to sum over."""
        extra = len(g.shape) - len(x.shape)
        return tuple(range(extra)) + tuple(
            i + extra for i, n in enumerate(x.shape) if n == 1 and g.shape[i + extra] != 1
        )

    def reference(self, g, x):
        return np.asarray(g.sum(self.axes(g, x), dtype=g.dtype).reshape(x.shape), g.dtype)

    def gradient(self, g, inputs, outputs):
        return [F.broadcast_to(g, inputs[0]), None]
