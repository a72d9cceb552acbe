"""Reductions of several passes; arrays are seen as outer x axis x inner, as in reduce.py."""

from kerastutor.kernels.jit import kernel
from kerastutor.kernels.mathlib import exp, like, log


@kernel("T x[O,A,I], T mean[O,I], T variance[O,I]")
def moments(x, mean, variance):
    """Mean and variance, the latter from the differences to the mean.

    Both are sums of the sums of 256 elements, so that errors do not grow with the length.
    """
    outer, axis, inner = x.shape
    zero, n = like(mean[0, 0], 0), like(mean[0, 0], axis)
    for o in range(outer):
        middle, spread = mean[o], variance[o]
        for i in range(inner):
            middle[i] = spread[i] = zero
        for start in range(0, axis, 256):
            block = x[o, start : start + 256]
            for i in range(inner):
                s = zero
                for a in range(block.shape[0]):
                    s += block[a, i]
                middle[i] += s
        for i in range(inner):
            middle[i] /= n
        for start in range(0, axis, 256):
            block = x[o, start : start + 256]
            for i in range(inner):
                s = zero
                for a in range(block.shape[0]):
                    d = block[a, i] - middle[i]
                    s += d * d
                spread[i] += s
        for i in range(inner):
            spread[i] /= n


@kernel("T x[O,A,I], T y[O,I]", fastmath=("contract", "nsz"))
def logsumexp(x, y):
    """log(sum(exp(x))), shifted by the largest element, if that is finite."""
    axis = x.shape[1]
    zero = like(y[0, 0], 0)
    for o in range(x.shape[0]):
        for i in range(x.shape[2]):
            top = x[o, 0, i]
            for a in range(1, axis):
                top = x[o, a, i] if x[o, a, i] > top else top
            top = top if top - top == zero else zero
            s = zero
            for a in range(axis):
                s += exp(x[o, a, i] - top)
            y[o, i] = log(s) + top


@kernel("T x[M,N], T y[M,N]", fastmath=("contract", "nsz"))
def log_softmax(x, y):
    """y = x - max(x) - log(sum(exp(x - max(x)))), row by row."""
    n = x.shape[1]
    for i in range(x.shape[0]):
        r, out = x[i], y[i]
        top = r[0]
        for j in range(1, n):
            top = r[j] if r[j] > top else top
        s = like(top, 0)
        for j in range(n):
            s += exp(r[j] - top)
        s = log(s)
        for j in range(n):
            out[j] = r[j] - top - s


@kernel("T g[O,A,I], T x[O,A,I], T d[O,A,I]", fastmath=())
def prod_grad(g, x, d):
    """d = g times the product of the other elements along the axis."""
    axis = x.shape[1]
    for o in range(x.shape[0]):
        for i in range(x.shape[2]):
            before = like(x[o, 0, i], 1)
            for a in range(axis):
                d[o, a, i] = before
                before *= x[o, a, i]
            after = like(x[o, 0, i], 1)
            for a in range(axis - 1, -1, -1):
                d[o, a, i] = g[o, a, i] * (d[o, a, i] * after)
                after *= x[o, a, i]
