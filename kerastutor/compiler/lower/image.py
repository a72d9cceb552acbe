"""Resizing of images. Cut by images."""

from kerastutor.compiler.job import COPY_BYTES, PART, SKIP, Job
from kerastutor.compiler.lower import lowering
from kerastutor.compiler.lower.elementwise import bits
from kerastutor.kernels import kernels

_FLOATS = ("float32", "float64")


@lowering("resize_nearest")
def resize_nearest(node, inputs, outputs):
    """Job for resizing by repetition and its gradient."""
    source, out = inputs[0], outputs[0]
    grad = node.op.name == "resize_nearest_grad"
    if source.size == 0 or (grad and source.dtype not in _FLOATS):
        return None
    small, large = (out, source) if grad else (source, out)
    missing = (1,) * (5 - len(small.shape))
    sizes = (small.shape[0],) + missing + tuple(small.shape[1:])
    kind = source.dtype if grad else bits(source.dtype)

    def emit(ins, outs, lo, hi, of):
        n = sizes[0] * (hi - lo) // of
        part, count = [n, *sizes[1:]], [large.size // sizes[0] * n]
        return [
            kernels[node.op.name].row(
                (kind,),
                [ins[0], outs[0]],
                count + part if grad else part + count,
                missing + tuple(node.op.factors),
            )
        ]

    return Job(node, (PART,), sizes[0], 2 * large.nbytes / COPY_BYTES, emit)


@lowering("resize_bilinear")
def resize_bilinear(node, inputs, outputs):
    """Job for bilinear resizing and its gradient."""
    source, out = inputs[0], outputs[0]
    if source.dtype not in _FLOATS or source.size == 0 or out.size == 0:
        return None
    batch = out.shape[0]

    def emit(ins, outs, lo, hi, of):
        sizes = [batch * (hi - lo) // of, *source.shape[1:], *out.shape[1:3]]
        return [kernels[node.op.name].row((out.dtype,), [ins[0], outs[0]], sizes)]

    access = (PART,) + (SKIP,) * (len(inputs) - 1)
    return Job(node, access, batch, 3e-3 * max(source.size, out.size), emit)
