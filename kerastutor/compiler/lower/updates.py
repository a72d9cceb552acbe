"""Whole updates of parameters by optimizers."""

from kerastutor.compiler.job import PART, WHOLE, Job, moving
from kerastutor.compiler.lower import lowering
from kerastutor.kernels import kernels


@lowering("step", shared=True)
def step(node, inputs, outputs):
    """Job for the step of one parameter; new values may be written over old ones."""
    op, p = node.op, outputs[0]
    if p.dtype not in ("float32", "float64") or p.size == 0:
        return None
    made, arrays = kernels[op.name], op.nout + 1
    flags = tuple(int(value) for value in op.attributes().values())

    def emit(ins, outs, lo, hi, of):
        return [made.row((p.dtype,), [*ins, *outs], [p.size * (hi - lo) // of], flags)]

    access = (PART,) * arrays + (WHOLE,) * (len(inputs) - arrays)
    cost = moving((arrays + op.nout) * p.nbytes) + 1e-3 * p.size * (p.itemsize / 4)
    return Job(node, access, p.size, cost, emit, flops=10 * p.size, in_place=True)
