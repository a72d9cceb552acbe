"""Pooling. All is computed over three spatial axes; missing ones have size 1.

Cut by images; a single one, on the way forwards, into strips of lines.
"""

from kerastutor.compiler.job import PART, SKIP, WHOLE, Job
from kerastutor.compiler.lower import lowering
from kerastutor.graph.shapes import count
from kerastutor.kernels import kernels

_FLOATS = ("float32", "float64")


def _cost(op, x, y, nanoseconds):
    """Microseconds, for so many nanoseconds an element of a window."""
    work = y.size * count(op.size) * (x.itemsize / 4)
    return 1e-3 * nanoseconds * work + x.nbytes / 16000.0


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
    if x.dtype not in _FLOATS or x.size == 0 or y.size == 0:
        return None
    numbers, batch = _numbers(node.op, x, y), x.shape[0]

    def emit(ins, outs, lo, hi, of):
        n = batch * (hi - lo) // of
        places = [a for a, how in zip(ins, access, strict=True) if how != SKIP] + list(outs)
        sizes = [a.size // batch * n for a in arrays]
        return [kernels[node.op.name].row((x.dtype,), places, sizes, (n, *numbers))]

    return Job(node, access, batch, _cost(node.op, x, y, nanoseconds), emit)


def _strip(numbers, lo, hi, of):
    """(elements of x before it, `_numbers`) of a part of the lines of an image's output."""
    (_, xh, *x), (_, yh, *y), rest = numbers[:4], numbers[4:7], list(numbers[7:])
    first, lines = yh * lo // of, yh * (hi - lo) // of
    size, stride, before = rest[1], rest[4], rest[7]
    start = first * stride - before
    end = min(start + (lines - 1) * stride + size, xh)
    top = min(max(start, 0), xh - 1)
    rest[7] = max(-start, 0)
    return top * x[0] * x[1], (1, max(end - top, 1), *x, 1, lines, *y, *rest)


def _strips(node, x, y):
    """Job for one image."""
    numbers = _numbers(node.op, x, y)

    def emit(ins, outs, lo, hi, of):
        skipped, here = _strip(numbers, lo, hi, of)
        places = [ins[0] + skipped * x.itemsize, outs[0]]
        sizes = [here[1] * here[2] * here[3], y.size * (hi - lo) // of]
        return [kernels[node.op.name].row((x.dtype,), places, sizes, (1, *here))]

    return Job(node, (WHOLE,), y.shape[1], _cost(node.op, x, y, 0.15), emit)


@lowering("max_pool", "avg_pool")
def pool(node, inputs, outputs):
    """Job for the largest element, or the mean, of each window."""
    x, y = inputs[0], outputs[0]
    if x.shape[0] == 1 and len(x.shape) == 4 and x.dtype in _FLOATS and x.size and y.size:
        return _strips(node, x, y)
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
