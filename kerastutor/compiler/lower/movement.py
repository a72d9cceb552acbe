"""Transposes, slices, concatenation, broadcasting, summing back."""
from kerastutor.compiler.job import COPY_BYTES, PART, SKIP, WHOLE, Job
from kerastutor.compiler.lower import lowering
from kerastutor.compiler.lower.elementwise import bits, copy_rows
from kerastutor.compiler.lower.reduce import reduction_rows
from kerastutor.compiler.lower.strides import broadcast_strides, dense_strides, merge_loops


def _region_job(node, inputs, outputs, shape, strides, offset, cut):
    """Job that copies a strided region of input 0.

    # Arguments
        shape: sizes of the output.
        strides: element strides in the input.
        offset: first element.
        cut: PART when axis 0 of input and output run along together, else WHOLE.
    """
    out, x = outputs[0], inputs[0]
    if out.size == 0 or any(s < 0 for s in strides) or merge_loops(shape, [dense_strides(shape), strides], 6) is None:
        return None
    kind = bits(out.dtype)

    def emit(ins, outs, lo, hi, of):
        begin = offset
        part = list(shape)
        if of > 1:
            part[0] = shape[0] * (hi - lo) // of
            if cut == WHOLE:
                begin += strides[0] * (shape[0] * lo // of)
        return copy_rows("copy", kind, ins[0] + begin * x.itemsize, outs[0], part, strides)
    access = (cut,) + (SKIP,) * (len(inputs) - 1)
    return Job(node, access, shape[0] if shape else 1, 2 * out.nbytes / COPY_BYTES, emit)


@lowering("transpose")
def transpose(node, inputs, outputs):
    """Job for a permutation of axes."""
    x, perm = inputs[0], node.op.perm
    inner = dense_strides(x.shape)
    strides = [inner[i] for i in perm]
    return _region_job(node, inputs, outputs, outputs[0].shape, strides, 0, PART if perm and perm[0] == 0 else WHOLE)


@lowering("slice")
def slice_(node, inputs, outputs):
    """Job for a slice with fixed bounds."""
    begin, _, step = node.op.region(*inputs)
    inner = dense_strides(inputs[0].shape)
    strides = [s * t for s, t in zip(inner, step)]
    offset = sum(s * b for s, b in zip(inner, begin))
    whole = begin and begin[0] == 0 and step[0] == 1 and outputs[0].shape[0] == inputs[0].shape[0]
    return _region_job(node, inputs, outputs, outputs[0].shape, strides, offset, PART if whole else WHOLE)


@lowering("broadcast")
def broadcast(node, inputs, outputs):
    """Job for repetition by broadcasting."""
    x, shape = inputs[0], outputs[0].shape
    strides = broadcast_strides(x.shape, shape)
    cut = PART if len(x.shape) == len(shape) and shape and x.shape[0] == shape[0] else WHOLE
    return _region_job(node, inputs, outputs, shape, strides, 0, cut)


@lowering("concat")
def concat(node, inputs, outputs):
    """Job for tensors side by side."""
    out, axis = outputs[0], node.op.axis
    if out.size == 0:
        return None
    kind = bits(out.dtype)
    inner = dense_strides(out.shape)

    def emit(ins, outs, lo, hi, of):
        rows, at = [], 0
        for x, address in zip(inputs, ins):
            if x.size:
                part = list(x.shape)
                if of > 1:
                    part[0] = x.shape[0] * (hi - lo) // of
                made = copy_rows("spread", kind, address, outs[0] + at * inner[axis] * out.itemsize, part, inner)
                if made is None:
                    return None
                rows += made
            at += x.shape[axis]
        return rows
    if emit([0] * len(inputs), [0], 0, 1, 1) is None:
        return None
    cut = WHOLE if axis == 0 else PART
    return Job(node, (cut,) * len(inputs), 1 if axis == 0 else out.shape[0], 2 * out.nbytes / COPY_BYTES, emit)


@lowering("sum_to")
def sum_to(node, inputs, outputs):
    """Job for the gradient of broadcasting: sum over the repeated axes."""
    g = inputs[0]
    axes = node.op.axes(*inputs)
    return reduction_rows(node, "sum", g, outputs[0], axes, (WHOLE, SKIP))


