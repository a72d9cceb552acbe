"""Pooling, channels last, over three spatial axes (missing ones have size 1).

Each output place looks at the part of its window that lies inside the input, tap by tap; a tap is a
row of channels. Letters: x input, y output, k window, s strides, p padding in front; d depth,
h height, w width.
"""

import numpy as np

from kerastutor.kernels.jit import helper, kernel
from kerastutor.kernels.mathlib import like

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


@kernel("T x[NX], T y[NY], " + GEOMETRY, fastmath=())
def max_pool(x, y, *size):
    """Largest element of each window; NaN if there is one."""
    batch, xd, xh, xw, c, yd, yh, yw, _, _, _, _, _, _, _, _, _ = size
    low = like(x[0], -np.inf)
    for o in range(batch * yd * yh * yw):
        image, d0, d1, h0, h1, w0, w1 = window(o, size)
        best = y[o * c : (o + 1) * c]
        for j in range(c):
            best[j] = low
        for d in range(d0, d1):
            for h in range(h0, h1):
                line = ((image * xd + d) * xh + h) * xw
                for w in range(w0, w1):
                    row = x[(line + w) * c :]
                    for j in range(c):
                        best[j] = row[j] if row[j] > best[j] or row[j] != row[j] else best[j]


@helper
def route(source, target, x, y, open_, spread):
    """One tap of a window: where x is the first to equal y, pass the source on to the target.

    With `spread` the target is the tap and the source is added, else the target is the window.
    """
    zero = like(x[0], 0)
    for j in range(open_.shape[0]):
        hit = open_[j] != zero and (x[j] == y[j] or (x[j] != x[j] and y[j] != y[j]))
        passed = target[j] + source[j] if spread else source[j]
        target[j] = passed if hit else target[j]
        open_[j] = zero if hit else open_[j]


@kernel("T v[NV], T x[NX], T y[NY], T out[NO], T open_[C], int spread, " + GEOMETRY, fastmath=())
def max_pool_route(v, x, y, out, open_, spread, *size):
    """What follows the places that max_pool took; of several equal elements the first counts.

    With `spread`: out, shaped like x, takes v at these places, v being shaped like y. Without: out,
    shaped like y, is v at these places. `open_` is scratch.
    """
    batch, xd, xh, xw, c, yd, yh, yw, _, _, _, _, _, _, _, _, _ = size
    zero, one = like(x[0], 0), like(x[0], 1)
    for j in range(out.shape[0]):
        out[j] = zero
    for o in range(batch * yd * yh * yw):
        image, d0, d1, h0, h1, w0, w1 = window(o, size)
        for j in range(c):
            open_[j] = one
        for d in range(d0, d1):
            for h in range(h0, h1):
                line = ((image * xd + d) * xh + h) * xw
                for w in range(w0, w1):
                    p = (line + w) * c
                    if spread:
                        route(v[o * c :], out[p:], x[p:], y[o * c :], open_, True)
                    else:
                        route(v[p:], out[o * c :], x[p:], y[o * c :], open_, False)


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
