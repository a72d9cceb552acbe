"""Pooling, channels last, over three spatial axes (missing ones have size 1).

Each output place looks at the part of its window that lies inside the input, tap by tap; a tap is a
row of channels. Letters: x input, y output, k window, s strides, p padding in front; d depth,
h height, w width.
"""

import numpy as np

from kerastutor.kernels.jit import helper, kernel
from kerastutor.kernels.mathlib import like
from kerastutor.kernels.vector import larger_each, load8, same8, store, where_same

GEOMETRY = (
    "int batch, int xd, int xh, int xw, int c, int yd, int yh, int yw, int kd, int kh, int kw, "
    "int sd, int sh, int sw, int pd, int ph, int pw"
)


@helper
def clip(o, stride, pad, size, n):
    """(first place, one past the last) of output place o's window, inside an axis of n places."""
    first = o * stride - pad
    return max(first, 0), min(first + size, n)


@helper
def window(o, size):
    """Window of output place o of all images: (image, d0, d1, h0, h1, w0, w1)."""
    _, xd, xh, xw, _, yd, yh, yw, kd, kh, kw, sd, sh, sw, pd, ph, pw = size
    line = o // yw
    d0, d1 = clip(line // yh % yd, sd, pd, kd, xd)
    h0, h1 = clip(line % yh, sh, ph, kh, xh)
    w0, w1 = clip(o % yw, sw, pw, kw, xw)
    return line // (yh * yd), d0, d1, h0, h1, w0, w1


@helper
def larger(a, b):
    """`larger_each` of single numbers."""
    return a if a > b or a != a else b


@helper
def same(a, b):
    """Whether a equals b or both are NaN."""
    return a == b or (a != a and b != b)


@helper
def largest8(x, j, place, size):
    """Largest elements of the window `place` in channels j to j + 7; NaN where there is one."""
    _, xd, xh, xw, c, _, _, _, _, _, _, _, _, _, _, _, _ = size
    image, d0, d1, h0, h1, w0, w1 = place
    best = same8(x, -np.inf)
    for d in range(d0, d1):
        for h in range(h0, h1):
            line = ((image * xd + d) * xh + h) * xw
            for w in range(w0, w1):
                best = larger_each(load8(x, (line + w) * c + j), best)
    return best


@helper
def largest(x, j, place, size):
    """Largest element of the window `place` in channel j; NaN if there is one."""
    _, xd, xh, xw, c, _, _, _, _, _, _, _, _, _, _, _, _ = size
    image, d0, d1, h0, h1, w0, w1 = place
    best = like(x[0], -np.inf)
    for d in range(d0, d1):
        for h in range(h0, h1):
            line = ((image * xd + d) * xh + h) * xw
            for w in range(w0, w1):
                best = larger(x[(line + w) * c + j], best)
    return best


@kernel("T x[NX], T y[NY], " + GEOMETRY, fastmath=())
def max_pool(x, y, *size):
    """Largest element of each window; NaN if there is one."""
    batch, _, _, _, c, yd, yh, yw, _, _, _, _, _, _, _, _, _ = size
    for o in range(batch * yd * yh * yw):
        place = window(o, size)
        j = 0
        while j + 8 <= c:
            store(y, o * c + j, largest8(x, j, place, size))
            j += 8
        for i in range(j, c):
            y[o * c + i] = largest(x, i, place, size)


@kernel("T g[NY], T x[NX], T out[NX], " + GEOMETRY, fastmath=())
def max_pool_grad(g, x, out, *size):
    """out = g at the places that max_pool takes from x, added up; of several equal elements of a
    window the first counts.
    """
    batch, xd, xh, xw, c, yd, yh, yw, kd, kh, kw, sd, sh, sw, pd, ph, pw = size
    zero = like(x[0], 0)
    once = sd >= kd and sh >= kh and sw >= kw  # no place lies in two windows
    full = kd >= sd and kh >= sh and kw >= sw  # and there is none between windows ...
    if not (once and full and yd * sd - pd >= xd and yh * sh - ph >= xh and yw * sw - pw >= xw):
        for j in range(out.shape[0]):  # ... or behind them
            out[j] = zero
    for o in range(batch * yd * yh * yw):
        place = window(o, size)
        image, d0, d1, h0, h1, w0, w1 = place
        j = 0
        while j + 8 <= c:
            best, left, none = largest8(x, j, place, size), load8(g, o * c + j), same8(g, 0)
            for d in range(d0, d1):
                for h in range(h0, h1):
                    line = ((image * xd + d) * xh + h) * xw
                    for w in range(w0, w1):
                        p = (line + w) * c + j
                        here = load8(x, p)
                        given = where_same(here, best, left, none)
                        left = where_same(here, best, none, left)
                        store(out, p, given if once else load8(out, p) + given)
            j += 8
        for i in range(j, c):
            best, left = largest(x, i, place, size), g[o * c + i]
            for d in range(d0, d1):
                for h in range(h0, h1):
                    line = ((image * xd + d) * xh + h) * xw
                    for w in range(w0, w1):
                        p = (line + w) * c + i
                        given = left if same(x[p], best) else zero
                        left = zero if same(x[p], best) else left
                        out[p] = given if once else out[p] + given


@kernel("T v[NX], T x[NX], T out[NY], " + GEOMETRY, fastmath=())
def max_pool_take(v, x, out, *size):
    """out = v at the places that max_pool takes from x; of several equal elements of a window the
    first counts.
    """
    batch, xd, xh, xw, c, yd, yh, yw, _, _, _, _, _, _, _, _, _ = size
    for o in range(batch * yd * yh * yw):
        place = window(o, size)
        image, d0, d1, h0, h1, w0, w1 = place
        for i in range(c):
            best, taken = largest(x, i, place, size), like(v[0], 0)
            for d in range(d1 - 1, d0 - 1, -1):
                for h in range(h1 - 1, h0 - 1, -1):
                    line = ((image * xd + d) * xh + h) * xw
                    for w in range(w1 - 1, w0 - 1, -1):
                        p = (line + w) * c + i
                        taken = v[p] if same(x[p], best) else taken
            out[o * c + i] = taken


@kernel("T x[NX], T y[NY], " + GEOMETRY)
def avg_pool(x, y, *size):
    """Mean of each window's places inside the input."""
    batch, xd, xh, xw, c, yd, yh, yw, _, _, _, _, _, _, _, _, _ = size
    zero = like(x[0], 0)
    for o in range(batch * yd * yh * yw):
        image, d0, d1, h0, h1, w0, w1 = window(o, size)
        mean = y[o * c : (o + 1) * c]
        for j in range(c):
            mean[j] = zero
        for d in range(d0, d1):
            for h in range(h0, h1):
                line = ((image * xd + d) * xh + h) * xw
                for w in range(w0, w1):
                    row = x[(line + w) * c :]
                    for j in range(c):
                        mean[j] += row[j]
        count = like(zero, (d1 - d0) * (h1 - h0) * (w1 - w0))
        for j in range(c):
            mean[j] /= count


@kernel("T g[NY], T x[NX], " + GEOMETRY)
def avg_pool_grad(g, x, *size):
    """x = each window's gradient, shared equally by its places."""
    batch, xd, xh, xw, c, yd, yh, yw, _, _, _, _, _, _, _, _, _ = size
    zero, one = like(g[0], 0), like(g[0], 1)
    for j in range(x.shape[0]):
        x[j] = zero
    for o in range(batch * yd * yh * yw):
        image, d0, d1, h0, h1, w0, w1 = window(o, size)
        share = one / like(zero, (d1 - d0) * (h1 - h0) * (w1 - w0))
        source = g[o * c : (o + 1) * c]
        for d in range(d0, d1):
            for h in range(h0, h1):
                line = ((image * xd + d) * xh + h) * xw
                for w in range(w0, w1):
                    row = x[(line + w) * c :]
                    for j in range(c):
                        row[j] += source[j] * share
