"""Loops around the scalar functions of scalar.py, with broadcasting.

Every array is seen as four nested loops of sizes n0..n3. The output is dense; each input has a stride per loop, 0 where it is
repeated. The binder (compiler/lower/elementwise.py) merges axes so that the innermost loop is as long as it can be.
"""
import types as python_types

from kerastutor.kernels import scalar
from kerastutor.kernels.jit import Kernel, kernel, kernels
from kerastutor.kernels.mathlib import like

_SIZES = "int n0, int n1, int n2, int n3, "


def f(*args):
    """Stands for the scalar function in the loops below."""


def _unary(x, y, n0, n1, n2, n3, a0, a1, a2, a3):
    o = 0
    for i in range(n0):
        for j in range(n1):
            for k in range(n2):
                u = x[i * a0 + j * a1 + k * a2:]
                w = y[o:o + n3]
                if a3 == 1:
                    for t in range(n3):
                        w[t] = f(u[t])
                else:
                    for t in range(n3):
                        w[t] = f(u[t * a3])
                o += n3


def _parametric(x, y, n0, n1, n2, n3, a0, a1, a2, a3, p, q):
    low, high = like(x[0], p), like(x[0], q)
    o = 0
    for i in range(n0):
        for j in range(n1):
            for k in range(n2):
                u = x[i * a0 + j * a1 + k * a2:]
                w = y[o:o + n3]
                if a3 == 1:
                    for t in range(n3):
                        w[t] = f(u[t], low, high)
                else:
                    for t in range(n3):
                        w[t] = f(u[t * a3], low, high)
                o += n3


def _binary(x, z, y, n0, n1, n2, n3, a0, a1, a2, a3, b0, b1, b2, b3):
    o = 0
    for i in range(n0):
        for j in range(n1):
            for k in range(n2):
                u = x[i * a0 + j * a1 + k * a2:]
                v = z[i * b0 + j * b1 + k * b2:]
                w = y[o:o + n3]
                if a3 == 1 and b3 == 1:
                    for t in range(n3):
                        w[t] = f(u[t], v[t])
                elif a3 == 1 and b3 == 0:
                    c = v[0]
                    for t in range(n3):
                        w[t] = f(u[t], c)
                elif a3 == 0 and b3 == 1:
                    c = u[0]
                    for t in range(n3):
                        w[t] = f(c, v[t])
                else:
                    for t in range(n3):
                        w[t] = f(u[t * a3], v[t * b3])
                o += n3


def _with(loop, function, signature):
    """Kernel made of a loop and a scalar function, under the scalar function's name."""
    scope = dict(loop.__globals__, f=function)
    made = python_types.FunctionType(loop.__code__, scope, function.__name__)
    made.__doc__ = function.__doc__
    kernels[function.__name__] = Kernel(made, signature, ("contract", "nsz", "arcp"))


_A = "int a0, int a1, int a2, int a3"
_B = ", int b0, int b1, int b2, int b3"
for _function in scalar.UNARY.values():
    _with(_unary, _function, "T x[NX], T y[NY], " + _SIZES + _A)
for _function in scalar.PARAMETRIC.values():
    _with(_parametric, _function, "T x[NX], T y[NY], " + _SIZES + _A + ", float p, float q")
for _function in scalar.BINARY.values():
    _with(_binary, _function, "T x[NX], T z[NZ], T y[NY], " + _SIZES + _A + _B)
for _function in scalar.COMPARE.values():
    _with(_binary, _function, "T x[NX], T z[NZ], bool y[NY], " + _SIZES + _A + _B)


@kernel("bool c[NC], T x[NX], T z[NZ], T y[NY], " + _SIZES + "int e0, int e1, int e2, int e3, " + _A + _B)
def where(c, x, z, y, n0, n1, n2, n3, e0, e1, e2, e3, a0, a1, a2, a3, b0, b1, b2, b3):
    """x where the condition holds, z elsewhere."""
    o = 0
    for i in range(n0):
        for j in range(n1):
            for k in range(n2):
                d = c[i * e0 + j * e1 + k * e2:]
                u = x[i * a0 + j * a1 + k * a2:]
                v = z[i * b0 + j * b1 + k * b2:]
                w = y[o:o + n3]
                for t in range(n3):
                    w[t] = u[t * a3] if d[t * e3] else v[t * b3]
                o += n3


@kernel("T x[NX], S y[NY], " + _SIZES + _A)
def cast(x, y, n0, n1, n2, n3, a0, a1, a2, a3):
    """The same values in another element type (also: copy, when both are the same)."""
    o = 0
    for i in range(n0):
        for j in range(n1):
            for k in range(n2):
                u = x[i * a0 + j * a1 + k * a2:]
                w = y[o:o + n3]
                if a3 == 1:
                    for t in range(n3):
                        w[t] = u[t]
                else:
                    for t in range(n3):
                        w[t] = u[t * a3]
                o += n3


@kernel("T x[NX], T y[NY], int n0, int n1, int n2, int n3, int n4, int n5, int a0, int a1, int a2, int a3, int a4, int a5")
def copy(x, y, n0, n1, n2, n3, n4, n5, a0, a1, a2, a3, a4, a5):
    """Strided read, dense write: slices, transposes, broadcasts of up to six axes."""
    o = 0
    for h in range(n0):
        for g in range(n1):
            for i in range(n2):
                for j in range(n3):
                    for k in range(n4):
                        u = x[h * a0 + g * a1 + i * a2 + j * a3 + k * a4:]
                        w = y[o:o + n5]
                        if a5 == 1:
                            for t in range(n5):
                                w[t] = u[t]
                        else:
                            for t in range(n5):
                                w[t] = u[t * a5]
                        o += n5


@kernel("T x[NX], T y[NY], int n0, int n1, int n2, int n3, int n4, int n5, int a0, int a1, int a2, int a3, int a4, int a5")
def spread(x, y, n0, n1, n2, n3, n4, n5, a0, a1, a2, a3, a4, a5):
    """Dense read, strided write: putting a part into a larger tensor."""
    o = 0
    for h in range(n0):
        for g in range(n1):
            for i in range(n2):
                for j in range(n3):
                    for k in range(n4):
                        w = y[h * a0 + g * a1 + i * a2 + j * a3 + k * a4:]
                        u = x[o:o + n5]
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
