"""Softmax and its logarithm along one axis."""

import numpy as np

from kerastutor import dtypes
from kerastutor.graph.node import F, Op, op
from kerastutor.graph.shapes import axis_index
from kerastutor.ops.samples import chances, x23, x234


class AlongAxis(Op):
    """Family: one float input, same shape, one axis treated as a whole."""

    attrs = {"axis": -1}

    def infer(self, x, *rest):
        if not dtypes.is_float(x.dtype):
            raise TypeError("%s: dtype must be a float type, got %s." % (self.name, x.dtype))
        self.axis = axis_index(self.name, self.axis, len(x.shape))
        return [(tuple(x.shape), x.dtype)]


@op("softmax")
class Softmax(AlongAxis):
    """exp(x) / sum(exp(x)) along an axis, without overflow."""

    kernel = "softmax"
    samples = [(x23,), (x234, {"axis": 1}), (x234,)]
    bad = [((np.zeros(3, "int32"),), TypeError, "float type")]

    def reference(self, x):
        e = np.exp(x - np.max(x, self.axis, keepdims=True))
        return e / np.sum(e, self.axis, keepdims=True)

    def gradient(self, g, inputs, outputs):
        return [F.softmax_grad(g, outputs[0], axis=self.axis)]


@op("softmax_grad")
class SoftmaxGrad(AlongAxis):
    """(g - sum(g * y)) * y: gradient of y = softmax(x)."""

    kernel = "softmax_grad"
    samples = [(x23, chances)]

    def reference(self, g, y):
        return (g - np.sum(g * y, self.axis, keepdims=True)) * y

    def gradient(self, g, inputs, outputs):
        g0, y = inputs
        gy = F.mul(g, y)
        total = F.sum(gy, axes=(self.axis,), keepdims=True)
        inner = F.sum(F.mul(g0, y), axes=(self.axis,), keepdims=True)
        gy_out = F.sub(
            F.mul(g, F.sub(g0, F.broadcast_to(inner, g0))), F.mul(g0, F.broadcast_to(total, g0))
        )
        return [F.softmax_grad(g, y, axis=self.axis), gy_out]


@op("log_softmax")
class LogSoftmax(AlongAxis):
    """log(softmax(x)) along an axis, without overflow."""

    kernel = "log_softmax"
    samples = [(x23,), (x234, {"axis": 1})]

    def reference(self, x):
        shifted = x - np.max(x, self.axis, keepdims=True)
        return shifted - np.log(np.sum(np.exp(shifted), self.axis, keepdims=True))

    def gradient(self, g, inputs, outputs):
        total = F.sum(g, axes=(self.axis,), keepdims=True)
        return [F.sub(g, F.mul(F.exp(outputs[0]), F.broadcast_to(total, g)))]
