"""Helpers that kernels share: matrix product, fast float32 exponentials, typed constants.

Plain Python here. In compiled code `exp`, `tanh`, `log` ... of a float32 become the polynomials
below, which vectorise (a call of the C library does not), of a float64 the C library's functions.
"""

import numpy as np

from kerastutor.kernels.vector import at_least, at_most, fma, two_to


def gemm(ta, tb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc):
    """c = alpha * op(a) @ op(b) + beta * c on flat arrays with row strides; op transposes where ta,
    tb.

    m, n: rows and columns of c; k: the summed size. Compiled, it calls BLAS (blas.py).
    """

    def view(x, rows, columns, stride):
        flat = x.reshape(-1)
        return np.lib.stride_tricks.as_strided(
            flat, (rows, columns), (stride * flat.itemsize, flat.itemsize)
        )

    if not (m and n):
        return
    out = view(c, m, n, ldc)
    if not k:
        out[...] = c.dtype.type(beta) * out if beta else 0
        return
    left = view(a, k, m, lda).T if ta else view(a, m, k, lda)
    right = view(b, n, k, ldb).T if tb else view(b, k, n, ldb)
    value = c.dtype.type(alpha) * (left @ right)
    out[...] = value + c.dtype.type(beta) * out if beta else value


def like(x, value):
    """`value` in the type of x, so that arithmetic does not widen."""
    return np.asarray(x).dtype.type(value)


def float32_of_bits(bits):
    """The float32 with the given bits."""
    return np.int32(bits).view(np.float32)


def exp32(x):
    """exp of a float32: 2**n * p(r) with r = x - n log 2, |r| <= log(2) / 2. At most 1.5 units in
    the last place.
    """
    f = np.float32
    c = min(max(x, f(-87.3)), f(88.7))
    n = np.float32(np.floor(c * f(1.442695041) + f(0.5)))
    r = c - n * f(0.693359375)
    r = r + n * f(2.12194440e-4)
    p = f(1.9875691500e-4)
    p = p * r + f(1.3981999507e-3)
    p = p * r + f(8.3334519073e-3)
    p = p * r + f(4.1665795894e-2)
    p = p * r + f(1.6666665459e-1)
    p = p * r + f(5.0000001201e-1)
    y = p * r * r + r + f(1)
    half = np.int32(n) >> np.int32(1)
    rest = np.int32(n) - half
    y = y * float32_of_bits(np.int32((half + np.int32(127)) << np.int32(23)))
    y = y * float32_of_bits(np.int32((rest + np.int32(127)) << np.int32(23)))
    y = f(0) if x < f(-87.3) else y
    y = f(np.inf) if x > f(88.72283) else y
    return y if x == x else x


def tanh32(x):
    """tanh of a float32 as a quotient of polynomials in x * x, cut off where it reaches 1. At most
    5 units in the last place.
    """
    f = np.float32
    c = min(max(x, f(-7.9053111)), f(7.9053111))
    s = c * c
    p = f(-2.76076847742355e-16)
    p = p * s + f(2.00018790482477e-13)
    p = p * s + f(-8.60467152213735e-11)
    p = p * s + f(5.12229709037114e-08)
    p = p * s + f(1.48572235717979e-05)
    p = p * s + f(6.37261928875436e-04)
    p = p * s + f(4.89352455891786e-03)
    q = f(1.19825839466702e-06)
    q = q * s + f(1.18534705686654e-04)
    q = q * s + f(2.26843463243900e-03)
    q = q * s + f(4.89352518554385e-03)
    y = c * p / q
    y = f(1) if x > f(8.9) else y
    y = f(-1) if x < f(-8.9) else y
    return y if x == x else x


def sigmoid32(x):
    """1 / (1 + exp(-x)) of a float32, exact in both tails."""
    return np.float32(1) / (np.float32(1) + exp32(-x))


def vector_exp(x):
    """exp32 for a vector, kept between 1.2e-38 and 2.2e38."""
    x = at_most(at_least(x, like(x, -87.3)), like(x, 88.3))
    t = fma(x, like(x, 1.442695041), like(x, 12582912.0))  # its last bits: the nearest whole
    n = t - like(x, 12582912.0)
    r = fma(n, like(x, 2.12194440e-4), fma(n, like(x, -0.693359375), x))
    p = fma(like(x, 1.9875691500e-4), r, like(x, 1.3981999507e-3))
    p = fma(p, r, like(x, 8.3334519073e-3))
    p = fma(p, r, like(x, 4.1665795894e-2))
    p = fma(p, r, like(x, 1.6666665459e-1))
    p = fma(p, r, like(x, 5.0000001201e-1))
    return fma(p, r * r, r + like(x, 1.0)) * two_to(t)


def vector_tanh(x):
    """tanh32 for a vector."""
    c = at_most(at_least(x, like(x, -7.9053111)), like(x, 7.9053111))
    s = c * c
    p = fma(like(x, -2.76076847742355e-16), s, like(x, 2.00018790482477e-13))
    p = fma(p, s, like(x, -8.60467152213735e-11))
    p = fma(p, s, like(x, 5.12229709037114e-08))
    p = fma(p, s, like(x, 1.48572235717979e-05))
    p = fma(p, s, like(x, 6.37261928875436e-04))
    p = fma(p, s, like(x, 4.89352455891786e-03))
    q = fma(like(x, 1.19825839466702e-06), s, like(x, 1.18534705686654e-04))
    q = fma(q, s, like(x, 2.26843463243900e-03))
    q = fma(q, s, like(x, 4.89352518554385e-03))
    return c * p / q


def vector_sigmoid(x):
    """sigmoid32 for a vector."""
    return like(x, 1.0) / (like(x, 1.0) + vector_exp(like(x, 0.0) - x))


def exp(x):
    """e to the power x."""
    return like(x, np.exp(x))


def tanh(x):
    """Hyperbolic tangent."""
    return like(x, np.tanh(x))


def sigmoid(x):
    """1 / (1 + exp(-x))."""
    return like(x, 1 / (1 + np.exp(-x)))


def log(x):
    """Natural logarithm."""
    return like(x, np.log(x))


def log1p(x):
    """log(1 + x)."""
    return like(x, np.log1p(x))


def expm1(x):
    """exp(x) - 1."""
    return like(x, np.expm1(x))


# float32 helper, function of `math` for float64, helper for vectors of float32
TYPED = {
    "exp": ("exp32", "exp", "vector_exp"),
    "tanh": ("tanh32", "tanh", "vector_tanh"),
    "sigmoid": ("sigmoid32", None, "vector_sigmoid"),
    "log": (None, "log", None),
    "log1p": (None, "log1p", None),
    "expm1": (None, "expm1", None),
}
