"""Depthwise convolutions: each of C channels has its own M kernels; output channel c * M + m. Layout as in conv.py.

Where M is 1, the sum over the part of a window that lies inside the image is kept in registers, for 32 channels at a time
(`window_sum`); otherwise windows are added up tap by tap.
"""
from kerastutor.kernels.conv import GEOMETRY
from kerastutor.kernels.direct import finite
from kerastutor.kernels.jit import helper, kernel
from kerastutor.kernels.mathlib import like
from kerastutor.kernels.vector import fma8, load8, same8, store8


@helper
def window_sum(x, p, step_d, step_h, step_w, w, q, line, nd, nh, nw, kh, y, at, c, first, last):
    """y[at + j] = sum over nd x nh x nw taps of x[p + steps + j] * w[q + tap + j], for the channels j from first to last of c.

    p and q are at the first tap; a line of taps is `line` elements of w, kh lines follow each other.
    """
    while first + 8 <= last:
        wide = first + 32 <= last
        s0 = s1 = s2 = s3 = same8(x, 0.0)
        for td in range(nd):
            for th in range(nh):
                i, k = p + td * step_d + th * step_h + first, q + (td * kh + th) * line + first
                for _ in range(nw):
                    s0 = fma8(load8(x, i), load8(w, k), s0)
                    if wide:
                        s1 = fma8(load8(x, i + 8), load8(w, k + 8), s1)
                        s2 = fma8(load8(x, i + 16), load8(w, k + 16), s2)
                        s3 = fma8(load8(x, i + 24), load8(w, k + 24), s3)
                    i += step_w
                    k += c
        store8(y, at + first, s0)
        if wide:
            store8(y, at + first + 8, s1)
            store8(y, at + first + 16, s2)
            store8(y, at + first + 24, s3)
        first += 32 if wide else 8
    for j in range(first, last):
        s = like(x[0], 0)
        for td in range(nd):
            for th in range(nh):
                i, k = p + td * step_d + th * step_h + j, q + (td * kh + th) * line + j
                for _ in range(nw):
                    s += x[i] * w[k]
                    i += step_w
                    k += c
        y[at + j] = s


@helper
def inside(start, step, n, k):
    """(first, number) of the k taps at start + tap * step that lie in [0, n); the step may be negative."""
    low, high = (0 - start, n - 1 - start) if step > 0 else (start - n + 1, start)
    size = abs(step)
    if low <= 0 and high >= (k - 1) * size:
        return 0, k
    first = min(max((low + size - 1) // size, 0), k)
    return first, max(min(high // size + 1, k) - first, 0)


@helper
def line_products(x, p, step, g, q, c, count, w):
    """w[j] += sum over i of x[p + i * step + j] * g[q + i * c + j], for c channels: one tap along a line of output places."""
    first = 0
    while first + 8 <= c:
        wide = first + 32 <= c
        s0 = load8(w, first)
        s1 = s2 = s3 = same8(x, 0.0)
        if wide:
            s1, s2, s3 = load8(w, first + 8), load8(w, first + 16), load8(w, first + 24)
        i, j = p + first, q + first
        for _ in range(count):
            s0 = fma8(load8(x, i), load8(g, j), s0)
            if wide:
                s1 = fma8(load8(x, i + 8), load8(g, j + 8), s1)
                s2 = fma8(load8(x, i + 16), load8(g, j + 16), s2)
                s3 = fma8(load8(x, i + 24), load8(g, j + 24), s3)
            i += step
            j += c
        store8(w, first, s0)
        if wide:
            store8(w, first + 8, s1)
            store8(w, first + 16, s2)
            store8(w, first + 24, s3)
        first += 32 if wide else 8
    for j in range(first, c):
        s = w[j]
        for i in range(count):
            s += x[p + i * step + j] * g[q + i * c + j]
        w[j] = s


@helper
def scale_add(y, x, w, many):
    """y[c * M + m] += x[c] * w[c * M + m]."""
    if many == 1:
        for j in range(x.shape[0]):
            y[j] += x[j] * w[j]
    else:
        for i in range(x.shape[0]):
            v, out, row = x[i], y[i * many:], w[i * many:]
            for m in range(many):
                out[m] += v * row[m]


@helper
def dot_add(x, y, w, many):
    """x[c] += sum over m of y[c * M + m] * w[c * M + m]."""
    if many == 1:
        for j in range(x.shape[0]):
            x[j] += y[j] * w[j]
    else:
        for i in range(x.shape[0]):
            v, left, right = x[i], y[i * many:], w[i * many:]
            for m in range(many):
                v += left[m] * right[m]
            x[i] = v


@helper
def add_none(y, x):
    """y += 0 * x: what a window reads in the padding; it matters where x is not finite."""
    zero = like(x[0], 0)
    for j in range(y.shape[0]):
        y[j] += zero * x[j]


@helper
def clear(y):
    """Zeros."""
    zero = like(y[0], 0)
    for j in range(y.shape[0]):
        y[j] = zero


@kernel("T x[NX], T w[NW], T y[NY], " + GEOMETRY, ("contract", "nsz"))
def depthwise(x, w, y, batch, xd, xh, xw, xc, yd, yh, yw, yc, kd, kh, kw, sd, sh, sw, dd, dh, dw, pd, ph, pw):
    """y = depthwise convolution of x and w."""
    quick = yc == xc and finite(w)                  # 0 * w, from the padding, is 0
    o = 0
    for image in range(batch):
        for od in range(yd):
            d0 = od * sd - pd
            fd, nd = inside(d0, dd, xd, kd)
            for oh in range(yh):
                h0 = oh * sh - ph
                fh, nh = inside(h0, dh, xh, kh)
                line = ((image * xd + d0 + fd * dd) * xh + h0 + fh * dh) * xw
                for first in range(0, xc if quick else 0, 32):
                    for ow in range(yw):
                        fw, nw = inside(ow * sw - pw, dw, xw, kw)
                        window_sum(x, (line + ow * sw - pw + fw * dw) * xc, dd * xh * xw * xc, dh * xw * xc, dw * xc,
                                   w, ((fd * kh + fh) * kw + fw) * xc, kw * xc, nd, nh, nw, kh,
                                   y, o + ow * yc, xc, first, min(first + 32, xc))
                for ow in range(0 if quick else yw):
                    out = y[o + ow * yc:o + (ow + 1) * yc]
                    clear(out)
                    for tap in range(kd * kh * kw):
                        d, h, v = d0 + tap // (kh * kw) * dd, h0 + tap // kw % kh * dh, ow * sw - pw + tap % kw * dw
                        taps = w[tap * yc:(tap + 1) * yc]
                        if 0 <= d < xd and 0 <= h < xh and 0 <= v < xw:
                            p = (((image * xd + d) * xh + h) * xw + v) * xc
                            scale_add(out, x[p:p + xc], taps, yc // xc)
                        else:
                            add_none(out, taps)
                o += yw * yc


@kernel("T g[NY], T w[NW], T x[NX], " + GEOMETRY, ("contract", "nsz"))
def depthwise_grad_input(g, w, x, batch, xd, xh, xw, xc, yd, yh, yw, yc, kd, kh, kw, sd, sh, sw, dd, dh, dw, pd, ph, pw):
    """x = gradient of the input: with strides of 1 the sum of each place's taps, else each output place adds to its window."""
    if yc == xc and sd == 1 and sh == 1 and sw == 1:
        o = 0
        for image in range(batch):
            for d in range(xd):
                fd, nd = inside(d + pd, -dd, yd, kd)
                for h in range(xh):
                    fh, nh = inside(h + ph, -dh, yh, kh)
                    line = ((image * yd + d + pd - fd * dd) * yh + h + ph - fh * dh) * yw
                    for first in range(0, xc, 32):
                        for v in range(xw):
                            fw, nw = inside(v + pw, -dw, yw, kw)
                            window_sum(g, (line + v + pw - fw * dw) * yc, -dd * yh * yw * yc, -dh * yw * yc, -dw * yc,
                                       w, ((fd * kh + fh) * kw + fw) * xc, kw * xc, nd, nh, nw, kh,
                                       x, o + v * xc, xc, first, min(first + 32, xc))
                    o += xw * xc
        return
    clear(x)
    o = 0
    for image in range(batch):
        for od in range(yd):
            for oh in range(yh):
                for ow in range(yw):
                    for tap in range(kd * kh * kw):
                        d, h = od * sd - pd + tap // (kh * kw) * dd, oh * sh - ph + tap // kw % kh * dh
                        v = ow * sw - pw + tap % kw * dw
                        if 0 <= d < xd and 0 <= h < xh and 0 <= v < xw:
                            p = (((image * xd + d) * xh + h) * xw + v) * xc
                            dot_add(x[p:p + xc], g[o:o + yc], w[tap * yc:], yc // xc)
                    o += yc


@kernel("T x[NX], T g[NY], T w[NW], int first, " + GEOMETRY, ("contract", "nsz"))
def depthwise_grad_filter(x, g, w, first, batch, xd, xh, xw, xc, yd, yh, yw, yc, kd, kh, kw, sd, sh, sw, dd, dh, dw, pd, ph, pw):
    """w = gradient of the taps from `first` on, summed over all places."""
    clear(w)
    many = yc // xc
    for image in range(batch):
        for line in range(yd * yh):
            q = (image * yd * yh + line) * yw * yc
            for tap in range(first, first + w.shape[0] // yc):
                d, h = line // yh * sd - pd + tap // (kh * kw) * dd, line % yh * sh - ph + tap // kw % kh * dh
                shift = tap % kw * dw - pw
                taps = w[(tap - first) * yc:(tap - first + 1) * yc]
                begin, count = inside(shift, sw, xw, yw) if 0 <= d < xd and 0 <= h < xh else (yw, 0)
                end = begin + count
                for ow in range(begin):
                    add_none(taps, g[q + ow * yc:])
                for ow in range(end, yw):
                    add_none(taps, g[q + ow * yc:])
                p = (((image * xd + d) * xh + h) * xw + begin * sw + shift) * xc
                if many == 1:
                    line_products(x, p, sw * xc, g, q + begin * yc, xc, end - begin, taps)
                else:
                    for ow in range(begin, end):
                        scale_add(taps, x[p:p + xc], g[q + ow * yc:], many)
                        p += sw * xc
