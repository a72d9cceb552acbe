"""Exponentials, logarithms and trigonometry, element by element."""

import numpy as np

from kerastutor.graph.node import F, op
from kerastutor.ops.elementwise import FloatUnary
from kerastutor.ops.samples import positive


@op("exp")
class Exp(FloatUnary):
    """e to the power x."""

    def reference(self, x):
        return np.exp(x)

    def gradient(self, g, inputs, outputs):
        return [F.mul(g, outputs[0])]


@op("log")
class Log(FloatUnary):
    """Natural logarithm; NaN below zero."""

    samples = [(positive,)]

    def reference(self, x):
        return np.log(x)

    def gradient(self, g, inputs, outputs):
        return [F.div(g, inputs[0])]


@op("log1p")
class Log1p(FloatUnary):
    """log(1 + x), exact for small x."""

    samples = [(positive,)]

    def reference(self, x):
        return np.log1p(x)

    def gradient(self, g, inputs, outputs):
        return [F.div(g, F.add(inputs[0], 1))]


@op("sin")
class Sin(FloatUnary):
    """Sine."""

    def reference(self, x):
        return np.sin(x)

    def gradient(self, g, inputs, outputs):
        return [F.mul(g, F.cos(inputs[0]))]


@op("cos")
class Cos(FloatUnary):
    """Cosine."""

    def reference(self, x):
        return np.cos(x)

    def gradient(self, g, inputs, outputs):
        return [F.neg(F.mul(g, F.sin(inputs[0])))]
