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


def _job(node, name, x, y, arrays, out, access, scalars=(), scratch=None, nanoseconds=0.15):
    """Job of a kernel that takes `arrays`, `out` and the scratch."""
    if x.dtype not in ("float32", "float64") or x.size == 0 or y.size == 0:
        return None
    numbers, batch = _numbers(node.op, x, y), x.shape[0]

    def emit(ins, outs, lo, hi, of):
        n = batch * (hi - lo) // of
        sizes = [a.size // batch * n for a in arrays + (out,)] + ([scratch] if scratch else [])
        places = [a for a, how in zip(ins, access, strict=True) if how != SKIP] + list(outs)
        return [kernels[name].row((x.dtype,), places, sizes, scalars + (n,) + numbers)]

    cost = 1e-3 * nanoseconds * y.size * count(node.op.size) * (x.itemsize / 4) + x.nbytes / 16000.0
    return Job(
        node,
        access,
        batch,
        cost,
        emit,
        scratch=(lambda lo, hi, of: scratch * x.itemsize) if scratch else None,
    )


@lowering("max_pool", "avg_pool")
def pool(node, inputs, outputs):
    """Job for the largest element, or the mean, of each window."""
    x, y = inputs[0], outputs[0]
    return _job(node, node.op.name, x, y, (x,), y, (PART,))


@lowering("avg_pool_grad")
def avg_pool_grad(node, inputs, outputs):
    """Job for the gradient of the mean."""
    g, x = inputs[0], outputs[0]
    return _job(node, "avg_pool_grad", x, g, (g,), x, (PART, SKIP))


@lowering("max_pool_route")
def max_pool_route(node, inputs, outputs):
    """Job for what follows the places of the largest elements."""
    v, x, y = inputs
    spread = int(node.op.name == "max_pool_grad")
    return _job(
        node,
        "max_pool_route",
        x,
        y,
        (v, x, y),
        outputs[0],
        (PART,) * 3,
        (spread,),
        x.shape[-1],
        0.4,
    )
