"""The same elements several times over: whole tensors, or each slice of an axis."""

import numpy as np

from kerastutor.graph.node import F, Op, op
from kerastutor.graph.shapes import axis_index
from kerastutor.graph.static import partial_value
from kerastutor.ops.samples import ints, x23, x234


@op("tile")
class Tile(Op):
    """The whole tensor repeated reps[i] times along axis i."""

    attrs = {"reps": ()}
    kernel = "tile"
    samples = [(x23, {"reps": (2, 1)}), (x23, {"reps": (1, 3)}), (x234, {"reps": (2, 1, 2)})]

    def infer(self, x):
        self.reps = tuple(int(r) for r in self.reps)
        if len(self.reps) != len(x.shape):
            raise ValueError(
                "tile: there must be one number of repetitions per axis of shape %s, got %s."
                % (tuple(x.shape), self.reps)
            )
        return [(tuple(None if n is None else n * r for n, r in zip(x.shape, self.reps)), x.dtype)]

    def reference(self, x):
        return np.tile(x, self.reps)

    def gradient(self, g, inputs, outputs):
        return [F.tile_grad(g, inputs[0])]


@op("tile_to")
class TileTo(Op):
    """Tile with the repetitions in a tensor; they must follow from shapes alone."""

    shape_value = 1
    kernel = "tile"
    samples = [(x23, ints(2, 2))]

    def infer(self, x, reps):
        values = partial_value(reps)
        return [
            (
                tuple(None if n is None or r is None else n * r for n, r in zip(x.shape, values)),
                x.dtype,
            )
        ]

    def reference(self, x, reps):
        return np.tile(x, tuple(int(r) for r in reps))

    def gradient(self, g, inputs, outputs):
        return [F.tile_grad(g, inputs[0]), None]


@op("tile_grad")
class TileGrad(Op):
    """Sum of the copies that tile made."""

    shape_only = (1,)
    kernel = "tile_grad"
    samples = [(np.tile(x23, (2, 1)), x23)]

    def infer(self, g, x):
        return [(tuple(x.shape), g.dtype)]

    def reference(self, g, x):
        split = []
        for whole, n in zip(g.shape, x.shape):
            split += [whole // n if n else 1, n]
        return np.asarray(g.reshape(split).sum(tuple(range(0, 2 * x.ndim, 2))), g.dtype)

    def gradient(self, g, inputs, outputs):
        g0, x = inputs
        return [F.tile_to(g, F.floordiv(F.shape(g0), F.shape(x))), None]


@op("repeat")
class Repeat(Op):
    """Each element `reps` times along an axis."""

    attrs = {"reps": 1, "axis": 0}
    kernel = "repeat"
    samples = [(x23, {"reps": 2, "axis": 0}), (x234, {"reps": 3, "axis": 1})]

    def infer(self, x):
        self.axis = axis_index(self.name, self.axis, len(x.shape))
        shape = list(x.shape)
        shape[self.axis] = None if shape[self.axis] is None else shape[self.axis] * int(self.reps)
        return [(tuple(shape), x.dtype)]

    def reference(self, x):
        return np.repeat(x, self.reps, self.axis)

    def gradient(self, g, inputs, outputs):
        return [F.repeat_grad(g, inputs[0], reps=self.reps, axis=self.axis)]


@op("repeat_grad")
class RepeatGrad(Op):
    """Sum over the copies of each element that repeat made."""

    attrs = Repeat.attrs
    shape_only = (1,)
    kernel = "repeat_grad"
    samples = [(np.repeat(x23, 2, 1), x23, {"reps": 2, "axis": 1})]

    def infer(self, g, x):
        return [(tuple(x.shape), g.dtype)]

    def reference(self, g, x):
        split = (
            g.shape[: self.axis]
            + (g.shape[self.axis] // self.reps, self.reps)
            + g.shape[self.axis + 1 :]
        )
        return np.asarray(g.reshape(split).sum(self.axis + 1), g.dtype)

    def gradient(self, g, inputs, outputs):
        return [F.repeat(g, reps=self.reps, axis=self.axis), None]
