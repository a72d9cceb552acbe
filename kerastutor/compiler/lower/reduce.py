"""Reductions, positions of extremes, running sums.

Kernels reduce the middle one of three axes: (outer, axis, inner) -> (outer, inner). Worked example,
the mean of images (N, H, W, C) over N, H and W: neighbouring axes are seen as one, (1, N*H*W, C),
so that is one call. Over N and W, with H between them, it takes two: first over W, (N*H, W, C) ->
(N*H, C), which goes to scratch memory, then over N, (1, N, H*C) -> (H*C).
"""

from kerastutor.compiler.job import ALIAS, PART, SKIP, WHOLE, Job, moving
from kerastutor.compiler.lower import lowering
from kerastutor.compiler.memory import padded
from kerastutor.graph.shapes import count
from kerastutor.kernels import kernels

_FLOATS = ("float32", "float64")
_NUMBERS = _FLOATS + ("int32", "int64")
# nanoseconds per element
_SLOW = {"max": 2.5, "min": 2.5, "any": 1.0, "all": 1.0, "logsumexp": 5.0}


def runs(shape, axes):
    """Neighbouring axes as one: list of [size, whether it is reduced], axes of size 1 left out."""
    found = []
    for i, n in enumerate(shape):
        if n != 1:
            if found and found[-1][1] == (i in axes):
                found[-1][0] *= n
            else:
                found.append([n, i in axes])
    return found


def _steps(shape, axes):
    """(outer, axis, inner) of each call, the last axes first."""
    left, steps = runs(shape, axes), []
    for i in range(len(left) - 1, -1, -1):
        if left[i][1]:
            inner = count([n for n, _ in left[i + 1 :]])
            steps.append((count([n for n, _ in left[:i]]), left[i][0], inner))
            del left[i]
    return steps


def reduction(node, name, x, out, axes, rest=(), shape=None):
    """Job that reduces `x`, or ALIAS, or None when no kernel fits.

    # Arguments
        name: which reduction.
        x, out: Specs.
        axes: the axes.
        rest: access of the inputs after the first.
        shape: shape as which `x` is seen, when it is not its own.
    """
    kind, shape = x.dtype, x.shape if shape is None else shape
    allowed = _NUMBERS
    if name in ("any", "all"):
        allowed = ("bool",)
    elif name in ("mean", "logsumexp"):
        allowed = _FLOATS
    if kind not in allowed or x.size == 0:
        return None
    steps = _steps(shape, axes)
    if not steps:
        return ALIAS
    outer, axis, inner = steps[0]
    loops = outer * (axis if inner > 1 else 1)  # innermost loops
    cost = moving(x.nbytes) + 1e-3 * (_SLOW.get(name, 0.0) * x.size + 3.0 * loops)
    if name == "sum" and len(steps) == 1 and outer == 1 and inner > 1 and kind in _FLOATS:
        return Job(node, (WHOLE, *rest), inner, cost, sum_of_rows(x, axis, inner), flops=x.size)
    made = 1.0
    for _, n, _ in steps:
        made *= n
    scale = 1.0 / made if name == "mean" else 1.0
    parts = steps[-1][0]  # what comes before the first reduced axis
    sizes = [outer * inner * x.itemsize for outer, _, inner in steps[:-1]]

    def scratch(lo, hi, of):
        return sum([padded(size * (hi - lo) // of) for size in sizes])

    def emit(ins, outs, lo, hi, of):
        rows, source = [], ins[0]
        free = outs[1] if sizes else 0
        for i, (outer, axis, inner) in enumerate(steps):
            last = i == len(steps) - 1
            target = outs[0] if last else free
            rows.append(
                _row(
                    name,
                    kind,
                    source,
                    target,
                    (outer * (hi - lo) // of, axis, inner),
                    scale if last else 1.0,
                )
            )
            if not last:
                source, free = free, free + padded(sizes[i] * (hi - lo) // of)
        return rows

    return Job(
        node,
        (PART if parts > 1 else WHOLE, *rest),
        parts,
        cost,
        emit,
        scratch=scratch if sizes else None,
        flops=x.size,
    )


def _row(name, kind, source, target, sizes, scale):
    """Row of one call."""
    name = "sum" if name == "mean" else name
    types = (kind,) if kind != "bool" else ()
    outer, axis, inner = sizes
    if name != "sum":
        return kernels[name].row(types, [source, target], [outer, axis, inner])
    if inner == 1:
        return kernels["sum_last"].row(types, [source, target], [outer, axis], (scale,))
    return kernels["sum"].row(types, [source, target], [outer, axis, inner], (scale,))


def sum_of_rows(x, rows, columns):
    """The `emit` of a job that adds up the rows of a matrix of x's element type, cut by columns."""

    def emit(ins, outs, lo, hi, of):
        first, here = columns * lo // of, columns * (hi - lo) // of
        if here == columns:
            return [_row("sum", x.dtype, ins[0], outs[0], (1, rows, columns), 1.0)]
        return [
            kernels["column_sums"].row(
                (x.dtype,),
                [ins[0] + first * x.itemsize, outs[0]],
                [(rows - 1) * columns + here, here],
                (rows, columns),
            )
        ]

    return emit


@lowering("reduce", shared=True)
def reduce(node, inputs, outputs):
    """Job for sum, mean, prod, max, min, any, all, logsumexp."""
    return reduction(node, node.op.name, inputs[0], outputs[0], node.op.axes)


@lowering("moments", shared=True)
def moments(node, inputs, outputs):
    """Job for mean and variance along neighbouring axes."""
    return _one_call(node, inputs[0], (), 2)


@lowering("prod_grad", shared=True)
def prod_grad(node, inputs, outputs):
    """Job for the gradient of a product along neighbouring axes."""
    g, x = inputs
    return _one_call(node, x, (PART,), 3) if g.shape == x.shape else None


def _one_call(node, x, rest, passes):
    """Job of a kernel on (outer, axis, inner); None when the axes are not neighbours."""
    steps = _steps(x.shape, node.op.axes)
    if x.dtype not in _FLOATS or x.size == 0 or len(steps) != 1:
        return None
    outer, axis, inner = steps[0]

    def emit(ins, outs, lo, hi, of):
        sizes = [outer * (hi - lo) // of, axis, inner]
        return [kernels[node.op.name].row((x.dtype,), [*ins, *outs], sizes)]

    cost = moving(passes * x.nbytes) + 2e-3 * x.size
    return Job(node, (PART if outer > 1 else WHOLE,) + rest, outer, cost, emit)


@lowering("sum_to", shared=True)
def sum_to(node, inputs, outputs):
    """Job for the gradient of broadcasting: sum over the repeated axes."""
    return reduction(node, "sum", inputs[0], outputs[0], node.op.axes(*inputs), (SKIP,))


@lowering("tile_grad", shared=True)
def tile_grad(node, inputs, outputs):
    """Job for the gradient of tile: sum over the copies."""
    g, x = inputs
    if not x.size:
        return None
    shape = [size for whole, n in zip(g.shape, x.shape) for size in (whole // n, n)]
    return reduction(node, "sum", g, outputs[0], range(0, len(shape), 2), (SKIP,), shape)


@lowering("repeat_grad", shared=True)
def repeat_grad(node, inputs, outputs):
    """Job for the gradient of repeat: sum over the copies of each element."""
    g, axis, times = inputs[0], node.op.axis, int(node.op.reps)
    if not g.size:
        return None
    shape = (*g.shape[:axis], g.shape[axis] // times, times, *g.shape[axis + 1 :])
    return reduction(node, "sum", g, outputs[0], (axis + 1,), (SKIP,), shape)


@lowering("argreduce", shared=True)
def argreduce(node, inputs, outputs):
    """Job for argmax and argmin."""
    x, at = inputs[0], node.op.axis
    if x.dtype not in _NUMBERS or x.size == 0:
        return None
    outer, axis, inner = count(x.shape[:at]), x.shape[at], count(x.shape[at + 1 :])
    made = kernels[node.op.name]

    def emit(ins, outs, lo, hi, of):
        return [made.row((x.dtype,), [ins[0], outs[0]], [outer * (hi - lo) // of, axis, inner])]

    return Job(
        node, (PART if outer > 1 else WHOLE,), outer, moving(2 * x.nbytes) + 1.6e-3 * x.size, emit
    )


@lowering("running", shared=True)
def running(node, inputs, outputs):
    """Job for cumsum and cumprod."""
    x, at = inputs[0], node.op.axis
    if x.dtype not in _NUMBERS or x.size == 0:
        return None
    if x.shape[at] == 1:
        return ALIAS
    outer, axis, inner = count(x.shape[:at]), x.shape[at], count(x.shape[at + 1 :])
    made = kernels[node.op.name]
    cost = moving(2 * x.nbytes) + (8e-4 * x.size if inner == 1 else 0.0)

    def emit(ins, outs, lo, hi, of):
        here = outer * (hi - lo) // of
        return [
            made.row(
                (x.dtype,),
                [ins[0], outs[0]],
                [here * axis * inner],
                (here, axis, inner, int(node.op.backwards)),
            )
        ]

    return Job(node, (PART if outer > 1 else WHOLE,), outer, cost, emit)
