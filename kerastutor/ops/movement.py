"""Movement: the same elements in another shape or order, and tensors made from shapes."""

import numpy as np

from kerastutor.graph.node import F, Op, as_tensor, op
from kerastutor.graph.shapes import axis_index, axis_tuple, count, known
from kerastutor.graph.static import partial_value
from kerastutor.graph.tensor import Tensor

x23 = np.array([[-2.0, -0.5, 0.25], [0.5, 1.5, 3.0]], "float32")
x234 = np.linspace(-1.5, 2, 24, dtype="float32").reshape(2, 3, 4)
row3 = np.array([1.5, -2.0, 0.5], "float32")


def ints(*values):
    """Sample of a shape tensor."""
    return np.array(values, "int32")


# ---- another shape
# --------------------------------------------------------------------------------------------
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


# ---- another order
# --------------------------------------------------------------------------------------------
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


# ---- repetition and borders
# -----------------------------------------------------------------------------------
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


# ---- tensors from shapes
# --------------------------------------------------------------------------------------
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


class Index:
    """`x[...]` on tensors: integers, slices, None and Ellipsis as in Python; a tensor index gathers
    rows.
    """

    def __call__(self, x, index):
        if isinstance(index, Tensor):
            return F.gather(x, index)
        items = list(index) if isinstance(index, tuple) else [index]
        rank = len(x.shape)
        given = sum(1 for item in items if item is not None and item is not Ellipsis)
        if Ellipsis not in [item if item is Ellipsis else 0 for item in items]:
            items.append(Ellipsis)
        if given > rank:
            raise IndexError(
                "%s: there must be at most %d indices for shape %s, got %d."
                % (x.name, rank, tuple(x.shape), given)
            )
        begin, end, step, drop, new, starts = [], [], [], [], [], {}
        for item in items:
            here = len(begin)
            if item is Ellipsis:
                for _ in range(rank - given):
                    begin.append(None), end.append(None), step.append(1)
            elif item is None:
                new.append(here)
            elif isinstance(item, slice):
                if any(isinstance(part, Tensor) for part in (item.start, item.stop, item.step)):
                    raise TypeError(
                        "%s: slice bounds must be integers, got tensors. Use K.slice(x, start, "
                        "size)."
                        % x.name
                    )
                (
                    begin.append(item.start),
                    end.append(item.stop),
                    step.append(1 if item.step is None else item.step),
                )
            elif isinstance(item, Tensor):
                starts[here] = item
                drop.append(here), begin.append(None), end.append(None), step.append(1)
            elif isinstance(item, (int, np.integer)) and not isinstance(item, bool):
                size = x.shape[here]
                if size is not None and not -size <= item < size:
                    raise IndexError(
                        "%s: index must lie in [%d, %d) on axis %d, got %d."
                        % (x.name, -size, size, here, item)
                    )
                (
                    drop.append(here),
                    begin.append(int(item)),
                    end.append(int(item) + 1 or None),
                    step.append(1),
                )
            else:
                raise TypeError(
                    "%s: index must be an integer, slice, None, Ellipsis or tensor, got %r."
                    % (x.name, item)
                )
        if any(b is not None or e is not None or s != 1 for b, e, s in zip(begin, end, step)):
            x = F.slice(x, begin=tuple(begin), end=tuple(end), step=tuple(step))
        for axis, start in starts.items():
            vector = F.concat(
                *[
                    F.reshape(
                        F.cast(start, dtype="int32") if i == axis else as_tensor(0, "int32"),
                        shape=(1,),
                    )
                    for i in range(rank)
                ],
                axis=0,
            )
            x = F.slice_at(
                x,
                vector,
                F.concat(
                    F.shape(x)[:axis], as_tensor([1], "int32"), F.shape(x)[axis + 1 :], axis=0
                ),
            )
        if drop:
            x = F.squeeze(x, axes=tuple(drop))
        dropped = 0
        for i, axis in enumerate(new):
            dropped = sum(1 for d in drop if d < axis)
            x = F.expand_dims(x, axis=axis - dropped + i)
        return x


_index = Index()


def _getitem(self, index):
    return _index(self, index)


Tensor.__getitem__ = _getitem
