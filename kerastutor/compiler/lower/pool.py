"""Pooling. All is computed over three spatial axes; missing ones have size 1. Cut by images."""

from kerastutor.compiler.job import PART, SKIP, Job
from kerastutor.compiler.lower import lowering
from kerastutor.graph.shapes import count
from kerastutor.kernels import kernels


def _numbers(op, x, y):
    """What the kernels take after the number of images."""
    spatial = len(op.size)

    def three(values, missing=1):
        return (missing,) * (3 - spatial) + tuple(values)

    return (
        three(x.shape[1:-1])
        + (x.shape[-1],)
        + three(y.shape[1:-1])
        + three(op.size)
        + three(op.strides)
        + three((before for before, _ in op.pads(x.shape)), 0)
    )


def _job(node, x, y, arrays, access, nanoseconds=0.15):
    """Job of the op's kernel, which takes the sizes of `arrays` first; x and y are what is pooled
    and the windows.
    """
    if x.dtype not in ("float32", "float64") or x.size == 0 or y.size == 0:
        return None
    numbers, batch = _numbers(node.op, x, y), x.shape[0]

    def emit(ins, outs, lo, hi, of):
        n = batch * (hi - lo) // of
        places = [a for a, how in zip(ins, access, strict=True) if how != SKIP] + list(outs)
        sizes = [a.size // batch * n for a in arrays]
        return [kernels[node.op.name].row((x.dtype,), places, sizes, (n, *numbers))]

    cost = 1e-3 * nanoseconds * y.size * count(node.op.size) * (x.itemsize / 4) + x.nbytes / 16000.0
    return Job(node, access, batch, cost, emit)


@lowering("max_pool", "avg_pool")
def pool(node, inputs, outputs):
    """Job for the largest element, or the mean, of each window."""
    x, y = inputs[0], outputs[0]
    return _job(node, x, y, (x, y), (PART,))


@lowering("avg_pool_grad")
def avg_pool_grad(node, inputs, outputs):
    """Job for the gradient of the mean."""
    g, x = inputs[0], outputs[0]
    return _job(node, x, g, (g, x), (PART, SKIP))


@lowering("max_pool_grad", "max_pool_take")
def max_pool_route(node, inputs, outputs):
    """Job for what follows the places of the largest elements, which it finds again: y need not be
    kept for it.
    """
    v, x, y = inputs
    return _job(node, x, y, (v, outputs[0]), (PART, PART, SKIP), 0.3)
