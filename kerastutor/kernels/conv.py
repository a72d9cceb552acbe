"""Convolutions, channels last, any stride, dilation and padding, over three spatial axes (those that are missing have size 1).

`patches` lays the window of each output place out as a row; the convolution is then a matrix product of these rows and the
kernel, block of places by block of places. The gradient of the input goes the other way; that of the kernel sums over all
places. Arrays are flat; the numbers that describe a call are in the order of `GEOMETRY`.
"""
from kerastutor.kernels.jit import helper, kernel
from kerastutor.kernels.mathlib import gemm, like

GEOMETRY = ("int batch, int xd, int xh, int xw, int xc, int yd, int yh, int yw, int yc, int kd, int kh, int kw, "
            "int sd, int sh, int sw, int dd, int dh, int dw, int pd, int ph, int pw")


@helper
def patches(x, rows, start, count, lo, hi, xd, xh, xw, xc, yd, yh, yw, kd, kh, kw, sd, sh, sw, dd, dh, dw, pd, ph, pw):
    """rows[i] = elements lo to hi of the window of output place start + i."""
    zero = like(x[0], 0)
    taps = kw if dw == 1 else 1                       # neighbours in memory are copied together
    width, width_all = taps * xc, hi - lo
    place = start
    while place < start + count:
        line, first = place // yw, place % yw
        last = min(yw, first + start + count - place)
        oh, od, image = line % yh, (line // yh) % yd, line // (yh * yd)
        run = 0
        for td in range(kd):
            d = od * sd - pd + td * dd
            for th in range(kh):
                h = oh * sh - ph + th * dh
                inside = 0 <= d < xd and 0 <= h < xh
                line_start = ((image * xd + d) * xh + h) * xw * xc if inside else 0
                for tw in range(0, kw, taps):
                    a, e = max(lo - run, 0), min(hi - run, width)
                    target = (place - start) * width_all + run + a - lo
                    for ow in range(first, last) if a < e else range(0):
                        w = ow * sw - pw + tw * dw
                        t = rows[target:target + e - a]
                        if inside and w >= 0 and w + taps <= xw:
                            s = x[line_start + w * xc + a:]
                            for j in range(t.shape[0]):
                                t[j] = s[j]
                        else:
                            va = min(max(-w * xc, a), e)
                            ve = max(min((xw - w) * xc, e), va) if inside else va
                            for j in range(t.shape[0]):
                                t[j] = zero
                            t = t[va - a:ve - a]
                            s = x[line_start + w * xc + va:]
                            for j in range(t.shape[0]):
                                t[j] = s[j]
                        target += width_all
                    run += width
        place += last - first


@helper
def spread_patches(x, rows, start, count, xd, xh, xw, xc, yd, yh, yw, kd, kh, kw, sd, sh, sw, dd, dh, dw, pd, ph, pw):
    """Add rows to the windows that they belong to: the opposite of `patches`."""
    taps = kw if dw == 1 else 1
    width, width_all = taps * xc, kd * kh * kw * xc
    place = start
    while place < start + count:
        line, first = place // yw, place % yw
        last = min(yw, first + start + count - place)
        oh, od, image = line % yh, (line // yh) % yd, line // (yh * yd)
        run = 0
        for td in range(kd):
            d = od * sd - pd + td * dd
            for th in range(kh):
                h = oh * sh - ph + th * dh
                inside = 0 <= d < xd and 0 <= h < xh
                for tw in range(0, kw, taps):
                    source = (place - start) * width_all + run
                    line_start = ((image * xd + d) * xh + h) * xw * xc
                    for ow in range(first, last) if inside else range(0):
                        w = ow * sw - pw + tw * dw
                        va = min(max(-w * xc, 0), width)
                        ve = max(min((xw - w) * xc, width), va)
                        s = rows[source + va:source + ve]
                        t = x[line_start + w * xc + va:]
                        for j in range(s.shape[0]):
                            t[j] += s[j]
                        source += width_all
                    run += width
        place += last - first


@kernel("T x[NX], T w[NW], T y[NY], T rows[NR], " + GEOMETRY)
def conv(x, w, y, rows, batch, xd, xh, xw, xc, yd, yh, yw, yc, kd, kh, kw, sd, sh, sw, dd, dh, dw, pd, ph, pw):
    """y = convolution of x and w."""
    width = kd * kh * kw * xc
    places, block = batch * yd * yh * yw, rows.shape[0] // width
    for start in range(0, places, block):
        n = min(block, places - start)
        patches(x, rows, start, n, 0, width, xd, xh, xw, xc, yd, yh, yw, kd, kh, kw, sd, sh, sw, dd, dh, dw, pd, ph, pw)
        gemm(0, 0, n, yc, width, 1.0, rows, width, w, yc, 0.0, y[start * yc:], yc)


@kernel("T g[NY], T w[NW], T x[NX], T rows[NR], " + GEOMETRY)
def conv_grad_input(g, w, x, rows, batch, xd, xh, xw, xc, yd, yh, yw, yc, kd, kh, kw, sd, sh, sw, dd, dh, dw, pd, ph, pw):
    """x = gradient of the input of a convolution whose output has the gradient g."""
    zero = like(g[0], 0)
    for j in range(x.shape[0]):
        x[j] = zero
    width = kd * kh * kw * xc
    places, block = batch * yd * yh * yw, rows.shape[0] // width
    for start in range(0, places, block):
        n = min(block, places - start)
        gemm(0, 1, n, width, yc, 1.0, g[start * yc:], yc, w, yc, 0.0, rows, width)
        spread_patches(x, rows, start, n, xd, xh, xw, xc, yd, yh, yw, kd, kh, kw, sd, sh, sw, dd, dh, dw, pd, ph, pw)


@kernel("T x[NX], T g[NY], T w[NW], T rows[NR], int lo, " + GEOMETRY)
def conv_grad_filter(x, g, w, rows, lo, batch, xd, xh, xw, xc, yd, yh, yw, yc, kd, kh, kw, sd, sh, sw, dd, dh, dw, pd, ph, pw):
    """w = rows of the gradient of the kernel, from row `lo` on, summed over all places."""
    here = w.shape[0] // yc
    places, block = batch * yd * yh * yw, rows.shape[0] // here
    beta = 0.0
    for start in range(0, places, block):
        n = min(block, places - start)
        patches(x, rows, start, n, lo, lo + here, xd, xh, xw, xc, yd, yh, yw, kd, kh, kw, sd, sh, sw, dd, dh, dw, pd, ph, pw)
        gemm(1, 0, here, yc, n, 1.0, rows, here, g[start * yc:], yc, beta, w, yc)
        beta = 1.0
