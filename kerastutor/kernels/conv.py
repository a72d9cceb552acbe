"""Convolutions by laying windows out, channels last, for any stride, dilation and padding.

All have three spatial axes (those that are missing have size 1). `patches` lays the window of each
output place out as a row; the convolution is then a matrix product of these rows and the kernel,
block of places by block of places. The gradient of the input goes the other way; that of the kernel
sums over all places. Arrays are flat; `GEOMETRY` lists the numbers that describe a call: x input,
y output, k taps, s strides, d dilation, p padding in front; d depth, h height, w width, c channels.
"""

from kerastutor.kernels.jit import helper, kernel
from kerastutor.kernels.mathlib import gemm, like

GEOMETRY = (
    "int batch, int xd, int xh, int xw, int xc, int yd, int yh, int yw, int yc, "
    "int kd, int kh, int kw, int sd, int sh, int sw, int dd, int dh, int dw, int pd, int ph, int pw"
)


@helper
def patches(x, rows, start, count, lo, hi, size):
    """rows[i] = elements lo to hi of the window of output place start + i."""
    _, xd, xh, xw, xc, yd, yh, yw, _, kd, kh, kw, sd, sh, sw, dd, dh, dw, pd, ph, pw = size
    zero = like(x[0], 0)
    taps = kw if dw == 1 else 1  # neighbours in memory are copied together
    width, width_all = taps * xc, hi - lo
    place = start
    while place < start + count:
        line, first = place // yw, place % yw
        last = min(yw, first + start + count - place)
        oh, od, image = line % yh, (line // yh) % yd, line // (yh * yd)
        run = 0
        for tap in range(kd * kh):
            d, h = od * sd - pd + tap // kh * dd, oh * sh - ph + tap % kh * dh
            inside = 0 <= d < xd and 0 <= h < xh
            x_line = ((image * xd + d) * xh + h) * xw * xc if inside else 0
            for tw in range(0, kw, taps):
                a, e = max(lo - run, 0), min(hi - run, width)
                target = (place - start) * width_all + run + a - lo
                for ow in range(first, last) if a < e else range(0):
                    w = ow * sw - pw + tw * dw
                    t = rows[target : target + e - a]
                    va = e  # the part from va to ve lies in the image
                    ve = e
                    if inside:
                        va = min(max(-w * xc, a), e)
                        ve = max(min((xw - w) * xc, e), va)
                    if ve - va < e - a:
                        for j in range(t.shape[0]):
                            t[j] = zero
                        t = t[va - a : ve - a]
                    s = x[x_line + w * xc + va :]
                    for j in range(t.shape[0]):
                        t[j] = s[j]
                    target += width_all
                run += width
        place += last - first


@helper
def spread_patches(x, rows, start, count, size):
    """Add rows to the windows that they belong to: the opposite of `patches`."""
    _, xd, xh, xw, xc, yd, yh, yw, _, kd, kh, kw, sd, sh, sw, dd, dh, dw, pd, ph, pw = size
    taps = kw if dw == 1 else 1
    width, width_all = taps * xc, kd * kh * kw * xc
    place = start
    while place < start + count:
        line, first = place // yw, place % yw
        last = min(yw, first + start + count - place)
        oh, od, image = line % yh, (line // yh) % yd, line // (yh * yd)
        run = 0
        for tap in range(kd * kh):
            d, h = od * sd - pd + tap // kh * dd, oh * sh - ph + tap % kh * dh
            inside = 0 <= d < xd and 0 <= h < xh
            x_line = ((image * xd + d) * xh + h) * xw * xc
            for tw in range(0, kw, taps):
                source = (place - start) * width_all + run
                for ow in range(first, last) if inside else range(0):
                    w = ow * sw - pw + tw * dw
                    va = min(max(-w * xc, 0), width)
                    ve = max(min((xw - w) * xc, width), va)
                    s = rows[source + va : source + ve]
                    t = x[x_line + w * xc + va :]
                    for j in range(s.shape[0]):
                        t[j] += s[j]
                    source += width_all
                run += width
        place += last - first


@helper
def counts(size):
    """(output places, elements of a window, channels of y)."""
    batch, _, _, _, xc, yd, yh, yw, yc, kd, kh, kw, _, _, _, _, _, _, _, _, _ = size
    return batch * yd * yh * yw, kd * kh * kw * xc, yc


@kernel("T x[NX], T w[NW], T y[NY], T rows[NR], " + GEOMETRY)
def conv(x, w, y, rows, *size):
    """y = convolution of x and w."""
    places, width, yc = counts(size)
    block = rows.shape[0] // width
    for start in range(0, places, block):
        n = min(block, places - start)
        patches(x, rows, start, n, 0, width, size)
        gemm(0, 0, n, yc, width, 1.0, rows, width, w, yc, 0.0, y[start * yc :], yc)


@kernel("T g[NY], T w[NW], T x[NX], T rows[NR], " + GEOMETRY)
def conv_grad_input(g, w, x, rows, *size):
    """x = gradient of the input of a convolution whose output has the gradient g."""
    zero = like(g[0], 0)
    for j in range(x.shape[0]):
        x[j] = zero
    places, width, yc = counts(size)
    block = rows.shape[0] // width
    for start in range(0, places, block):
        n = min(block, places - start)
        gemm(0, 1, n, width, yc, 1.0, g[start * yc :], yc, w, yc, 0.0, rows, width)
        spread_patches(x, rows, start, n, size)


@kernel("T x[NX], T g[NY], T w[NW], T rows[NR], int lo, " + GEOMETRY)
def conv_grad_filter(x, g, w, rows, lo, *size):
    """w = rows of the gradient of the kernel, from row `lo` on, summed over all places."""
    places, _, yc = counts(size)
    here = w.shape[0] // yc
    block = rows.shape[0] // here
    beta = 0.0
    for start in range(0, places, block):
        n = min(block, places - start)
        patches(x, rows, start, n, lo, lo + here, size)
        gemm(1, 0, here, yc, n, 1.0, rows, here, g[start * yc :], yc, beta, w, yc)
        beta = 1.0
