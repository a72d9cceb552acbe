"""Rows of tables, one-hot rows, top-k membership."""

from kerastutor.compiler.job import COPY_BYTES, PART, SKIP, WHOLE, Job
from kerastutor.compiler.lower import lowering
from kerastutor.compiler.lower.elementwise import bits
from kerastutor.graph.shapes import count
from kerastutor.graph.traverse import topological
from kerastutor.kernels import kernels

_NUMBERS = ("float32", "float64", "int32", "int64")


@lowering("gather")
def gather(node, inputs, outputs):
    """Job for rows of a table."""
    table, index = inputs
    out = outputs[0]
    if out.size == 0 or table.size == 0:
        return None
    rows, width = table.shape[0], count(table.shape[1:])
    kind = bits(out.dtype)

    def emit(ins, outs, lo, hi, of):
        n = index.size * (hi - lo) // of
        return [
            kernels["gather"].row(
                (kind, index.dtype), [ins[0], ins[1], outs[0], outs[-1]], [rows, width, n]
            )
        ]

    cost = 2 * out.nbytes / COPY_BYTES + 0.005 * index.size
    return Job(node, (WHOLE, PART), index.size, cost, emit, fallible=True)


@lowering("gather_grad")
def gather_grad(node, inputs, outputs):
    """Job for the gradient of a table: each part of it looks through all indices."""
    g, index, _ = inputs
    out = outputs[0]
    if out.dtype not in ("float32", "float64") or out.size == 0 or g.size == 0:
        return None
    rows, width = out.shape[0], count(out.shape[1:])
    fallible = not _checked_before(node)

    def emit(ins, outs, lo, hi, of):
        first, here = rows * lo // of, rows * (hi - lo) // of
        status = outs[-1]
        return [
            kernels["gather_grad"].row(
                (out.dtype, index.dtype),
                [ins[0], ins[1], outs[0], status],
                [index.size, width, here],
                (first, rows),
            )
        ]

    cost = (out.nbytes + 3 * g.nbytes) / COPY_BYTES + 0.005 * index.size
    return Job(
        node,
        (WHOLE, WHOLE, SKIP),
        rows,
        cost,
        emit,
        fallible=fallible,
        scratch=None if fallible else lambda lo, hi, of: 24,
        again=index.nbytes,  # of the gradient each call reads the rows of its own part
    )  # nobody reads the status then


def _checked_before(node):
    """Whether the arriving gradient follows from a `gather`, which has looked at the indices."""
    g, index, table = node.inputs
    rows = table.shape[0]
    return any(
        below.op.name == "gather"
        and below.inputs[1] is index
        and (below.inputs[0] is table or below.inputs[0].shape[0] == rows is not None)
        for below in topological([g])
    )


@lowering("one_hot")
def one_hot(node, inputs, outputs):
    """Job for one-hot rows."""
    index, out = inputs[0], outputs[0]
    if out.dtype not in _NUMBERS + ("bool",) or out.size == 0:
        return None
    kind = "uint8" if out.dtype == "bool" else out.dtype

    def emit(ins, outs, lo, hi, of):
        n = index.size * (hi - lo) // of
        return [kernels["one_hot"].row((kind, index.dtype), [ins[0], outs[0]], [n, out.shape[-1]])]

    return Job(node, (PART,), index.size, out.nbytes / COPY_BYTES + 0.003 * index.size, emit)


@lowering("in_top_k")
def in_top_k(node, inputs, outputs):
    """Job for top-k membership."""
    x, target = inputs
    if x.dtype not in ("float32", "float64") or x.size == 0:
        return None
    rows, classes = x.shape

    def emit(ins, outs, lo, hi, of):
        return [
            kernels["in_top_k"].row(
                (x.dtype, target.dtype),
                [ins[0], ins[1], outs[0]],
                [rows * (hi - lo) // of, classes],
                (int(node.op.k),),
            )
        ]

    return Job(node, (PART, PART), rows, 0.001 * x.size, emit)
