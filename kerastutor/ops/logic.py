"""Comparison, logic and selection, element by element."""

import numpy as np

from kerastutor.graph.node import F, op
from kerastutor.graph.shapes import broadcast
from kerastutor.ops.elementwise import ANY, BOOL, FLOAT, Binary, Elementwise, Unary, unbroadcast
from kerastutor.ops.samples import positive, row3, x23


class Compare(Binary):
    result = "bool"
    gradient = None


class Logical(Binary):
    takes, result = BOOL, "bool"
    gradient = None
    samples = [(x23 > 0, positive > 1), (x23 > 0, row3 > 0)]
    bad = [((x23, x23), TypeError, "bool type")]


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
    kernel = "predicate"
    samples = [(x23 > 0,)]

    def reference(self, x):
        return np.logical_not(x)


@op("is_nan")
class IsNan(Unary):
    """True where x is not a number."""

    takes, result, gradient = FLOAT, "bool", None
    kernel = "predicate"

    def reference(self, x):
        return np.isnan(x)


@op("where")
class Where(Elementwise):
    """x where the condition holds, y elsewhere."""

    arity = 3
    takes = ANY
    samples = [
        (x23 > 0, x23, positive),
        (row3 > 0, x23, positive),
        (x23 > 0, np.float32(0), positive),
    ]
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
