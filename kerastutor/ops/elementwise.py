"""Elementwise operations: each output element depends on the input elements at the same place.

The families, which give shapes, types and broadcasting. An op names its scalar function in
kernels/scalar.py by its own name.
"""

import numpy as np

from kerastutor import dtypes
from kerastutor.graph.node import F, Op
from kerastutor.graph.shapes import broadcast, known
from kerastutor.ops.samples import positive, row3, x23

FLOAT, NUMBER, BOOL, ANY = "float", "number", "bool", "any"
_TAKEN = {
    FLOAT: frozenset(dtypes.FLOATS),
    NUMBER: frozenset(dtypes.FLOATS + dtypes.INTEGERS),
    BOOL: frozenset(["bool"]),
    ANY: frozenset(dtypes.NAMES),
}


def unbroadcast(g, x, beside=None):
    """Sum a gradient over the axes along which `x` was repeated.

    # Arguments
        g: gradient of an elementwise op.
        x: input of the op.
        beside: its other input, if there is but one.
    """
    if g.shape == x.shape and (known(x.shape) or beside is not None and _covers(x, beside)):
        return g
    return F.sum_to(g, x)


def _covers(x, y):
    """Whether broadcasting x and y repeats nothing of x, whatever the unknown sizes are."""
    if len(x.shape) < len(y.shape):
        return False
    sizes = zip(reversed(x.shape), reversed(y.shape))
    return all([m == 1 or n not in (None, 1) for n, m in sizes])


class Elementwise(Op):
    """Family: same shape (after broadcasting) and same data type for all inputs."""

    takes = NUMBER  # which data types
    result = None  # data type of the output; None: that of the inputs
    kernel = "elementwise"
    arity = 1

    def infer(self, *inputs):
        if len(inputs) != self.arity:
            raise TypeError(
                "%s: it takes %d tensors, got %d." % (self.name, self.arity, len(inputs))
            )
        dtype = self.input_dtype(inputs)
        return [(broadcast(self.name, [x.shape for x in inputs]), self.result or dtype)]

    def input_dtype(self, inputs):
        """Common data type of the inputs, checked."""
        dtype = inputs[0].dtype
        for x in inputs[1:]:
            if x.dtype != dtype:
                raise TypeError(
                    "%s: inputs must have the same dtype, got %s. Convert one with K.cast(x, %r)."
                    % (self.name, " and ".join(t.dtype for t in inputs), dtype)
                )
        if dtype not in _TAKEN[self.takes]:
            raise TypeError(
                "%s: dtype must be a %s type, got %s. Convert with K.cast(x, %r)."
                % (self.name, self.takes, dtype, "bool" if self.takes == BOOL else "float32")
            )
        return dtype


class Unary(Elementwise):
    samples = [(x23,), (np.float32(0.3),)]


class FloatUnary(Unary):
    takes = FLOAT
    bad = [((np.zeros(3, "int32"),), TypeError, "float type")]


class Binary(Elementwise):
    arity = 2
    samples = [
        (x23, positive),
        (x23, row3),
        (row3, positive),
        (positive, np.float32(2)),
        (x23[:, :1], row3),
    ]
    bad = [
        ((x23, np.zeros((4, 3), "float32")), ValueError, "broadcasting"),
        ((x23, np.zeros((2, 3), "int32")), TypeError, "same dtype"),
    ]
