"""Choice between values, and printing."""

import sys

import numpy as np

from kerastutor.graph.node import F, Op, op
from kerastutor.graph.shapes import merge
from kerastutor.ops.from_shape import ZerosLike
from kerastutor.ops.samples import x23


@op("switch")
class Switch(Op):
    """The first value when a bool scalar is true, else the second.

    The compiler drops the branch that is not taken when the condition is known while planning, as
    the learning phase is; otherwise both are computed.
    """

    kernel = "switch"
    samples = [(np.array(True), x23, -x23), (np.array(False), x23, -x23)]
    bad = [
        ((np.array(1.0, "float32"), x23, x23), TypeError, "bool scalar"),
        ((np.array(True), x23, x23[:1]), ValueError, "same shape"),
    ]

    def infer(self, condition, x, y):
        if condition.dtype != "bool" or len(condition.shape):
            raise TypeError(
                "switch: condition must be a bool scalar, got %s with shape %s."
                % (condition.dtype, tuple(condition.shape))
            )
        if x.dtype != y.dtype:
            raise TypeError(
                "switch: both values must have the same dtype, got %s and %s." % (x.dtype, y.dtype)
            )
        if len(x.shape) != len(y.shape) or any(
            None not in (a, b) and a != b for a, b in zip(x.shape, y.shape)
        ):
            raise ValueError(
                "switch: both values must have the same shape, got %s and %s."
                % (tuple(x.shape), tuple(y.shape))
            )
        return [(tuple(merge(a, b) for a, b in zip(x.shape, y.shape)), x.dtype)]

    def reference(self, condition, x, y):
        return x if condition else y

    def gradient(self, g, inputs, outputs):
        condition = inputs[0]
        zero = F.zero_gradient(g)
        return [None, F.switch(condition, g, zero), F.switch(condition, zero, g)]


@op("zero_gradient")
class ZeroGradient(ZerosLike):
    """Zeros in the shape of x, for the gradient that goes into a branch which was not taken.

    Unlike `zeros_like` it stays zero even times infinity, so the compiler drops what follows from
    it (`simplify`).
    """


@op("print")
class Print(Op):
    """x itself; its value is written to standard error each time it is computed."""

    attrs = {"message": ""}
    pure = False
    samples = [(x23, {"message": "x ="})]

    def infer(self, x):
        return [(tuple(x.shape), x.dtype)]

    def reference(self, x):
        sys.stderr.write(
            "%s%s\n"
            % (self.message + " " if self.message else "", np.array2string(x, threshold=20))
        )
        return x

    def gradient(self, g, inputs, outputs):
        return [g]
