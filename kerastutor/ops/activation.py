"""Activation functions, element by element, and the gradients that are ops of their own."""

import numpy as np

from kerastutor.graph.node import F, op
from kerastutor.ops.elementwise import FLOAT, Binary, FloatUnary, unbroadcast


@op("tanh")
class Tanh(FloatUnary):
    """Hyperbolic tangent."""

    def reference(self, x):
        return np.tanh(x)

    def gradient(self, g, inputs, outputs):
        return [F.tanh_grad(g, outputs[0])]


@op("tanh_grad")
class TanhGrad(Binary):
    """g * (1 - y * y): gradient of y = tanh(x)."""

    takes = FLOAT

    def reference(self, g, y):
        return g * (1 - y * y)

    def gradient(self, g, inputs, outputs):
        g0, y = inputs
        return [
            unbroadcast(F.tanh_grad(g, y), g0),
            unbroadcast(F.mul(F.mul(g, g0), F.mul(y, -2)), y),
        ]


@op("sigmoid")
class Sigmoid(FloatUnary):
    """1 / (1 + exp(-x))."""

    def reference(self, x):
        e = np.exp(-np.abs(x))
        return np.where(x >= 0, 1 / (1 + e), e / (1 + e)).astype(x.dtype)

    def gradient(self, g, inputs, outputs):
        return [F.sigmoid_grad(g, outputs[0])]


@op("sigmoid_grad")
class SigmoidGrad(Binary):
    """g * y * (1 - y): gradient of y = sigmoid(x)."""

    takes = FLOAT

    def reference(self, g, y):
        return g * y * (1 - y)

    def gradient(self, g, inputs, outputs):
        g0, y = inputs
        return [
            unbroadcast(F.sigmoid_grad(g, y), g0),
            unbroadcast(F.mul(F.mul(g, g0), F.sub(1.0, F.mul(y, 2))), y),
        ]


@op("hard_sigmoid")
class HardSigmoid(FloatUnary):
    """0.2 * x + 0.5, cut off at 0 and 1."""

    def reference(self, x):
        return np.clip(x * x.dtype.type(0.2) + x.dtype.type(0.5), 0, 1).astype(x.dtype)

    def gradient(self, g, inputs, outputs):
        y = outputs[0]
        inside = F.logical_and(F.greater(y, F.zeros_like(y)), F.less(y, F.ones_like(y)))
        return [F.where(inside, F.mul(g, 0.2), F.zeros_like(g))]


@op("softplus")
class Softplus(FloatUnary):
    """log(1 + exp(x))."""

    def reference(self, x):
        return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))

    def gradient(self, g, inputs, outputs):
        return [F.mul(g, F.sigmoid(inputs[0]))]


@op("softsign")
class Softsign(FloatUnary):
    """x / (1 + |x|)."""

    def reference(self, x):
        return x / (1 + np.abs(x))

    def gradient(self, g, inputs, outputs):
        return [F.div(g, F.square(F.add(F.abs(inputs[0]), 1)))]


@op("relu")
class Relu(FloatUnary):
    """max(x, 0)."""

    def reference(self, x):
        return np.maximum(x, 0)

    def gradient(self, g, inputs, outputs):
        return [F.relu_grad(g, outputs[0])]


@op("relu_grad")
class ReluGrad(Binary):
    """g where y > 0, else 0: gradient of y = relu(x)."""

    takes = FLOAT

    def reference(self, g, y):
        return np.where(y > 0, g, np.where(np.isnan(y), y, 0)).astype(g.dtype)

    def gradient(self, g, inputs, outputs):
        g0, y = inputs
        return [unbroadcast(F.relu_grad(g, y), g0), None]


@op("elu")
class Elu(FloatUnary):
    """x where x > 0, alpha * (exp(x) - 1) elsewhere. Clevert et al. 2015, arXiv:1511.07289."""

    attrs = {"alpha": 1.0}

    def reference(self, x):
        return np.where(x > 0, x, x.dtype.type(self.alpha) * np.expm1(np.minimum(x, 0)))

    def gradient(self, g, inputs, outputs):
        x, y = inputs[0], outputs[0]
        return [F.where(F.greater(x, F.zeros_like(x)), g, F.mul(g, F.add(y, self.alpha)))]
