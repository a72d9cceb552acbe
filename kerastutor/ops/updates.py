"""A parameter's whole update by an optimizer as one op.

Nobody writes these: `compiler/merge_updates.py` puts them in the place of the chains of elementwise
ops that the optimizers build.
"""

import numpy as np

from kerastutor import dtypes
from kerastutor.graph.node import Op, op
from kerastutor.ops.samples import numbers

_p, _m, _g = numbers(5, 3), numbers(5, 3)[::-1] / 3, numbers(3, 5).T / 2
_lr, _rest, _epsilon = np.float32(0.1), np.float32(0.25), np.float32(1e-3)


class Step(Op):
    """Family: first the parameter, then its slots, the gradient, and single numbers.

    The outputs are the parameter and its slots after the step.
    """

    kernel = "step"
    gradient = None  # plans are made of the gradients already
    nout = 2

    def infer(self, *inputs):
        arrays, scalars = inputs[: self.nout + 1], inputs[self.nout + 1 :]
        p = arrays[0]
        for x in inputs:
            if not dtypes.is_float(x.dtype) or x.dtype != p.dtype:
                raise TypeError(
                    "%s: all inputs must have one float type, got %s and %s."
                    % (self.name, p.dtype, x.dtype)
                )
        for x in arrays:
            if tuple(x.shape) != tuple(p.shape):
                raise ValueError(
                    "%s: gradient and slots must have the parameter's shape %s, got %s."
                    % (self.name, tuple(p.shape), tuple(x.shape))
                )
        for x in scalars:
            if len(x.shape):
                raise ValueError(
                    "%s: numbers must be scalars, got shape %s." % (self.name, tuple(x.shape))
                )
        return [(tuple(p.shape), p.dtype)] * self.nout


@op("momentum_step")
class MomentumStep(Step):
    """m <- momentum * m - lr * g; p <- p + m, or p + momentum * m - lr * g with `nesterov`."""

    attrs = {"nesterov": False}
    samples = [
        (_p, _m, _g, _rest, _lr),
        (_p, _m, _g, _rest, _lr, {"nesterov": True}),
    ]
    bad = [
        ((_p, _m, _g[:2], _rest, _lr), ValueError, "parameter's shape"),
        ((_p, _m, _g, _rest, _g), ValueError, "must be scalars"),
    ]

    def reference(self, p, m, g, momentum, lr):
        m = momentum * m - lr * g
        return p + (momentum * m - lr * g if self.nesterov else m), m


@op("rmsprop_step")
class RMSpropStep(Step):
    """a <- rho * a + rest * g^2; p <- p - lr * g / (sqrt(a) + epsilon)."""

    samples = [(_p, np.abs(_m), _g, _lr, np.float32(0.75), _rest, _epsilon)]
    bad = [((_p, _m, _g, np.float64(1), _rest, _rest, _epsilon), TypeError, "one float type")]

    def reference(self, p, a, g, lr, rho, rest, epsilon):
        a = rho * a + rest * np.square(g)
        return p - lr * g / (np.sqrt(np.maximum(a, 0)) + epsilon), a


@op("adam_step")
class AdamStep(Step):
    """m <- beta_1 * m + rest_1 * g; v <- beta_2 * v + rest_2 * g^2;
    p <- p - lr * m / (sqrt(v) + epsilon).
    """

    nout = 3
    samples = [
        (
            *(_p, _m, np.abs(_m), _g, _lr),
            *(np.float32(0.75), _rest, np.float32(0.875), np.float32(0.125), _epsilon),
        )
    ]

    def reference(self, p, m, v, g, lr, beta_1, rest_1, beta_2, rest_2, epsilon):
        m = beta_1 * m + rest_1 * g
        v = beta_2 * v + rest_2 * np.square(g)
        return p - lr * m / (np.sqrt(np.maximum(v, 0)) + epsilon), m, v
