"""Elementwise operations: each output element depends on the input elements at the same place.

An op names its scalar function in kernels/scalar.py by its own name; the family gives shapes, types
and broadcasting.
"""

import numpy as np

from kerastutor import dtypes
from kerastutor.graph.node import F, Op, op
from kerastutor.graph.shapes import broadcast, known

FLOAT, NUMBER, BOOL, ANY = "float", "number", "bool", "any"
x23 = np.array([[-2.0, -0.5, 0.25], [0.5, 1.5, 3.0]], "float32")
pos = np.array([[0.1, 0.7, 1.0], [1.3, 2.0, 5.0]], "float32")
row3 = np.array([1.5, -2.0, 0.5], "float32")


def unbroadcast(g, x):
    """Sum a gradient over the axes along which `x` was repeated."""
    if known(x.shape) and tuple(g.shape) == tuple(x.shape):
        return g
    return F.sum_to(g, x)


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
        good = {
            FLOAT: dtypes.is_float(dtype),
            NUMBER: dtype != "bool",
            BOOL: dtype == "bool",
            ANY: True,
        }[self.takes]
        if not good:
            raise TypeError(
                "%s: dtype must be a %s type, got %s. Convert with K.cast(x, %r)."
                % (self.name, self.takes, dtype, "bool" if self.takes == BOOL else "float32")
            )
        return dtype


class Unary(Elementwise):
    samples = [(x23,), (np.float32(0.3),)]


class Binary(Elementwise):
    arity = 2
    samples = [(x23, pos), (x23, row3), (row3, pos), (pos, np.float32(2)), (x23[:, :1], row3)]
    bad = [
        ((x23, np.zeros((4, 3), "float32")), ValueError, "broadcasting"),
        ((x23, np.zeros((2, 3), "int32")), TypeError, "same dtype"),
    ]


class Compare(Binary):
    result = "bool"
    gradient = None


class Logical(Binary):
    takes, result = BOOL, "bool"
    gradient = None
    samples = [(x23 > 0, pos > 1), (x23 > 0, row3 > 0)]
    bad = [((x23, x23), TypeError, "bool type")]


# ---- arithmetic
# -----------------------------------------------------------------------------------------------
@op("add")
class Add(Binary):
    """x + y. With `same_shape` neither is repeated, which lets the compiler drop terms of zero."""

    attrs = {"same_shape": False}

    def reference(self, x, y):
        return x + y

    def gradient(self, g, inputs, outputs):
        return [unbroadcast(g, x) for x in inputs]


@op("sub")
class Sub(Binary):
    """x - y."""

    def reference(self, x, y):
        return x - y

    def gradient(self, g, inputs, outputs):
        x, y = inputs
        return [unbroadcast(g, x), unbroadcast(F.neg(g), y)]


@op("mul")
class Mul(Binary):
    """x * y."""

    def reference(self, x, y):
        return x * y

    def gradient(self, g, inputs, outputs):
        x, y = inputs
        return [unbroadcast(F.mul(g, y), x), unbroadcast(F.mul(g, x), y)]


@op("div")
class Div(Binary):
    """x / y; for integers the result is floating point."""

    samples = [(x23, pos), (x23, row3), (pos, np.float32(2))]

    def infer(self, *inputs):
        [(shape, dtype)] = super().infer(*inputs)
        return [(shape, dtype if dtypes.is_float(dtype) else "float64")]

    def reference(self, x, y):
        return np.true_divide(x, y)

    def gradient(self, g, inputs, outputs):
        x, y = inputs
        return [unbroadcast(F.div(g, y), x), unbroadcast(F.neg(F.div(F.mul(g, outputs[0]), y)), y)]


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

    samples = [(pos, x23), (pos, row3), (x23, np.float32(2)), (pos, np.float32(0.5))]

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
    samples = [(pos,)]

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


# ---- rounding
# -------------------------------------------------------------------------------------------------
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


# ---- exponentials and trigonometry
# ----------------------------------------------------------------------------
class FloatUnary(Unary):
    takes = FLOAT
    bad = [((np.zeros(3, "int32"),), TypeError, "float type")]


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

    samples = [(pos,)]

    def reference(self, x):
        return np.log(x)

    def gradient(self, g, inputs, outputs):
        return [F.div(g, inputs[0])]


@op("log1p")
class Log1p(FloatUnary):
    """log(1 + x), exact for small x."""

    samples = [(pos,)]

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


# ---- activations
# ----------------------------------------------------------------------------------------------
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


# ---- comparison, logic, selection
# -----------------------------------------------------------------------------
@op("equal")
class Equal(Compare):
    """x == y, elementwise."""

    takes = ANY

    def reference(self, x, y):
        return np.equal(x, y)


@op("not_equal")
class NotEqual(Compare):
    """x != y, elementwise."""

    takes = ANY

    def reference(self, x, y):
        return np.not_equal(x, y)


@op("greater")
class Greater(Compare):
    """x > y, elementwise."""

    def reference(self, x, y):
        return np.greater(x, y)


@op("greater_equal")
class GreaterEqual(Compare):
    """x >= y, elementwise."""

    def reference(self, x, y):
        return np.greater_equal(x, y)


@op("less")
class Less(Compare):
    """x < y, elementwise."""

    def reference(self, x, y):
        return np.less(x, y)


@op("less_equal")
class LessEqual(Compare):
    """x <= y, elementwise."""

    def reference(self, x, y):
        return np.less_equal(x, y)


@op("logical_and")
class LogicalAnd(Logical):
    """x and y, elementwise."""

    def reference(self, x, y):
        return np.logical_and(x, y)


@op("logical_or")
class LogicalOr(Logical):
    """x or y, elementwise."""

    def reference(self, x, y):
        return np.logical_or(x, y)


@op("logical_not")
class LogicalNot(Unary):
    """not x, elementwise."""

    takes, result, gradient = BOOL, "bool", None
    samples = [(x23 > 0,)]

    def reference(self, x):
        return np.logical_not(x)


@op("is_nan")
class IsNan(Unary):
    """True where x is not a number."""

    takes, result, gradient = FLOAT, "bool", None

    def reference(self, x):
        return np.isnan(x)


@op("where")
class Where(Elementwise):
    """x where the condition holds, y elsewhere."""

    arity = 3
    takes = ANY
    samples = [(x23 > 0, x23, pos), (row3 > 0, x23, pos), (x23 > 0, np.float32(0), pos)]
    bad = [((x23, x23, x23), TypeError, "condition must be bool")]

    def infer(self, condition, x, y):
        if condition.dtype != "bool":
            raise TypeError(
                "where: condition must be bool, got %s. Compare first, for example K.greater(x, 0)."
                % condition.dtype
            )
        dtype = self.input_dtype([x, y])
        return [(broadcast("where", [condition.shape, x.shape, y.shape]), dtype)]

    def reference(self, condition, x, y):
        return np.where(condition, x, y)

    def gradient(self, g, inputs, outputs):
        condition, x, y = inputs
        zero = F.zeros_like(g)
        return [
            None,
            unbroadcast(F.where(condition, g, zero), x),
            unbroadcast(F.where(condition, zero, g), y),
        ]


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


# ---- the same values
# ------------------------------------------------------------------------------------------
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


class Like(Op):
    """Family: a constant with the shape of the input."""

    attrs = {"dtype": None}
    shape_only = (0,)
    kernel = "fill"
    samples = [(x23,), (x23, {"dtype": "int32"})]

    def infer(self, x):
        return [(tuple(x.shape), self.dtype or x.dtype)]

    def reference(self, x):
        return np.full(x.shape, self.fill, self.dtype or x.dtype)

    def gradient(self, g, inputs, outputs):
        return [None]


@op("zeros_like")
class ZerosLike(Like):
    """Zeros in the shape of x."""

    fill = 0


@op("ones_like")
class OnesLike(Like):
    """Ones in the shape of x."""

    fill = 1
