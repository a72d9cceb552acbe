"""Loops around the scalar functions of scalar.py, with broadcasting.

Each function comes twice. Under its own name: one loop, where every input is as long as the output
or a single number. With the ending
`_strided`: four nested loops of sizes n0..n3; the output is dense, each input has a stride per
loop, 0 where it is repeated. The binder (compiler/lower/elementwise.py) merges axes so that the
innermost loop is as long as it can be.
"""

import types as python_types

from kerastutor.kernels import scalar
from kerastutor.kernels.jit import Kernel, kernel, kernels
from kerastutor.kernels.mathlib import like

_SIZES = "int n0, int n1, int n2, int n3, "


def f(*args):
    """Stands for the scalar function in the loops below."""


def _unary(x, y):
    for t in range(y.shape[0]):
        y[t] = f(x[t])


def _unary_strided(x, y, n0, n1, n2, n3, a0, a1, a2, a3):
    o = 0
    for i in range(n0):
        for j in range(n1):
            for k in range(n2):
                u = x[i * a0 + j * a1 + k * a2 :]
                w = y[o : o + n3]
                for t in range(n3):
                    w[t] = f(u[t * a3])
                o += n3


def _parametric(x, y, p, q):
    a, b = like(x[0], p), like(x[0], q)
    for t in range(y.shape[0]):
        y[t] = f(x[t], a, b)


def _parametric_strided(x, y, n0, n1, n2, n3, a0, a1, a2, a3, p, q):
    a, b = like(x[0], p), like(x[0], q)
    o = 0
    for i in range(n0):
        for j in range(n1):
            for k in range(n2):
                u = x[i * a0 + j * a1 + k * a2 :]
                w = y[o : o + n3]
                for t in range(n3):
                    w[t] = f(u[t * a3], a, b)
                o += n3


def _binary(x, z, y):
    n = y.shape[0]
    if x.shape[0] == z.shape[0]:
        for t in range(n):
            y[t] = f(x[t], z[t])
    elif z.shape[0] == 1:
        c = z[0]
        for t in range(n):
            y[t] = f(x[t], c)
    else:
        c = x[0]
        for t in range(n):
            y[t] = f(c, z[t])


def _binary_strided(x, z, y, n0, n1, n2, n3, a0, a1, a2, a3, b0, b1, b2, b3):
    o = 0
    for i in range(n0):
        for j in range(n1):
            for k in range(n2):
                u = x[i * a0 + j * a1 + k * a2 :]
                v = z[i * b0 + j * b1 + k * b2 :]
                w = y[o : o + n3]
                if a3 == 1 and b3 == 1:
                    for t in range(n3):
                        w[t] = f(u[t], v[t])
                elif a3 == 1 and b3 == 0:
                    c = v[0]
                    for t in range(n3):
                        w[t] = f(u[t], c)
                else:
                    for t in range(n3):
                        w[t] = f(u[t * a3], v[t * b3])
                o += n3


def _declare(function, dense, strided, arrays, strides, scalars=""):
    """Both kernels of a scalar function."""
    for loop, name, signature in (
        (dense, function.__name__, arrays + scalars),
        (strided, function.__name__ + "_strided", arrays + ", " + _SIZES + strides + scalars),
    ):
        scope = dict(loop.__globals__, f=function)
        made = python_types.FunctionType(loop.__code__, scope, name)
        made.__doc__ = function.__doc__
        kernels[name] = Kernel(made, signature, ("contract", "nsz", "arcp"), True)


_A = "int a0, int a1, int a2, int a3"
_B = ", int b0, int b1, int b2, int b3"
for _function in scalar.UNARY.values():
    _declare(_function, _unary, _unary_strided, "T x[NX], T y[NY]", _A)
for _function in scalar.PARAMETRIC.values():
    _declare(
        _function, _parametric, _parametric_strided, "T x[NX], T y[NY]", _A, ", float p, float q"
    )
for _function in scalar.BINARY.values():
    _declare(_function, _binary, _binary_strided, "T x[NX], T z[NZ], T y[NY]", _A + _B)
for _function in scalar.COMPARE.values():
    _declare(_function, _binary, _binary_strided, "T x[NX], T z[NZ], bool y[NY]", _A + _B)


@kernel("bool c[N], T x[N], T z[N], T y[N]", element_by_element=True)
def where(c, x, z, y):
    """x where the condition holds, z elsewhere."""
    for t in range(y.shape[0]):
        y[t] = x[t] if c[t] else z[t]


@kernel(
    "bool c[NC], T x[NX], T z[NZ], T y[NY], "
    + _SIZES
    + "int e0, int e1, int e2, int e3, "
    + _A
    + _B
)
def where_strided(c, x, z, y, n0, n1, n2, n3, e0, e1, e2, e3, a0, a1, a2, a3, b0, b1, b2, b3):
    """x where the condition holds, z elsewhere, with repetition."""
    o = 0
    for i in range(n0):
        for j in range(n1):
            for k in range(n2):
                d = c[i * e0 + j * e1 + k * e2 :]
                u = x[i * a0 + j * a1 + k * a2 :]
                v = z[i * b0 + j * b1 + k * b2 :]
                w = y[o : o + n3]
                for t in range(n3):
                    w[t] = u[t * a3] if d[t * e3] else v[t * b3]
                o += n3


@kernel("bool x[N], bool y[N]", element_by_element=True)
def logical_not(x, y):
    """True where x is false."""
    for t in range(y.shape[0]):
        y[t] = not x[t]


@kernel("T x[N], bool y[N]", fastmath=(), element_by_element=True)
def is_nan(x, y):
    """True where x is not a number."""
    for t in range(y.shape[0]):
        y[t] = x[t] != x[t]


@kernel("T x[N], S y[N]")
def cast(x, y):
    """The same values in another element type."""
    for t in range(y.shape[0]):
        y[t] = x[t]


@kernel(
    "T x[NX], T y[NY], int n0, int n1, int n2, int n3, int n4, int n5, int a0, int a1, int a2, "
    "int a3, int a4, int a5"
)
def copy(x, y, n0, n1, n2, n3, n4, n5, a0, a1, a2, a3, a4, a5):
    """Strided read, dense write: slices, transposes, broadcasts of up to six axes."""
    o = 0
    for h in range(n0):
        for g in range(n1):
            for i in range(n2):
                for j in range(n3):
                    for k in range(n4):
                        u = x[h * a0 + g * a1 + i * a2 + j * a3 + k * a4 :]
                        w = y[o : o + n5]
                        if a5 == 1:
                            for t in range(n5):
                                w[t] = u[t]
                        else:
                            for t in range(n5):
                                w[t] = u[t * a5]
                        o += n5


@kernel(
    "T x[NX], T y[NY], int n0, int n1, int n2, int n3, int n4, int n5, int a0, int a1, int a2, "
    "int a3, int a4, int a5"
)
def spread(x, y, n0, n1, n2, n3, n4, n5, a0, a1, a2, a3, a4, a5):
    """Dense read, strided write: putting a part into a larger tensor."""
    o = 0
    for h in range(n0):
        for g in range(n1):
            for i in range(n2):
                for j in range(n3):
                    for k in range(n4):
                        w = y[h * a0 + g * a1 + i * a2 + j * a3 + k * a4 :]
                        u = x[o : o + n5]
                        if a5 == 1:
                            for t in range(n5):
                                w[t] = u[t]
                        else:
                            for t in range(n5):
                                w[t * a5] = u[t]
                        o += n5


@kernel("T y[N], float value")
def fill(y, value):
    """Every element the same."""
    c = like(y[0], value)
    for t in range(y.shape[0]):
        y[t] = c


@kernel("int64 y[1]")
def advance(y):
    """Count one more run of a random op."""
    y[0] += 1
