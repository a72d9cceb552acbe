"""Values that follow from shapes alone: what `K.shape(x)[1] * 2` is, while the graph is being
built.

Integer vectors and scalars made from `shape`, constants, slices, concatenation and whole-number
arithmetic are followed; a size that is not known yet is None.
"""

import operator

import numpy as np

from kerastutor.graph.spec import Spec
from kerastutor.graph.tensor import Constant, Tensor

_ARITHMETIC = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "floordiv": operator.floordiv,
    "mod": operator.mod,
    "maximum": max,
    "minimum": min,
}
_SAME = {"identity", "cast", "stop_gradient", "reshape", "squeeze", "expand_dims"}


def partial_value(x):
    """Value of a small integer tensor as far as it is known.

    # Arguments
        x: tensor of rank 0 or 1, or an array.

    # Returns
        For a scalar an int or None; for a vector a tuple of int and None.
    """
    if isinstance(x, Spec):
        if x.value is not None:
            return _plain(x.value)
        return (None,) * x.size if len(x.shape) else None
    if not isinstance(x, Tensor):
        return _plain(np.asarray(x))
    if isinstance(x, Constant):
        return _plain(x.value)
    node = x.node
    if node is not None:
        name = node.op.name
        if name == "shape":
            return tuple(node.inputs[0].shape)
        if name == "axis_size":
            total = 1
            for axis in node.op.axes:
                size = node.inputs[0].shape[axis]
                total = None if size is None or total is None else total * size
            return total
        if name in _SAME and len(x.shape) <= 1:
            inner = partial_value(node.inputs[0])
            flat = inner if isinstance(inner, tuple) else (inner,)
            if len(x.shape) == 1:
                return flat
            return flat[0] if len(flat) == 1 else None
        if name == "slice":
            inner = partial_value(node.inputs[0])
            if isinstance(inner, tuple):
                return inner[node.op.begin[0] : node.op.end[0] : node.op.step[0]]
        if name == "concat" and len(x.shape) == 1:
            parts = [partial_value(part) for part in node.inputs]
            return tuple(
                v for part in parts for v in (part if isinstance(part, tuple) else (part,))
            )
        if name in _ARITHMETIC:
            return _combine(_ARITHMETIC[name], *[partial_value(part) for part in node.inputs])
    if len(x.shape) == 0:
        return None
    return (None,) * (x.shape[0] or 0) if len(x.shape) == 1 and x.shape[0] is not None else (None,)


def _plain(value):
    return value.item() if value.ndim == 0 else tuple([int(v) for v in value.tolist()])


def _combine(function, a, b):
    if isinstance(a, tuple) or isinstance(b, tuple):
        n = max(len(v) for v in (a, b) if isinstance(v, tuple))
        a = (
            a
            if isinstance(a, tuple) and len(a) == n
            else (a[0] if isinstance(a, tuple) else a,) * n
        )
        b = (
            b
            if isinstance(b, tuple) and len(b) == n
            else (b[0] if isinstance(b, tuple) else b,) * n
        )
        return tuple(_combine(function, p, q) for p, q in zip(a, b))
    return None if a is None or b is None else function(a, b)
