"""Parts of a tensor: between bounds that are numbers, or that tensors hold."""

import numpy as np

from kerastutor.graph.node import F, Op, op
from kerastutor.graph.static import partial_value
from kerastutor.ops.samples import ints, x23, x234


def _span(begin, end, step, size):
    """(first, stop, step) that Python slicing means for a known size."""
    return slice(begin, end, step).indices(size)


@op("slice")
class Slice(Op):
    """x[begin:end:step] on every axis; None as in Python slicing."""

    attrs = {"begin": (), "end": (), "step": ()}
    kernel = "slice"
    samples = [
        (x234, {"begin": (0, 1), "end": (1, None), "step": (1, 1)}),
        (x234, {"begin": (None, None, -3), "end": (None, None, None), "step": (1, 2, 1)}),
        (x234, {"begin": (None,), "end": (None,), "step": (-1,)}),
    ]

    def infer(self, x):
        if not len(self.begin) == len(self.end) == len(self.step) <= len(x.shape):
            raise ValueError(
                "slice: there must be at most %d indices for a tensor of shape %s, got %d."
                % (len(x.shape), tuple(x.shape), len(self.begin))
            )
        shape = list(x.shape)
        for i, (b, e, s) in enumerate(zip(self.begin, self.end, self.step)):
            if s == 0:
                raise ValueError("slice: step must not be 0.")
            if shape[i] is not None:
                shape[i] = len(range(*_span(b, e, s, shape[i])))
            elif not (b in (None, 0) and e is None and s in (None, 1)):
                ahead = b is not None and e is not None and (b >= 0) == (e >= 0) and s in (None, 1)
                shape[i] = max(e - b, 0) if ahead and b < 0 else None
        return [(tuple(shape), x.dtype)]

    def region(self, x):
        """Begin, end and step on each axis, for a tensor of known shape."""
        spans = [_span(b, e, s, n) for b, e, s, n in zip(self.begin, self.end, self.step, x.shape)]
        spans += [(0, n, 1) for n in x.shape[len(spans) :]]
        return [s[0] for s in spans], [s[1] for s in spans], [s[2] for s in spans]

    def reference(self, x):
        return x[tuple(slice(b, e, s) for b, e, s in zip(self.begin, self.end, self.step))]

    def gradient(self, g, inputs, outputs):
        return [F.slice_grad(g, inputs[0], begin=self.begin, end=self.end, step=self.step)]


@op("slice_grad")
class SliceGrad(Op):
    """Zeros in the shape of x, with g at the place that the slice took."""

    attrs = Slice.attrs
    shape_only = (1,)
    kernel = "slice_grad"
    samples = [(x23[:, 1:], x23, {"begin": (0, 1), "end": (None, None), "step": (1, 1)})]

    def infer(self, g, x):
        return [(tuple(x.shape), g.dtype)]

    def reference(self, g, x):
        out = np.zeros(x.shape, g.dtype)
        out[tuple(slice(b, e, s) for b, e, s in zip(self.begin, self.end, self.step))] = g
        return out

    def gradient(self, g, inputs, outputs):
        return [F.slice(g, begin=self.begin, end=self.end, step=self.step), None]


@op("slice_at")
class SliceAt(Op):
    """`size` elements of each axis from position `begin` on, which a tensor holds; size -1 means to
    the end.

    Where both follow from shapes the result may have any shape; a begin that depends on data needs
    fixed sizes.
    """

    attrs = {"size": None}
    samples = [(x234, ints(0, 1, 2), {"size": (1, 2, 2)}), (x234, ints(1, 0, 1), ints(1, -1, 2))]

    @property
    def shape_value(self):
        return 1 if self.size is not None and -1 in self.size else None

    def infer(self, x, begin, size=None):
        sizes = partial_value(size) if size is not None else self.size
        starts = partial_value(begin)
        shape = []
        for n, b, s in zip(x.shape, starts, sizes):
            shape.append((None if n is None or b is None else n - b) if s == -1 else s)
        return [(tuple(shape) + tuple(x.shape[len(shape) :]), x.dtype)]

    def _index(self, x, begin, size):
        sizes = self.size if size is None else size
        index = []
        for n, b, s in zip(x.shape, begin, sizes):
            stop = n if s == -1 else int(b) + int(s)
            if not 0 <= b <= stop <= n:
                raise ValueError(
                    "slice: begin and size must stay inside the axis of size %d, got begin %d "
                    "and size %d."
                    % (n, b, s)
                )
            index.append(slice(int(b), stop))
        return tuple(index)

    def reference(self, x, begin, size=None):
        return x[self._index(x, begin, size)]

    def gradient(self, g, inputs, outputs):
        x, begin = inputs[:2]
        return [F.slice_at_grad(g, x, begin)] + [None] * (len(inputs) - 1)


@op("slice_at_grad")
class SliceAtGrad(Op):
    """Zeros in the shape of x with g from position `begin` on."""

    shape_only = (1,)
    samples = [(x23[:1, :2], x23, ints(1, 0))]

    def infer(self, g, x, begin):
        return [(tuple(x.shape), g.dtype)]

    def reference(self, g, x, begin):
        out = np.zeros(x.shape, g.dtype)
        out[tuple(slice(int(b), int(b) + n) for b, n in zip(begin, g.shape))] = g
        return out

    def gradient(self, g, inputs, outputs):
        g0, x, begin = inputs
        return [F.slice_at(g, begin, F.shape(g0)), None, None]
