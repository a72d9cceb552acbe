"""Reductions and positions of extremes."""
from kerastutor.compiler.job import COPY_BYTES, PART, WHOLE, Job
from kerastutor.compiler.lower import lowering
from kerastutor.graph.shapes import count
from kerastutor.kernels import kernels


def as_three(shape, axes):
    """(outer, axis, inner) sizes when the axes are neighbours, else None."""
    if not axes:
        return None
    first, last = axes[0], axes[-1]
    if tuple(axes) != tuple(range(first, last + 1)):
        free = [i for i in range(len(shape)) if i not in axes and shape[i] != 1]
        between = [i for i in free if first < i < last]
        if between:
            return None
    return count(shape[:first]), count(shape[first:last + 1]), count(shape[last + 1:])


def reduction_rows(node, name, x, out, axes, access):
    """Job that reduces `x` over neighbouring axes, or None when no kernel fits."""
    kind = x.dtype
    allowed = ("bool",) if name in ("any", "all") else ("float32", "float64", "int32", "int64")
    sizes = as_three(x.shape, axes)
    if kind not in allowed or sizes is None or x.size == 0:
        return None
    outer, axis, inner = sizes
    scale = 1.0
    kernel_name = name
    if name == "mean":
        if kind not in ("float32", "float64"):
            return None
        kernel_name, scale = "sum", 1.0 / axis
    if kernel_name == "sum" and inner == 1:
        kernel_name = "sum_last"
    made = kernels[kernel_name]
    parameters = (scale,) if kernel_name in ("sum", "sum_last") else ()
    inner_sizes = [inner] if kernel_name != "sum_last" else []
    types = (kind,) if kind != "bool" else ()
    cut = PART if outer > 1 else WHOLE

    def emit(ins, outs, lo, hi, of):
        return [made.row(types, [ins[0], outs[0]], [outer * (hi - lo) // of, axis] + inner_sizes, parameters)]
    return Job(node, (cut,) + tuple(access[1:]), outer if outer > 1 else 1, 1.5 * x.nbytes / COPY_BYTES, emit, name=node.op.name,
               flops=x.size)


@lowering("reduce")
def reduce(node, inputs, outputs):
    """Job for sum, mean, prod, max, min, any, all."""
    return reduction_rows(node, node.op.name, inputs[0], outputs[0], node.op.axes, (WHOLE,))


@lowering("argreduce")
def argreduce(node, inputs, outputs):
    """Job for argmax and argmin."""
    x = inputs[0]
    if x.dtype not in ("float32", "float64", "int32", "int64") or x.size == 0:
        return None
    outer, axis, inner = as_three(x.shape, (node.op.axis,))
    made = kernels[node.op.name]

    def emit(ins, outs, lo, hi, of):
        return [made.row((x.dtype,), [ins[0], outs[0]], [outer * (hi - lo) // of, axis, inner])]
    return Job(node, (PART if outer > 1 else WHOLE,), outer, 2 * x.nbytes / COPY_BYTES, emit)


