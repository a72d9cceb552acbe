"""Which axes have equal sizes, before any size is known.

A batch size is None while a graph is rewritten; but that x, relu(x) and the gradient of either have
the *same* unknown size is plain from how they were made. `Sizes` gives every unknown size a name,
the (tensor, axis) where it came up first, and carries the names through the common ops.

Worked example: x has sizes (None, 3), known as ((x, 0), 3). h = x + w with w of sizes (3,) has the
same. `sum_to(g, h)`, where g has them too, sums over nothing, so the rewriter drops it.
"""

_LIKE = {
    "softmax": 0,
    "softmax_grad": 0,
    "log_softmax": 0,
    "categorical_crossentropy_grad": 2,
    "sparse_categorical_crossentropy_grad": 2,
    "binary_crossentropy": 1,
    "binary_crossentropy_grad": 2,
    "switch": 1,
    "reverse": 0,
    "cumsum": 0,
    "cumprod": 0,
    "sum_to": 1,
    "broadcast_to": 1,
    "reshape_like": 1,
    "zeros_like": 0,
    "ones_like": 0,
    "zero_gradient": 0,
    "slice_grad": 1,
    "tile_grad": 1,
    "repeat_grad": 1,
}
_SAMPLES = {"conv", "max_pool", "avg_pool", "dense", "max_pool_grad", "avg_pool_grad"}


class Sizes:
    """Names of the sizes of tensors. Show it every node, inputs before users."""

    def __init__(self):
        self._known = {}

    def see(self, node):
        """Take note of a node."""
        for x in node.outputs:
            if None in x.shape:
                inputs = [self.of(y) for y in node.inputs]
                if node.op.kernel == "elementwise" and inputs.count(inputs[0]) == len(inputs):
                    self._known[x] = inputs[0]
                else:
                    self._known[x] = _through(node, inputs, _fresh(x))

    def of(self, x):
        """Tuple with the size of each axis: an int, or the name of an unknown size."""
        shape = x.shape
        if None not in shape:
            return shape
        found = self._known.get(x)
        if found is None:
            found = self._known[x] = _fresh(x)
        return found

    def same(self, x, y):
        """True when two tensors have the same shape, whatever the unknown sizes turn out to be."""
        return len(x.shape) == len(y.shape) and self.of(x) == self.of(y)


def _fresh(x):
    """Sizes of a tensor of which nothing is known but its own shape."""
    return tuple([(x, i) if n is None else n for i, n in enumerate(x.shape)])


def _through(node, inputs, fresh):
    """Sizes of the output of a node, from those of its inputs; `fresh` where nothing is known."""
    op, name = node.op, node.op.name
    found = None
    if op.kernel == "elementwise":
        found = _broadcast(inputs, fresh)
    elif name in _LIKE:
        found = inputs[_LIKE[name]]
    elif name == "matmul" and len(fresh) == 2:
        a, b = inputs
        found = (a[1] if op.ta else a[0], b[0] if op.tb else b[1])
    elif name in ("categorical_crossentropy", "sparse_categorical_crossentropy"):
        found = [n for i, n in enumerate(inputs[1]) if i != op.axis]
    elif op.kernel == "reduce":
        found = [
            1 if i in op.axes else n
            for i, n in enumerate(inputs[0])
            if op.keepdims or i not in op.axes
        ]
    elif name == "transpose":
        found = [inputs[0][i] for i in op.perm]
    elif name == "slice":
        spans = zip(op.begin, op.end, op.step)
        whole = [b in (None, 0) and e is None and s in (None, 1) for b, e, s in spans]
        found = [
            n if i >= len(whole) or whole[i] else m
            for i, (n, m) in enumerate(zip(inputs[0], fresh))
        ]
    elif name == "expand_dims":
        found = (*inputs[0][: op.axis], 1, *inputs[0][op.axis :])
    elif name == "squeeze":
        found = [n for i, n in enumerate(inputs[0]) if i not in op.axes]
    elif name in _SAMPLES:
        found = inputs[0][:1] + fresh[1:]
    if found is None or len(found) != len(fresh):
        return fresh
    return tuple([m if isinstance(m, int) else n for n, m in zip(found, fresh)])


def _broadcast(shapes, fresh):
    """Sizes after NumPy broadcasting, where they follow."""
    found = list(fresh)
    for axis in range(1, len(fresh) + 1):
        here = {shape[-axis] for shape in shapes if axis <= len(shape)} - {1}
        if len(here) == 1:
            found[-axis] = here.pop()
    return found
