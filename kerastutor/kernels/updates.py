"""What optimizers do with a parameter, in one pass over the memory (ops/updates.py).

New values come last and may lie over the old ones.
"""

from kerastutor.kernels.jit import helper, kernel
from kerastutor.kernels.mathlib import like
from kerastutor.kernels.scalar import sqrt

_LIBERTIES = ("contract", "nsz", "arcp")


@helper
def root(x):
    """Square root, of negative numbers zero."""
    zero = like(x, 0)
    return sqrt(zero if x < zero else x)


@kernel(
    "T p[N], T m[N], T g[N], T momentum[1], T lr[1], T new_p[N], T new_m[N], int nesterov",
    _LIBERTIES,
    element_by_element=True,
)
def momentum_step(p, m, g, momentum, lr, new_p, new_m, nesterov):
    """Stochastic gradient descent with momentum."""
    mu, rate = momentum[0], lr[0]
    if nesterov:
        for t in range(new_p.shape[0]):
            down = rate * g[t]
            v = mu * m[t] - down
            new_p[t] = p[t] + (mu * v - down)
            new_m[t] = v
    else:
        for t in range(new_p.shape[0]):
            v = mu * m[t] - rate * g[t]
            new_p[t] = p[t] + v
            new_m[t] = v


@kernel(
    "T p[N], T a[N], T g[N], T lr[1], T rho[1], T rest[1], T epsilon[1], T new_p[N], T new_a[N]",
    _LIBERTIES,
    element_by_element=True,
)
def rmsprop_step(p, a, g, lr, rho, rest, epsilon, new_p, new_a):
    """RMSprop."""
    rate, keep, enter, small = lr[0], rho[0], rest[0], epsilon[0]
    for t in range(new_p.shape[0]):
        slope = g[t]
        v = keep * a[t] + enter * (slope * slope)
        new_p[t] = p[t] - rate * slope / (root(v) + small)
        new_a[t] = v


@kernel(
    "T p[N], T m[N], T v[N], T g[N], T lr[1], T beta_1[1], T rest_1[1], T beta_2[1], T rest_2[1], "
    "T epsilon[1], T new_p[N], T new_m[N], T new_v[N]",
    _LIBERTIES,
    element_by_element=True,
)
def adam_step(p, m, v, g, lr, beta_1, rest_1, beta_2, rest_2, epsilon, new_p, new_m, new_v):
    """Adam."""
    rate, small = lr[0], epsilon[0]
    keep_m, enter_m, keep_v, enter_v = beta_1[0], rest_1[0], beta_2[0], rest_2[0]
    for t in range(new_p.shape[0]):
        slope = g[t]
        mean = keep_m * m[t] + enter_m * slope
        square = keep_v * v[t] + enter_v * (slope * slope)
        new_p[t] = p[t] - rate * mean / (root(square) + small)
        new_m[t] = mean
        new_v[t] = square
