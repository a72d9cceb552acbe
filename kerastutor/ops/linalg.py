"""Matrix products."""

import numpy as np

from kerastutor.graph.node import F, Op, op
from kerastutor.graph.shapes import broadcast
from kerastutor.ops.elementwise import unbroadcast
from kerastutor.ops.samples import x23

b34 = np.linspace(-1, 2, 12, dtype="float32").reshape(3, 4)
a523 = np.linspace(-1, 1, 30, dtype="float32").reshape(5, 2, 3)
b534 = np.linspace(2, -1, 60, dtype="float32").reshape(5, 3, 4)


@op("matmul")
class MatMul(Op):
    """Matrix product of the last two axes; `ta` and `tb` transpose them first. Leading axes
    broadcast.
    """

    attrs = {"ta": False, "tb": False}
    kernel = "matmul"
    samples = [
        (x23, b34),
        (b34, x23, {"ta": True, "tb": True}),
        (b34, b34, {"tb": True}),
        (a523, b534),
        (a523, b34),
        (a523, a523, {"ta": True}),
    ]
    bad = [
        ((x23, x23), ValueError, "inner sizes"),
        ((x23, np.zeros(3, "float32")), ValueError, "at least 2 axes"),
        ((x23, b34.astype("float64")), TypeError, "same dtype"),
    ]

    def infer(self, a, b):
        if len(a.shape) < 2 or len(b.shape) < 2:
            raise ValueError(
                "matmul: inputs must have at least 2 axes, got shapes %s and %s."
                % (tuple(a.shape), tuple(b.shape))
            )
        if a.dtype != b.dtype:
            raise TypeError(
                "matmul: inputs must have the same dtype, got %s and %s. Convert one with K.cast."
                % (a.dtype, b.dtype)
            )
        m, k1 = (a.shape[-1], a.shape[-2]) if self.ta else (a.shape[-2], a.shape[-1])
        k2, n = (b.shape[-1], b.shape[-2]) if self.tb else (b.shape[-2], b.shape[-1])
        if None not in (k1, k2) and k1 != k2:
            raise ValueError(
                "matmul: inner sizes must be equal, got %d and %d in shapes %s and %s%s."
                % (
                    k1,
                    k2,
                    tuple(a.shape),
                    tuple(b.shape),
                    " (transposed)" if self.ta or self.tb else "",
                )
            )
        return [(broadcast(self.name, [a.shape[:-2], b.shape[:-2]]) + (m, n), a.dtype)]

    def reference(self, a, b):
        if self.ta:
            a = np.swapaxes(a, -1, -2)
        if self.tb:
            b = np.swapaxes(b, -1, -2)
        return np.matmul(a, b)

    def gradient(self, g, inputs, outputs):
        a, b = inputs
        if self.ta:
            ga = F.matmul(b, g, ta=self.tb, tb=True)
        else:
            ga = F.matmul(g, b, tb=not self.tb)
        if self.tb:
            gb = F.matmul(g, a, ta=True, tb=self.ta)
        else:
            gb = F.matmul(a, g, ta=not self.ta)
        return [
            unbroadcast(ga, a) if len(a.shape) > 2 or len(b.shape) > 2 else ga,
            unbroadcast(gb, b) if len(a.shape) > 2 or len(b.shape) > 2 else gb,
        ]


@op("dense")
class Dense(Op):
    """activation(x @ w + b) for a 2-D x: made by the compiler out of matmul, add and an
    activation.
    """

    attrs = {"activation": "linear"}
    kernel = "dense"
    gradient = None  # only ever made after gradients are built
    samples = [(x23, b34, b34[0]), (x23, b34, b34[0], {"activation": "relu"})]

    def infer(self, x, w, b):
        return [((x.shape[0], w.shape[1]), x.dtype)]

    def reference(self, x, w, b):
        y = x @ w + b
        return F_ACTIVATIONS[self.activation](y)


@op("affine")
class Affine(Op):
    """x * scale + shift for each channel (the last axis), kept between two bounds: made by the
    compiler out of what follows a convolution.
    """

    attrs = {"low": -np.inf, "high": np.inf}
    kernel = "affine"
    gradient = None  # only ever made after gradients are built
    samples = [
        (a523, b34[0, :3], b34[1, :3]),
        (a523, b34[2, :3], b34[0, 1:], {"low": 0.0}),
        (b534, b34[2], b34[0], {"low": 0.0, "high": 0.75}),
    ]

    def infer(self, x, scale, shift):
        return [(tuple(x.shape), x.dtype)]

    def reference(self, x, scale, shift):
        return np.clip(x * scale + shift, x.dtype.type(self.low), x.dtype.type(self.high))


F_ACTIVATIONS = {"linear": lambda y: y, "relu": lambda y: np.maximum(y, 0)}
