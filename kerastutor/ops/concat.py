"""Joining: tensors end to end along an axis, and a border around one."""

import numpy as np

from kerastutor.graph.node import F, Op, op
from kerastutor.graph.shapes import axis_index
from kerastutor.ops.samples import x23, x234


@op("concat")
class Concat(Op):
    """Tensors side by side along one axis."""

    attrs = {"axis": -1}
    kernel = "concat"
    samples = [
        (x23, x23, {"axis": 0}),
        (x23, x23[:, :1], x23, {"axis": 1}),
        (x234, x234, {"axis": 1}),
    ]
    bad = [
        ((x23, x23[:1], {"axis": 1}), ValueError, "equal sizes"),
        ((x23, x234, {"axis": 0}), ValueError, "number of axes"),
    ]

    def infer(self, *inputs):
        first = inputs[0]
        rank = len(first.shape)
        self.axis = axis_index(self.name, self.axis, rank)
        shape = list(first.shape)
        for x in inputs[1:]:
            if len(x.shape) != rank:
                raise ValueError(
                    "concat: inputs must have the same number of axes, got shapes %s."
                    % ", ".join(str(tuple(t.shape)) for t in inputs)
                )
            if x.dtype != first.dtype:
                raise TypeError(
                    "concat: inputs must have the same dtype, got %s."
                    % ", ".join(t.dtype for t in inputs)
                )
            for i, n in enumerate(x.shape):
                if i == self.axis:
                    shape[i] = None if shape[i] is None or n is None else shape[i] + n
                elif n is not None:
                    if shape[i] not in (None, n):
                        raise ValueError(
                            "concat: inputs must have equal sizes on every axis but %d, got "
                            "shapes %s."
                            % (self.axis, ", ".join(str(tuple(t.shape)) for t in inputs))
                        )
                    shape[i] = n
        return [(tuple(shape), first.dtype)]

    def reference(self, *inputs):
        return np.concatenate(inputs, self.axis)

    def gradient(self, g, inputs, outputs):
        return [F.concat_part(g, *inputs, axis=self.axis, index=i) for i in range(len(inputs))]


@op("concat_part")
class ConcatPart(Op):
    """The part of a concatenated tensor that came from input `index`; the other inputs give sizes
    only.
    """

    attrs = {"axis": 0, "index": 0}
    samples = [(np.concatenate([x23, x23[:, :1]], 1), x23, x23[:, :1], {"axis": 1, "index": 1})]
    kernel = "slice"

    @property
    def shape_only(self):
        return range(1, 1 << 20)

    def infer(self, g, *inputs):
        shape = list(g.shape)
        shape[self.axis] = inputs[self.index].shape[self.axis]
        return [(tuple(shape), g.dtype)]

    def region(self, g, *inputs):
        """Begin, end and step on each axis."""
        start = sum(x.shape[self.axis] for x in inputs[: self.index])
        begin, end = [0] * len(g.shape), list(g.shape)
        begin[self.axis], end[self.axis] = start, start + inputs[self.index].shape[self.axis]
        return begin, end, [1] * len(g.shape)

    def reference(self, g, *inputs):
        begin, end, _ = self.region(g, *inputs)
        return g[tuple(slice(b, e) for b, e in zip(begin, end))]

    def gradient(self, g, inputs, outputs):
        whole, *parts = inputs
        pieces = [g if i == self.index else F.zeros_like(x) for i, x in enumerate(parts)]
        return [F.concat(*pieces, axis=self.axis)] + [None] * len(parts)


@op("pad")
class Pad(Op):
    """A border of a constant value: pads[i] = (before, after) elements on axis i."""

    attrs = {"pads": (), "value": 0.0}
    kernel = "pad"
    samples = [
        (x23, {"pads": ((1, 0), (0, 2))}),
        (x234, {"pads": ((0, 0), (1, 1), (2, 0)), "value": 3.0}),
    ]

    def infer(self, x):
        self.pads = tuple((int(a), int(b)) for a, b in self.pads)
        if len(self.pads) != len(x.shape):
            raise ValueError(
                "pad: there must be one (before, after) pair per axis of shape %s, got %s."
                % (tuple(x.shape), self.pads)
            )
        return [
            (
                tuple(None if n is None else n + a + b for n, (a, b) in zip(x.shape, self.pads)),
                x.dtype,
            )
        ]

    def reference(self, x):
        return np.pad(x, self.pads, constant_values=self.value)

    def gradient(self, g, inputs, outputs):
        return [
            F.slice(
                g,
                begin=tuple(a for a, _ in self.pads),
                end=tuple(-b or None for _, b in self.pads),
                step=(1,) * len(self.pads),
            )
        ]
