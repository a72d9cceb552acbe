"""The same elements in another shape."""

import numpy as np

from kerastutor.graph.node import F, Op, op
from kerastutor.graph.shapes import axis_index, axis_tuple, count, known
from kerastutor.graph.static import partial_value
from kerastutor.ops.samples import ints, x23, x234


def fitted(name, old, new):
    """Shape `new` with its one -1 worked out from `old` where possible.

    # Raises
        ValueError: when the number of elements differs, or there is more than one -1.
    """
    new = tuple(None if n is None else int(n) for n in new)
    if new.count(-1) > 1 or any(n is not None and n < -1 for n in new):
        raise ValueError(
            "%s: target shape must hold sizes and at most one -1, got %s." % (name, new)
        )
    total, rest = count(old), count([n for n in new if n != -1])
    if -1 in new:
        if rest is None or total is None:
            if (
                rest is not None
                and known(old[1:])
                and old
                and old[0] is None
                and rest == count(old[1:])
            ):
                return tuple(old[0] if n == -1 else n for n in new)
            return tuple(None if n == -1 else n for n in new)
        if (rest == 0 and total != 0) or (rest and total % rest):
            raise ValueError(
                "%s: the %d elements of shape %s must divide evenly into target shape %s."
                % (name, total, tuple(old), new)
            )
        return tuple((total // rest if rest else 0) if n == -1 else n for n in new)
    if total is not None and rest is not None and total != rest:
        raise ValueError(
            "%s: target shape %s must have as many elements as shape %s (%d), got %d."
            % (name, new, tuple(old), total, rest)
        )
    return new


@op("reshape")
class Reshape(Op):
    """The same elements in the same order in another shape."""

    attrs = {"shape": ()}
    kernel = "alias"
    samples = [(x234, {"shape": (6, 4)}), (x234, {"shape": (-1, 2)}), (x234, {"shape": (24,)})]
    bad = [
        ((x234, {"shape": (5, 5)}), ValueError, "as many elements"),
        ((x234, {"shape": (-1, 7)}), ValueError, "divide evenly"),
    ]

    def infer(self, x):
        self.shape = tuple(int(n) for n in self.shape)
        return [(fitted(self.name, x.shape, self.shape), x.dtype)]

    def reference(self, x):
        return x.reshape(self.shape)

    def gradient(self, g, inputs, outputs):
        return [F.reshape_like(g, inputs[0])]


@op("reshape_to")
class ReshapeTo(Op):
    """Reshape to sizes that a tensor holds; they must follow from shapes alone."""

    kernel = "alias"
    shape_value = 1  # this input's value is needed to know the output's shape
    samples = [(x234, ints(4, 6)), (x234, ints(2, -1))]
    bad = [((x234, ints(5, 5)), ValueError, "as many elements")]

    def infer(self, x, shape):
        return [(fitted(self.name, x.shape, partial_value(shape)), x.dtype)]

    def reference(self, x, shape):
        return x.reshape(tuple(int(n) for n in shape))

    def gradient(self, g, inputs, outputs):
        return [F.reshape_like(g, inputs[0]), None]


@op("reshape_like")
class ReshapeLike(Op):
    """Reshape x to the shape of another tensor."""

    kernel = "alias"
    shape_only = (1,)
    samples = [(x234, x234.reshape(6, 4))]

    def infer(self, x, like):
        return [
            (
                fitted(self.name, x.shape, like.shape) if known(like.shape) else tuple(like.shape),
                x.dtype,
            )
        ]

    def reference(self, x, like):
        return x.reshape(like.shape)

    def gradient(self, g, inputs, outputs):
        return [F.reshape_like(g, inputs[0]), None]


@op("expand_dims")
class ExpandDims(Op):
    """A new axis of size 1."""

    attrs = {"axis": 0}
    kernel = "alias"
    samples = [(x23, {"axis": 0}), (x23, {"axis": -1}), (x23, {"axis": 1})]
    bad = [((x23, {"axis": 5}), ValueError, "axis must lie in")]

    def infer(self, x):
        self.axis = axis_index(self.name, self.axis, len(x.shape) + 1)
        return [(tuple(x.shape[: self.axis]) + (1,) + tuple(x.shape[self.axis :]), x.dtype)]

    def reference(self, x):
        return np.expand_dims(x, self.axis)

    def gradient(self, g, inputs, outputs):
        return [F.squeeze(g, axes=(self.axis,))]


@op("squeeze")
class Squeeze(Op):
    """Drop axes of size 1."""

    attrs = {"axes": None}
    kernel = "alias"
    samples = [(x23.reshape(2, 1, 3), {"axes": (1,)}), (x23.reshape(1, 6, 1), {"axes": (0, -1)})]
    bad = [((x23, {"axes": (0,)}), ValueError, "size 1")]

    def infer(self, x):
        self.axes = axis_tuple(self.name, self.axes, len(x.shape))
        for axis in self.axes:
            if x.shape[axis] not in (1, None):
                raise ValueError(
                    "squeeze: axis %d must have size 1, got shape %s." % (axis, tuple(x.shape))
                )
        return [(tuple(n for i, n in enumerate(x.shape) if i not in self.axes), x.dtype)]

    def reference(self, x):
        return np.squeeze(x, self.axes)

    def gradient(self, g, inputs, outputs):
        for axis in self.axes:
            g = F.expand_dims(g, axis=axis)
        return [g]
