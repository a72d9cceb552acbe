"""Random tensors. Their last input is the step counter, which the kernels read at every run."""

from kerastutor.compiler.job import SKIP, WHOLE, Job
from kerastutor.compiler.lower import lowering
from kerastutor.kernels import kernels
from kerastutor.ops.random import threshold

_HALF = 0xFFFFFFFF
_NANOSECONDS = {
    "random_choice": 1.0,
    "random_uniform32": 1.0,
    "random_uniform64": 8.0,
    "random_normal32": 25.0,
    "random_normal64": 30.0,
}


def _kernel(node, out):
    """(kernel name, element types, scalars after the stream), or None."""
    op, kind = node.op, out.dtype
    if kind not in ("float32", "float64"):
        return None
    bits = kind[-2:]
    if op.name == "dropout_mask":
        return "random_choice", (kind,), (threshold(op.rate), 0.0, 1 / (1 - op.rate))
    if op.name == "random_binomial":
        return "random_choice", (kind,), (threshold(op.p), 1.0, 0.0)
    if op.name == "random_uniform":
        return "random_uniform" + bits, (), (op.low, op.width())
    return "random_normal" + bits, (), (op.mean, op.stddev, op.name == "truncated_normal")


@lowering("random")
def random(node, inputs, outputs):
    """Job for a tensor of random numbers."""
    out = outputs[0]
    found = _kernel(node, out)
    if found is None or out.size == 0:
        return None
    name, types, scalars = found
    seed = int(node.op.seed) & (2**64 - 1)

    def emit(ins, outs, lo, hi, of):
        start, n = out.size * lo // of, out.size * (hi - lo) // of
        stream = (start, seed & _HALF, seed >> 32)
        return [kernels[name].row(types, [outs[0], ins[-1]], [n], stream + scalars)]

    access = (SKIP,) * (len(inputs) - 1) + (WHOLE,)
    return Job(node, access, out.size, 1e-3 * _NANOSECONDS[name] * out.size, emit)
