"""Arithmetic, element by element: sums, products, powers, bounds, rounding."""

import numpy as np

from kerastutor import dtypes
from kerastutor.graph.node import F, op
from kerastutor.graph.tensor import Constant
from kerastutor.ops.elementwise import FLOAT, Binary, Unary, unbroadcast
from kerastutor.ops.samples import positive, row3, x23


@op("add")
class Add(Binary):
    """x + y. With `same_shape` neither is repeated, which lets the compiler drop terms of zero."""

    attrs = {"same_shape": False}

    def reference(self, x, y):
        return x + y

    def gradient(self, g, inputs, outputs):
        x, y = inputs
        return [unbroadcast(g, x, y), unbroadcast(g, y, x)]


@op("sub")
class Sub(Binary):
    """x - y."""

    def reference(self, x, y):
        return x - y

    def gradient(self, g, inputs, outputs):
        x, y = inputs
        return [unbroadcast(g, x, y), unbroadcast(F.neg(g), y, x)]


@op("mul")
class Mul(Binary):
    """x * y."""

    def reference(self, x, y):
        return x * y

    def gradient(self, g, inputs, outputs):
        x, y = inputs
        if isinstance(g, Constant) and outputs[0].shape == g.shape == () and g.value == 1:
            return [y, x]
        return [unbroadcast(F.mul(g, y), x, y), unbroadcast(F.mul(g, x), y, x)]


@op("div")
class Div(Binary):
    """x / y; for integers the result is floating point."""

    samples = [(x23, positive), (x23, row3), (positive, np.float32(2))]

    def infer(self, *inputs):
        [(shape, dtype)] = super().infer(*inputs)
        return [(shape, dtype if dtypes.is_float(dtype) else "float64")]

    def reference(self, x, y):
        return np.true_divide(x, y)

    def gradient(self, g, inputs, outputs):
        x, y = inputs
        gy = F.neg(F.div(F.mul(g, outputs[0]), y))
        return [unbroadcast(F.div(g, y), x, y), unbroadcast(gy, y, x)]


@op("floordiv")
class FloorDiv(Binary):
    """Largest whole number not above x / y."""

    gradient = None

    def reference(self, x, y):
        return np.floor_divide(x, y)


@op("mod")
class Mod(Binary):
    """x - floor(x / y) * y: the remainder, with the sign of y."""

    def reference(self, x, y):
        return np.mod(x, y)

    def gradient(self, g, inputs, outputs):
        x, y = inputs
        return [unbroadcast(g, x), unbroadcast(F.neg(F.mul(g, F.floor(F.div(x, y)))), y)]


@op("pow")
class Pow(Binary):
    """x to the power y."""

    samples = [(positive, x23), (positive, row3), (x23, np.float32(2)), (positive, np.float32(0.5))]

    def reference(self, x, y):
        x, y = np.broadcast_arrays(x, y)
        return np.power(x, y.copy())  # a repeated exponent of 0.5 would become a square root

    def gradient(self, g, inputs, outputs):
        x, y = inputs
        one = F.ones_like(y)
        gx = F.mul(g, F.mul(y, F.pow(x, F.sub(y, one))))
        safe = F.where(F.greater(x, F.zeros_like(x)), x, F.ones_like(x))
        gy = F.mul(g, F.mul(outputs[0], F.log(safe)))
        return [unbroadcast(gx, x), unbroadcast(gy, y)]


@op("maximum")
class Maximum(Binary):
    """The larger of x and y; NaN if either is."""

    def reference(self, x, y):
        return np.maximum(x, y)

    def gradient(self, g, inputs, outputs):
        x, y = inputs
        first = F.greater_equal(x, y)
        zero = F.zeros_like(g)
        return [unbroadcast(F.where(first, g, zero), x), unbroadcast(F.where(first, zero, g), y)]


@op("minimum")
class Minimum(Binary):
    """The smaller of x and y; NaN if either is."""

    def reference(self, x, y):
        return np.minimum(x, y)

    def gradient(self, g, inputs, outputs):
        x, y = inputs
        first = F.less_equal(x, y)
        zero = F.zeros_like(g)
        return [unbroadcast(F.where(first, g, zero), x), unbroadcast(F.where(first, zero, g), y)]


@op("clip")
class Clip(Unary):
    """x kept between two bounds."""

    attrs = {"low": 0.0, "high": 1.0}
    samples = [(x23,), (x23, {"low": -1.0, "high": 2.0})]

    def reference(self, x):
        return np.clip(x, x.dtype.type(self.low), x.dtype.type(self.high))

    def gradient(self, g, inputs, outputs):
        x = inputs[0]
        low, high = F.greater_equal(x, self.low), F.less_equal(x, self.high)
        return [F.where(F.logical_and(low, high), g, F.zeros_like(g))]


@op("neg")
class Neg(Unary):
    """-x."""

    def reference(self, x):
        return -x

    def gradient(self, g, inputs, outputs):
        return [F.neg(g)]


@op("abs")
class Abs(Unary):
    """|x|."""

    def reference(self, x):
        return np.abs(x)

    def gradient(self, g, inputs, outputs):
        return [F.mul(g, F.sign(inputs[0]))]


@op("sign")
class Sign(Unary):
    """-1, 0 or 1."""

    def reference(self, x):
        return np.sign(x)

    def gradient(self, g, inputs, outputs):
        return [F.zeros_like(g)]


@op("square")
class Square(Unary):
    """x * x."""

    def reference(self, x):
        return x * x

    def gradient(self, g, inputs, outputs):
        return [F.mul(g, F.mul(inputs[0], 2))]


@op("sqrt")
class Sqrt(Unary):
    """Square root; NaN below zero."""

    takes = FLOAT
    samples = [(positive,)]

    def reference(self, x):
        return np.sqrt(x)

    def gradient(self, g, inputs, outputs):
        return [F.div(F.mul(g, 0.5), outputs[0])]


@op("reciprocal")
class Reciprocal(Unary):
    """1 / x."""

    takes = FLOAT

    def reference(self, x):
        return (1 / x).astype(x.dtype)

    def gradient(self, g, inputs, outputs):
        return [F.neg(F.mul(g, F.square(outputs[0])))]


class Rounding(Unary):
    takes = FLOAT
    gradient = None


@op("round")
class Round(Rounding):
    """Nearest whole number, halves to the even one."""

    def reference(self, x):
        return np.round(x)


@op("floor")
class Floor(Rounding):
    """Largest whole number not above x."""

    def reference(self, x):
        return np.floor(x)


@op("ceil")
class Ceil(Rounding):
    """Smallest whole number not below x."""

    def reference(self, x):
        return np.ceil(x)
