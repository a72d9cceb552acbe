"""Elementwise ops, fills, casts and copies of strided regions."""

import functools

import numpy as np

from kerastutor.compiler.job import PART, SKIP, WHOLE, Job, moving
from kerastutor.compiler.lower import lowering
from kerastutor.compiler.lower.strides import broadcast_strides, dense_strides, merge_loops, span
from kerastutor.kernels import kernels, scalar

# nanoseconds per element beyond going through the memory: float32, float64
_SLOW = {
    "exp": (0.3, 8.0),
    "log": (4.0, 5.0),
    "log1p": (10.0, 10.0),
    "sin": (3.0, 6.0),
    "cos": (3.0, 6.0),
    "tanh": (0.2, 15.0),
    "sigmoid": (0.3, 9.0),
    "softplus": (22.0, 22.0),
    "elu": (0.5, 10.0),
    "pow": (6.0, 20.0),
    "sqrt": (0.2, 0.8),
    "softsign": (0.1, 0.4),
    "reciprocal": (0.1, 0.4),
    "where": (0.9, 0.9),
}
FLOATS = ("float32", "float64")
NUMBERS = FLOATS + ("int32", "int64")


def leading(target, shape):
    """PART when an input of `shape` is cut along with axis 0 of the output, WHOLE when it is
    repeated along it.
    """
    if len(shape) == len(target) and (shape[0] == target[0]):
        return PART
    return WHOLE


def _types(op, kind):
    """Element types of the kernel of an elementwise op on data of type `kind`, or None when there
    is none.
    """
    name = op.name
    if name == "cast":
        known = NUMBERS + ("bool",)
        return (kind, op.dtype) if op.dtype in known and kind in known else None
    if kind == "bool":
        return (kind,) if name in scalar.COMPARE or name == "where" else None
    if (
        name in _FLOAT_ONLY
        or (name in scalar.UNARY and name not in _ANY_NUMBER)
        or name in scalar.PARAMETRIC
    ):
        return (kind,) if kind in FLOATS else None
    return (kind,) if kind in NUMBERS else None


_FLOAT_ONLY = ("div", "pow", "tanh_grad", "sigmoid_grad", "relu_grad")
_ANY_NUMBER = ("neg", "abs", "square", "sign")


def _parameters(op):
    """Numbers that the kernel takes."""
    if op.name == "elu":
        return op.alpha, 0.0
    return (op.low, op.high) if op.name == "clip" else ()


@lowering("elementwise", shared=True)
def elementwise(node, inputs, outputs):
    """Job for an op with a scalar function."""
    op, out = node.op, outputs[0]
    types = _types(op, inputs[-1].dtype)
    if op.name not in kernels or out.size == 0 or types is None:
        return None
    lengths = [x.size for x in inputs]
    dense = all([n == out.size for n in lengths]) or (
        len(inputs) == 2 and out.size in lengths and 1 in lengths
    )
    emit = _dense(op, types, inputs, out) if dense else _strided(op, types, inputs, out)
    if emit is None:
        return None
    if dense:
        access = tuple([PART if n == out.size else WHOLE for n in lengths])
    else:
        access = tuple([leading(out.shape, x.shape) for x in inputs])
    slow = _SLOW.get(op.name, (0.0, 0.0))[out.dtype == "float64"]
    cost = moving(out.nbytes + sum([x.nbytes for x in inputs])) + 1e-3 * slow * out.size
    if not dense:
        cost += 3e-3 * (out.size // (out.shape[-1] or 1))  # innermost loops
    return Job(
        node,
        access,
        out.size if dense else out.shape[0],
        cost,
        emit,
        flops=out.size,
        in_place=dense,
    )


def _dense(op, types, inputs, out):
    """Rows of one loop, where every input is as long as the output or a single number."""
    row, parameters, size = kernels[op.name].row, _parameters(op), out.size
    long = [x.size == size for x in inputs]
    one_size = op.name in ("where", "cast")

    def emit(ins, outs, lo, hi, of):
        n = size * (hi - lo) // of
        sizes = [n] if one_size else [n if whole else 1 for whole in long] + [n]
        return [row(types, [*ins, outs[0]], sizes, parameters)]

    return emit


def _strided(op, types, inputs, out):
    """Rows of four nested loops, for inputs that are repeated; None when more loops are needed."""
    row, parameters, rows = kernels[op.name + "_strided"].row, _parameters(op), out.shape[0]
    strides = [broadcast_strides(x.shape, out.shape) for x in inputs]

    @functools.cache
    def numbers(rows_here):
        """(sizes of the arrays, scalars) for so many rows; None when more loops are needed."""
        shape = (rows_here, *out.shape[1:])
        found = merge_loops(shape, [dense_strides(shape), *strides], 4)
        if found is None:
            return None
        sizes, (_, *walks) = found
        lengths = [span(sizes, walk) for walk in walks] + [rows_here * (out.size // rows)]
        return lengths, (*sizes, *[s for walk in walks for s in walk], *parameters)

    if numbers(rows) is None:
        return None

    def emit(ins, outs, lo, hi, of):
        lengths, scalars = numbers(rows * (hi - lo) // of)
        return [row(types, [*ins, outs[0]], lengths, scalars)]

    return emit


@lowering("predicate", shared=True)
def predicate(node, inputs, outputs):
    """Job for a question about each element."""
    x = inputs[0]
    if x.size == 0 or x.dtype not in FLOATS + ("bool",):
        return None
    types = () if x.dtype == "bool" else (x.dtype,)

    def emit(ins, outs, lo, hi, of):
        return [kernels[node.op.name].row(types, [ins[0], outs[0]], [x.size * (hi - lo) // of])]

    return Job(node, (PART,), x.size, moving(x.nbytes + x.size), emit)


@lowering("fill", shared=True)
def fill(node, inputs, outputs):
    """Job for tensors of one value."""
    out = outputs[0]
    if out.dtype not in (*NUMBERS, "bool") or out.size == 0:
        return None

    def emit(ins, outs, lo, hi, of):
        return [fill_row(out.dtype, outs[0], out.size * (hi - lo) // of, node.op.fill)]

    return Job(node, (SKIP,) * len(inputs), out.size, moving(out.nbytes), emit, in_place=True)


def fill_row(dtype, target, size, value):
    """Row that writes one value everywhere."""
    kind = "uint8" if dtype == "bool" else dtype
    return kernels["fill"].row((kind,), [target], [size], (value,))


@lowering("switch", shared=True)
def switch(node, inputs, outputs):
    """Job for a choice by a scalar condition: an elementwise `where`."""
    out = outputs[0]
    if out.dtype not in NUMBERS or out.size == 0:
        return None

    def emit(ins, outs, lo, hi, of):
        n = out.size * (hi - lo) // of
        return [
            kernels["where_strided"].row(
                (out.dtype,),
                list(ins) + [outs[0]],
                [1, n, n, n],
                [1, 1, 1, n] + [0] * 4 + [0, 0, 0, 1] + [0, 0, 0, 1],
            )
        ]

    return Job(node, (WHOLE, PART, PART), out.size, moving(3 * out.nbytes), emit)


def bits(dtype):
    """Element type of the same width that copies are compiled for."""
    return {1: "uint8", 2: "uint16", 4: "float32", 8: "float64"}[np.dtype(dtype).itemsize]
