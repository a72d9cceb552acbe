"""The same values: as they are, as a constant for gradients, in another data type."""

import numpy as np

from kerastutor.graph.node import F, op
from kerastutor.ops.elementwise import ANY, Unary
from kerastutor.ops.samples import x23


@op("identity")
class Identity(Unary):
    """x itself."""

    takes = ANY
    kernel = "alias"

    def reference(self, x):
        return x

    def gradient(self, g, inputs, outputs):
        return [g]


@op("stop_gradient")
class StopGradient(Identity):
    """x itself, but a constant for gradients."""

    gradient = None


@op("cast")
class Cast(Unary):
    """The same values in another data type; towards zero when fractions are lost."""

    attrs = {"dtype": "float32"}
    takes = ANY
    samples = [
        (x23, {"dtype": "int32"}),
        (x23 > 0, {"dtype": "float32"}),
        (x23, {"dtype": "float64"}),
        (np.array([0, 1, 2], "int32"), {"dtype": "bool"}),
    ]

    def infer(self, x):
        return [(tuple(x.shape), self.dtype)]

    def reference(self, x):
        return x.astype(self.dtype)

    def gradient(self, g, inputs, outputs):
        return [F.cast(g, dtype=inputs[0].dtype)]
