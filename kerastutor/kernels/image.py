"""Resizing, channels last.

By the nearest neighbour over three spatial axes (missing ones have size 1), bilinear over two.
"""

import numpy as np

from kerastutor.kernels.jit import helper, kernel
from kerastutor.kernels.mathlib import like


@kernel("T x[B,D,H,W,C], T y[NY], int fd, int fh, int fw", fastmath=())
def resize_nearest(x, y, fd, fh, fw):
    """Every place repeated fd x fh x fw times."""
    batch, xd, xh, xw, c = x.shape
    o = 0
    for image in range(batch):
        for d in range(xd * fd):
            for h in range(xh * fh):
                line = x[image, d // fd, h // fh]
                for w in range(xw):
                    row = line[w]
                    for _ in range(fw):
                        out = y[o : o + c]
                        for j in range(c):
                            out[j] = row[j]
                        o += c


@kernel("T g[NG], T x[B,D,H,W,C], int fd, int fh, int fw")
def resize_nearest_grad(g, x, fd, fh, fw):
    """Sum of each block of fd x fh x fw places."""
    batch, xd, xh, xw, c = x.shape
    zero = like(g[0], 0)
    for image in range(batch):
        for d in range(xd):
            for h in range(xh):
                for w in range(xw):
                    out = x[image, d, h, w]
                    for j in range(c):
                        out[j] = zero
                    for i in range(fd * fh):
                        line = ((image * xd + d) * fd + i // fh) * xh * fh + h * fh + i % fh
                        for k in range(fw):
                            row = g[(line * xw * fw + w * fw + k) * c :]
                            for j in range(c):
                                out[j] += row[j]


@helper
def neighbours(place, size, n):
    """(lower place, upper place, weight of the upper) of n places, for a place among `size`."""
    at = place * (n / size)
    low = min(np.int64(at), n - 1)
    return low, min(low + 1, n - 1), at - low


@kernel("T x[B,H,W,C], T y[B,OH,OW,C]")
def resize_bilinear(x, y):
    """Mixtures of the two nearest places on each axis."""
    batch, xh, xw, c = x.shape
    yh, yw = y.shape[1], y.shape[2]
    for image in range(batch):
        for h in range(yh):
            top, bottom, b_ = neighbours(h, yh, xh)
            for w in range(yw):
                left, right, r_ = neighbours(w, yw, xw)
                down, across = like(x[0, 0, 0, 0], b_), like(x[0, 0, 0, 0], r_)
                p, q, out = x[image, top], x[image, bottom], y[image, h, w]
                for j in range(c):
                    upper = p[left, j] + (p[right, j] - p[left, j]) * across
                    lower = q[left, j] + (q[right, j] - q[left, j]) * across
                    out[j] = upper + (lower - upper) * down


@kernel("T g[B,OH,OW,C], T x[B,H,W,C]")
def resize_bilinear_grad(g, x):
    """Each place's gradient, shared among the places that it mixed."""
    batch, xh, xw, c = x.shape
    yh, yw = g.shape[1], g.shape[2]
    zero, one = like(g[0, 0, 0, 0], 0), like(g[0, 0, 0, 0], 1)
    for image in range(batch):
        for h in range(xh):
            for w in range(xw):
                for j in range(c):
                    x[image, h, w, j] = zero
        for h in range(yh):
            top, bottom, b_ = neighbours(h, yh, xh)
            for w in range(yw):
                left, right, r_ = neighbours(w, yw, xw)
                down, across = like(zero, b_), like(zero, r_)
                p, q, row = x[image, top], x[image, bottom], g[image, h, w]
                for j in range(c):
                    p[left, j] += row[j] * (one - down) * (one - across)
                    p[right, j] += row[j] * (one - down) * across
                    q[left, j] += row[j] * down * (one - across)
                    q[right, j] += row[j] * down * across
