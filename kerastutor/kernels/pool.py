"""Pooling, channels last, over three spatial axes (missing ones have size 1).

Each output place looks at the part of its window that lies inside the input, tap by tap; a tap is a row of channels.
"""
import numpy as np

from kerastutor.kernels.jit import helper, kernel
from kerastutor.kernels.mathlib import like

GEOMETRY = ("int batch, int xd, int xh, int xw, int c, int yd, int yh, int yw, int kd, int kh, int kw, "
            "int sd, int sh, int sw, int pd, int ph, int pw")


@helper
def clip(o, stride, pad, size, n):
    """(first place, one past the last place) of the window of output place o, inside an axis of n places."""
    first = o * stride - pad
    return max(first, 0), min(first + size, n)


@kernel("T x[NX], T y[NY], " + GEOMETRY, fastmath=())
def max_pool(x, y, batch, xd, xh, xw, c, yd, yh, yw, kd, kh, kw, sd, sh, sw, pd, ph, pw):
    """Largest element of each window; NaN if there is one."""
    low = like(x[0], -np.inf)
    o = 0
    for image in range(batch):
        for od in range(yd):
            d0, d1 = clip(od, sd, pd, kd, xd)
            for oh in range(yh):
                h0, h1 = clip(oh, sh, ph, kh, xh)
                for ow in range(yw):
                    w0, w1 = clip(ow, sw, pw, kw, xw)
                    best = y[o:o + c]
                    for j in range(c):
                        best[j] = low
                    for d in range(d0, d1):
                        for h in range(h0, h1):
                            line = ((image * xd + d) * xh + h) * xw
                            for w in range(w0, w1):
                                row = x[(line + w) * c:]
                                for j in range(c):
                                    best[j] = row[j] if row[j] > best[j] or row[j] != row[j] else best[j]
                    o += c


@helper
def route(source, target, x, y, open_, spread):
    """One tap of a window: where x is the first to equal y, add the source to the target (which of them is a window's row
    depends on `spread`: True moves gradients out to the taps, False fetches values from them)."""
    zero = like(x[0], 0)
    for j in range(open_.shape[0]):
        hit = open_[j] != zero and (x[j] == y[j] or (x[j] != x[j] and y[j] != y[j]))
        target[j] = (target[j] + source[j] if spread else source[j]) if hit else target[j]
        open_[j] = zero if hit else open_[j]


@kernel("T v[NV], T x[NX], T y[NY], T out[NO], T open_[C], int spread, " + GEOMETRY, fastmath=())
def max_pool_route(v, x, y, out, open_, spread, batch, xd, xh, xw, c, yd, yh, yw, kd, kh, kw, sd, sh, sw, pd, ph, pw):
    """With `spread`: out, shaped like x, takes v at the places that max_pool took. Without: out, shaped like y, is v at these
    places. Of several equal elements the first counts. `open_` is scratch."""
    zero, one = like(x[0], 0), like(x[0], 1)
    for j in range(out.shape[0]):
        out[j] = zero
    o = 0
    for image in range(batch):
        for od in range(yd):
            d0, d1 = clip(od, sd, pd, kd, xd)
            for oh in range(yh):
                h0, h1 = clip(oh, sh, ph, kh, xh)
                for ow in range(yw):
                    w0, w1 = clip(ow, sw, pw, kw, xw)
                    for j in range(c):
                        open_[j] = one
                    for d in range(d0, d1):
                        for h in range(h0, h1):
                            line = ((image * xd + d) * xh + h) * xw
                            for w in range(w0, w1):
                                p = (line + w) * c
                                if spread:
                                    route(v[o:], out[p:], x[p:], y[o:], open_, True)
                                else:
                                    route(v[p:], out[o:], x[p:], y[o:], open_, False)
                    o += c


@kernel("T x[NX], T y[NY], " + GEOMETRY)
def avg_pool(x, y, batch, xd, xh, xw, c, yd, yh, yw, kd, kh, kw, sd, sh, sw, pd, ph, pw):
    """Mean of each window's places inside the input."""
    zero = like(x[0], 0)
    o = 0
    for image in range(batch):
        for od in range(yd):
            d0, d1 = clip(od, sd, pd, kd, xd)
            for oh in range(yh):
                h0, h1 = clip(oh, sh, ph, kh, xh)
                for ow in range(yw):
                    w0, w1 = clip(ow, sw, pw, kw, xw)
                    mean = y[o:o + c]
                    for j in range(c):
                        mean[j] = zero
                    for d in range(d0, d1):
                        for h in range(h0, h1):
                            line = ((image * xd + d) * xh + h) * xw
                            for w in range(w0, w1):
                                row = x[(line + w) * c:]
                                for j in range(c):
                                    mean[j] += row[j]
                    count = like(x[0], (d1 - d0) * (h1 - h0) * (w1 - w0))
                    for j in range(c):
                        mean[j] /= count
                    o += c


@kernel("T g[NY], T x[NX], " + GEOMETRY)
def avg_pool_grad(g, x, batch, xd, xh, xw, c, yd, yh, yw, kd, kh, kw, sd, sh, sw, pd, ph, pw):
    """x = each window's gradient, shared equally by its places."""
    zero, one = like(g[0], 0), like(g[0], 1)
    for j in range(x.shape[0]):
        x[j] = zero
    o = 0
    for image in range(batch):
        for od in range(yd):
            d0, d1 = clip(od, sd, pd, kd, xd)
            for oh in range(yh):
                h0, h1 = clip(oh, sh, ph, kh, xh)
                for ow in range(yw):
                    w0, w1 = clip(ow, sw, pw, kw, xw)
                    share = one / like(g[0], (d1 - d0) * (h1 - h0) * (w1 - w0))
                    source = g[o:o + c]
                    for d in range(d0, d1):
                        for h in range(h0, h1):
                            line = ((image * xd + d) * xh + h) * xw
                            for w in range(w0, w1):
                                row = x[(line + w) * c:]
                                for j in range(c):
                                    row[j] += source[j] * share
                    o += c
