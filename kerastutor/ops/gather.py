"""Rows of a table by index, and what goes with class indices: one-hot vectors, top-k membership."""

import numpy as np

from kerastutor import dtypes
from kerastutor.graph.node import F, Op, op

_table = np.linspace(-2, 3, 21, dtype="float32").reshape(7, 3)
_cube = np.linspace(-2, 3, 24, dtype="float32").reshape(4, 2, 3)
_flat = np.array([0.5, -1.5, 2.0, 4.0], "float32")
_scores = np.array([[0.1, 0.7, 0.2, 0.7], [0.4, 0.3, 0.2, 0.1], [0.0, 0.0, 0.0, 1.0]], "float32")


def ints(*values):
    """Sample of indices."""
    return np.array(values, "int32")


def check_index_type(name, indices):
    """Raise unless the indices are integers."""
    if indices.dtype not in dtypes.INTEGERS:
        raise TypeError(
            f"{name}: indices must be integers, got {indices.dtype}. Convert with K.cast(indices, "
            "'int32')."
        )


def check_range(name, indices, size):
    """Raise ValueError unless all indices lie in [0, size)."""
    if indices.size and (indices.min() < 0 or indices.max() >= size):
        wrong = indices[(indices < 0) | (indices >= size)].flat[0]
        raise ValueError(
            f"{name}: indices must lie in [0, {size}), got {wrong}. Check the largest index in "
            "your data against the number of rows (input_dim of an Embedding)."
        )


@op("gather")
class Gather(Op):
    """Rows of a table: out[i...] = table[indices[i...]]."""

    kernel = "gather"
    samples = [
        (_table, ints(3, 0, 3, 6)),
        (_table, ints([1, 2], [0, 1], [6, 6])),
        (_cube, ints([3, 0, 1])),
        (_flat, ints(2, 2)),
        (_table, np.array(4, "int64")),
        (_table, np.array([5, 5], "uint8")),
        (np.arange(6, dtype="int32").reshape(3, 2), ints(2, 0)),
    ]
    bad = [
        ((_table, ints(0, 7)), ValueError, r"\[0, 7\), got 7"),
        ((_table, ints(-1)), ValueError, "got -1"),
        ((_table, _flat), TypeError, "must be integers"),
        ((np.float32(1), ints(0)), ValueError, "at least 1 axis"),
    ]

    def infer(self, table, indices):
        check_index_type(self.name, indices)
        if not len(table.shape):
            raise ValueError(f"{self.name}: table must have at least 1 axis, got a scalar.")
        return [(tuple(indices.shape) + tuple(table.shape[1:]), table.dtype)]

    def reference(self, table, indices):
        check_range(self.name, indices, len(table))
        return table[indices]

    def gradient(self, g, inputs, outputs):
        table, indices = inputs
        return [F.gather_grad(g, indices, table), None]


@op("gather_grad")
class GatherGrad(Op):
    """Rows of g added up at their indices in a table of zeros; of `like` only the shape is used."""

    kernel = "gather_grad"
    shape_only = (2,)
    samples = [
        (_table[:4], ints(3, 0, 3, 6), _table),
        (_cube[:, :, :2], ints([1, 2], [0, 1], [6, 6], [1, 1]), _table[:, :2]),
        (_cube[:1], ints(3), _cube),
        (_flat[:2], ints(2, 2), _flat),
        (_table[0], np.array(4, "int64"), _table),
    ]
    bad = [
        ((_table[:1], ints(9), _table), ValueError, "got 9"),
        ((_table[:2], ints(0), _table), ValueError, "gradient must have shape"),
    ]

    def infer(self, g, indices, like):
        check_index_type(self.name, indices)
        want = tuple(indices.shape) + tuple(like.shape[1:])
        if len(g.shape) != len(want) or any(
            None not in (a, b) and a != b for a, b in zip(want, g.shape, strict=False)
        ):
            raise ValueError(f"{self.name}: gradient must have shape {want}, got {tuple(g.shape)}.")
        return [(tuple(like.shape), g.dtype)]

    def reference(self, g, indices, like):
        check_range(self.name, indices, like.shape[0])
        out = np.zeros(like.shape, g.dtype)
        np.add.at(out, indices.reshape(-1), g.reshape((indices.size,) + tuple(like.shape[1:])))
        return out

    def gradient(self, g, inputs, outputs):
        return [F.gather(g, inputs[1]), None, None]


@op("one_hot")
class OneHot(Op):
    """A new last axis of `depth` zeros with a 1 at the index; all zeros for an index outside."""

    attrs = {"depth": 1, "dtype": "float32"}
    kernel = "one_hot"
    gradient = None
    samples = [
        (ints(2, 0, 1), {"depth": 3}),
        (ints([2, 0], [5, -1]), {"depth": 4, "dtype": "int32"}),
        (np.array(1, "int64"), {"depth": 2, "dtype": "bool"}),
        (ints(), {"depth": 0}),
    ]
    bad = [
        ((_flat, {"depth": 3}), TypeError, "must be integers"),
        ((ints(1), {"depth": -1}), ValueError, "depth must be"),
    ]

    def infer(self, indices):
        check_index_type(self.name, indices)
        if self.depth < 0:
            raise ValueError(f"{self.name}: depth must be 0 or more, got {self.depth}.")
        self.depth = int(self.depth)
        return [(tuple(indices.shape) + (self.depth,), self.dtype)]

    def reference(self, indices):
        return (indices[..., None] == np.arange(self.depth)).astype(self.dtype)


@op("in_top_k")
class InTopK(Op):
    """Whether each target class (B,) is among the k highest of its row of predictions (B, C).

    Fewer than k classes must score strictly higher, so ties count as in. A target outside [0, C),
    or a row that is not finite where it matters, is never in.
    """

    attrs = {"k": 1}
    kernel = "in_top_k"
    gradient = None
    samples = [
        (_scores, ints(1, 0, 2), {"k": 1}),
        (_scores, ints(3, 2, 0), {"k": 2}),
        (_scores, ints(0, 3, 9), {"k": 4}),
        (
            np.array([[1, np.nan], [np.inf, 0], [2, 1]], "float32"),
            np.array([0, 0, 0], "int64"),
            {"k": 2},
        ),
    ]
    bad = [
        ((_scores, ints(1, 0)), ValueError, "one target per row"),
        ((_scores, _flat[:3]), TypeError, "must be integers"),
        ((_flat, ints(0)), ValueError, "2 axes"),
    ]

    def infer(self, predictions, targets):
        check_index_type(self.name, targets)
        if len(predictions.shape) != 2:
            raise ValueError(
                f"{self.name}: predictions must have 2 axes (batch, classes), got shape "
                f"{tuple(predictions.shape)}."
            )
        if not dtypes.is_float(predictions.dtype):
            raise TypeError(
                f"{self.name}: predictions must have a float type, got {predictions.dtype}."
            )
        b, t = predictions.shape[0], targets.shape[0] if len(targets.shape) == 1 else -1
        if t == -1 or (None not in (b, t) and b != t):
            raise ValueError(
                f"{self.name}: there must be one target per row of predictions, got shapes "
                f"{tuple(predictions.shape)} and {tuple(targets.shape)}."
            )
        return [((b if b is not None else t,), "bool")]

    def reference(self, predictions, targets):
        classes = predictions.shape[1]
        inside = (targets >= 0) & (targets < classes)
        if not classes:
            return inside
        own = predictions[np.arange(len(targets)), np.where(inside, targets, 0)]
        finite = np.isfinite(predictions).all(1)
        return inside & finite & ((predictions > own[:, None]).sum(1) < self.k)
