"""One scalar function per elementwise op, under the op's name. kernels/elementwise.py puts the
loops around them.
"""

import math

import numpy as np

from kerastutor.kernels.jit import helper
from kerastutor.kernels.mathlib import exp as exp_
from kerastutor.kernels.mathlib import expm1 as expm1_
from kerastutor.kernels.mathlib import like
from kerastutor.kernels.mathlib import log as log_
from kerastutor.kernels.mathlib import log1p as log1p_
from kerastutor.kernels.mathlib import sigmoid as sigmoid_
from kerastutor.kernels.mathlib import tanh as tanh_

UNARY, BINARY, COMPARE, PARAMETRIC = {}, {}, {}, {}


def _declare(table):
    def register(function):
        table[function.__name__] = function
        return helper(function)

    return register


unary, binary, compare, parametric = (_declare(t) for t in (UNARY, BINARY, COMPARE, PARAMETRIC))


@unary
def neg(x):
    return -x


@unary
def abs(x):
    return x if x >= like(x, 0) else -x


@unary
def sign(x):
    return like(x, 1) if x > like(x, 0) else (like(x, -1) if x < like(x, 0) else x)


@unary
def square(x):
    return x * x


@unary
def sqrt(x):
    return like(x, np.sqrt(x))


@unary
def reciprocal(x):
    return like(x, 1) / x


@unary
def floor(x):
    return like(x, np.floor(x))


@unary
def ceil(x):
    return like(x, np.ceil(x))


@unary
def round(x):
    return like(x, np.rint(x))


@unary
def exp(x):
    return exp_(x)


@unary
def log(x):
    return log_(x)


@unary
def log1p(x):
    return log1p_(x)


@unary
def sin(x):
    return like(x, math.sin(x))


@unary
def cos(x):
    return like(x, math.cos(x))


@unary
def tanh(x):
    return tanh_(x)


@unary
def sigmoid(x):
    return sigmoid_(x)


@unary
def hard_sigmoid(x):
    y = x * like(x, 0.2) + like(x, 0.5)
    y = like(x, 0) if y < like(x, 0) else y
    return like(x, 1) if y > like(x, 1) else y


@unary
def softplus(x):
    a = x if x >= like(x, 0) else -x
    top = x if x > like(x, 0) else like(x, 0)
    return top + log1p_(exp_(-a))


@unary
def softsign(x):
    return x / (like(x, 1) + (x if x >= like(x, 0) else -x))


@unary
def relu(x):
    return like(x, 0) if x < like(x, 0) else x


@parametric
def elu(x, alpha, unused):
    return x if x > like(x, 0) else alpha * expm1_(x)


@parametric
def clip(x, low, high):
    y = low if x < low else x
    return high if y > high else y


@binary
def add(x, y):
    return x + y


@binary
def sub(x, y):
    return x - y


@binary
def mul(x, y):
    return x * y


@binary
def div(x, y):
    return x / y


@binary
def floordiv(x, y):
    return x // y


@binary
def mod(x, y):
    return x % y


@binary
def pow(x, y):
    return x**y


@binary
def maximum(x, y):
    return y if y > x or y != y else x


@binary
def minimum(x, y):
    return y if y < x or y != y else x


@binary
def tanh_grad(g, y):
    return g * (like(y, 1) - y * y)


@binary
def sigmoid_grad(g, y):
    return g * y * (like(y, 1) - y)


@binary
def relu_grad(g, y):
    return g if y > like(y, 0) else (like(y, 0) if y == y else y)


@compare
def equal(x, y):
    return x == y


@compare
def not_equal(x, y):
    return x != y


@compare
def greater(x, y):
    return x > y


@compare
def greater_equal(x, y):
    return x >= y


@compare
def less(x, y):
    return x < y


@compare
def less_equal(x, y):
    return x <= y


@compare
def logical_and(x, y):
    return x and y


@compare
def logical_or(x, y):
    return x or y
