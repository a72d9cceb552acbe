"""Elementwise ops, fills, casts and copies of strided regions."""
import numpy as np

from kerastutor.compiler.job import COPY_BYTES, PART, SKIP, WHOLE, Job
from kerastutor.compiler.lower import lowering
from kerastutor.compiler.lower.strides import broadcast_strides, dense_strides, merge_loops
from kerastutor.kernels import scalar
from kerastutor.kernels import kernels

_SLOW = {"exp": 1, "log": 5, "log1p": 6, "sin": 8, "cos": 8, "tanh": 1, "sigmoid": 1.5, "softplus": 7, "elu": 6, "pow": 20}
_FLOATS = ("float32", "float64")


def leading(target, shape):
    """PART when an input of `shape` is cut along with axis 0 of the output, WHOLE when it is repeated along it."""
    if len(shape) == len(target) and (shape[0] == target[0]):
        return PART
    return WHOLE


def _loops(out, inputs, lo, hi, of):
    """Loop sizes and strides of a part of the output."""
    shape = (out.shape[0] * (hi - lo) // of,) + tuple(out.shape[1:])
    strides = [broadcast_strides(x.shape, out.shape) for x in inputs]
    return merge_loops(shape, [dense_strides(shape)] + strides, 4)


@lowering("elementwise")
def elementwise(node, inputs, outputs):
    """Job for an op with a scalar function."""
    op, out = node.op, outputs[0]
    name = op.name
    made = kernels.get(name)
    if made is None or out.size == 0:
        return None
    kind = inputs[-1].dtype
    if name in scalar.UNARY or name in scalar.PARAMETRIC:
        if kind not in _FLOATS and name not in ("neg", "abs", "square", "sign"):
            return None
        if kind not in _FLOATS + ("int32", "int64"):
            return None
    elif kind not in _FLOATS + ("int32", "int64") and not (kind == "bool" and (name in scalar.COMPARE or name in ("where", "cast"))):
        return None
    if name in ("div", "tanh_grad", "sigmoid_grad", "relu_grad") and kind not in _FLOATS:
        return None
    if name == "cast":
        if op.dtype not in _FLOATS + ("int32", "int64", "bool") or kind not in _FLOATS + ("int32", "int64", "bool"):
            return None
        if op.dtype == "bool":
            return None
        types = (kind, op.dtype)
    else:
        types = (kind,)
    parameters = ()
    if name == "elu":
        parameters = (op.alpha, 0.0)
    elif name == "clip":
        parameters = (op.low, op.high)
    lengths = [x.size for x in inputs]
    dense = all(n == out.size for n in lengths) or (len(inputs) == 2 and out.size in lengths and 1 in lengths)
    if dense:
        access = tuple(PART if n == out.size else WHOLE for n in lengths)

        def emit(ins, outs, lo, hi, of):
            n = out.size * (hi - lo) // of
            sizes = [n] if name in ("where", "cast") else [n if a == PART else 1 for a in access] + [n]
            return [made.row(types, list(ins) + [outs[0]], sizes, parameters)]
    else:
        access = tuple(leading(out.shape, x.shape) for x in inputs)
        if _loops(out, inputs, 0, 1, 1) is None:
            return None
        made = kernels[name + "_strided"]

        def emit(ins, outs, lo, hi, of):
            sizes, strides = _loops(out, inputs, lo, hi, of)
            spans = [sum(s * (n - 1) for s, n in zip(st, sizes)) + 1 for st in strides[1:]]
            scalars = list(sizes)
            for st in strides[1:]:
                scalars += st
            return [made.row(types, list(ins) + [outs[0]], spans + [int(np.prod(sizes))], scalars + list(parameters))]
    moved = out.nbytes + sum(x.nbytes for x in inputs)
    cost = moved / COPY_BYTES / 2 + _SLOW.get(name, 0) * out.size * 1e-3
    return Job(node, access, out.size if dense else out.shape[0], cost, emit, flops=out.size,
               in_place=dense and inputs[0].itemsize == out.itemsize)


@lowering("fill")
def fill(node, inputs, outputs):
    """Job for tensors of one value."""
    out = outputs[0]
    if out.dtype not in _FLOATS + ("int32", "int64") or out.size == 0:
        return None

    def emit(ins, outs, lo, hi, of):
        return [kernels["fill"].row((out.dtype,), [outs[0]], [out.size * (hi - lo) // of], (node.op.fill,))]
    return Job(node, (SKIP,) * len(inputs), out.size, out.nbytes / COPY_BYTES, emit)


@lowering("switch")
def switch(node, inputs, outputs):
    """Job for a choice by a scalar condition: an elementwise `where`."""
    out = outputs[0]
    if out.dtype not in _FLOATS + ("int32", "int64") or out.size == 0:
        return None

    def emit(ins, outs, lo, hi, of):
        n = out.size * (hi - lo) // of
        return [kernels["where_strided"].row((out.dtype,), list(ins) + [outs[0]], [1, n, n, n],
                                     [1, 1, 1, n] + [0] * 4 + [0, 0, 0, 1] + [0, 0, 0, 1])]
    return Job(node, (WHOLE, PART, PART), out.size, 3 * out.nbytes / COPY_BYTES, emit)


def copy_rows(name, dtype, source, target, shape, strides):
    """Rows of `copy` (strided read) or `spread` (strided write) over a region, or None when it takes too many loops.

    # Arguments
        source, target: addresses.
        shape: sizes of the region.
        strides: element strides of the strided side.
    """
    merged = merge_loops(shape, [dense_strides(shape), strides], 6)
    if merged is None:
        return None
    sizes, (_, walk) = merged
    span = sum(s * (n - 1) for s, n in zip(walk, sizes)) + 1
    total = int(np.prod(sizes))
    lengths = [span, total] if name == "copy" else [total, span]
    return [kernels[name].row((dtype,), [source, target], lengths, list(sizes) + list(walk))]


def bits(dtype):
    """Element type of the same width that copies are compiled for."""
    return {1: "uint8", 2: "uint16", 4: "float32", 8: "float64"}[np.dtype(dtype).itemsize]
