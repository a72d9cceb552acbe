"""Softmax along the last axis, and the cross-entropies."""

from kerastutor.compiler.job import PART, Job
from kerastutor.compiler.lower import lowering
from kerastutor.graph.shapes import count
from kerastutor.kernels import kernels

_FLOATS = ("float32", "float64")
_NANOSECONDS = {  # per element, per row
    "softmax": (5.0, 5.0),
    "softmax_grad": (0.2, 2.0),
    "log_softmax": (5.0, 20.0),
    "categorical_crossentropy": (5.0, 5.0),
    "categorical_crossentropy_grad": (3.0, 5.0),
    "sparse_crossentropy": (1.0, 8.0),
    "sparse_crossentropy_grad": (1.0, 5.0),
    "binary_crossentropy": (16.0, 0.0),
    "binary_crossentropy_grad": (0.3, 0.0),
}


def _rows(x):
    """(rows, classes) of a tensor whose last axis holds the classes."""
    return count(x.shape[:-1]), x.shape[-1]


def _cost(kernel, x):
    """Microseconds of a kernel on scores x."""
    each, row = _NANOSECONDS[kernel]
    return 1e-3 * (each * x.size + row * (x.size // max(x.shape[-1], 1)))


def _last(op, x):
    return x.dtype in _FLOATS and x.size and len(x.shape) and op.axis in (-1, len(x.shape) - 1)


@lowering("softmax", "softmax_grad", "log_softmax", shared=True)
def softmax(node, inputs, outputs):
    """Job for softmax, its gradient and its logarithm."""
    x = inputs[0]
    if not _last(node.op, x):
        return None
    rows, classes = _rows(x)
    made = kernels[node.op.name]

    def emit(ins, outs, lo, hi, of):
        return [made.row((x.dtype,), list(ins) + [outs[0]], [rows * (hi - lo) // of, classes])]

    return Job(node, (PART,) * len(inputs), rows, _cost(made.name, x), emit)


@lowering("categorical_crossentropy", "categorical_crossentropy_grad", shared=True)
def categorical(node, inputs, outputs):
    """Job for the cross-entropy of one-hot rows and its gradient."""
    x = inputs[-1]
    if not _last(node.op, x) or inputs[-2].shape != x.shape:
        return None
    rows, classes = _rows(x)
    made = kernels[node.op.name]

    def emit(ins, outs, lo, hi, of):
        return [
            made.row(
                (x.dtype,),
                list(ins) + [outs[0]],
                [rows * (hi - lo) // of, classes],
                (node.op.from_logits, node.op.epsilon),
            )
        ]

    return Job(node, (PART,) * len(inputs), rows, _cost(made.name, x), emit)


@lowering("sparse_crossentropy", "sparse_crossentropy_grad", shared=True)
def sparse(node, inputs, outputs):
    """Job for the cross-entropy of whole-number labels and its gradient."""
    x, labels = inputs[-1], inputs[-2]
    if not _last(node.op, x) or labels.dtype not in _FLOATS + ("int32", "int64"):
        return None
    rows, classes = _rows(x)
    if labels.size != rows:
        return None
    grad = len(inputs) == 3
    made = kernels["sparse_crossentropy_grad" if grad else "sparse_crossentropy"]

    def emit(ins, outs, lo, hi, of):
        sizes = [rows * (hi - lo) // of, classes]
        return [
            made.row(
                (x.dtype, labels.dtype),
                list(ins) + [outs[0], outs[-1]],
                sizes,
                (node.op.from_logits, node.op.epsilon),
            )
        ]

    cost = _cost(made.name, x)
    return Job(node, (PART,) * len(inputs), rows, cost, emit, fallible=True)


@lowering("binary_crossentropy", "binary_crossentropy_grad", shared=True)
def binary(node, inputs, outputs):
    """Job for the elementwise cross-entropy and its gradient."""
    x = inputs[-1]
    if x.dtype not in _FLOATS or not x.size or any(i.shape != x.shape for i in inputs):
        return None
    made = kernels[node.op.name]

    def emit(ins, outs, lo, hi, of):
        return [
            made.row(
                (x.dtype,),
                list(ins) + [outs[0]],
                [x.size * (hi - lo) // of],
                (node.op.from_logits, node.op.epsilon),
            )
        ]

    return Job(node, (PART,) * len(inputs), x.size, _cost(made.name, x), emit)
