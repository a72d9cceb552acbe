"""Depthwise convolutions: each of C channels has its own M kernels; output channel c * M + m. Layout as in conv.py."""
from kerastutor.kernels.jit import helper, kernel
from kerastutor.kernels.mathlib import like

GEOMETRY = ("int batch, int xd, int xh, int xw, int xc, int yd, int yh, int yw, int yc, int kd, int kh, int kw, "
            "int sd, int sh, int sw, int dd, int dh, int dw, int pd, int ph, int pw")


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
def add_none(y, x):
    """y += 0 * x: what a window reads in the padding; it matters where x is not finite."""
    zero = like(x[0], 0)
    for j in range(y.shape[0]):
        y[j] += zero * x[j]


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


@kernel("T x[NX], T w[NW], T y[NY], int job, int first, int last, " + GEOMETRY)
def depthwise(x, w, y, job, first, last, batch, xd, xh, xw, xc, yd, yh, yw, yc, kd, kh, kw, sd, sh, sw, dd, dh, dw, pd, ph, pw):
    """Walk over all output places and the taps from `first` to `last`.

    job 0: y = convolution of x and w. 1: x = gradient of the input, from y. 2: w = gradient of the taps, from x and y.
    """
    many = yc // xc
    zero = like(x[0], 0)
    target = y if job == 0 else (x if job == 1 else w)
    for j in range(target.shape[0]):
        target[j] = zero
    o = 0
    for image in range(batch):
        for od in range(yd):
            for oh in range(yh):
                for ow in range(yw):
                    out = y[o:o + yc]
                    tap = 0
                    for td in range(kd):
                        d = od * sd - pd + td * dd
                        for th in range(kh):
                            h = oh * sh - ph + th * dh
                            for tw in range(kw):
                                v = ow * sw - pw + tw * dw
                                if first <= tap < last:
                                    taps = w[(tap - first) * yc:(tap - first + 1) * yc]
                                    if 0 <= d < xd and 0 <= h < xh and 0 <= v < xw:
                                        p = (((image * xd + d) * xh + h) * xw + v) * xc
                                        row = x[p:p + xc]
                                        if job == 0:
                                            scale_add(out, row, taps, many)
                                        elif job == 1:
                                            dot_add(row, out, taps, many)
                                        else:
                                            scale_add(taps, row, out, many)
                                    elif job == 0:
                                        add_none(out, taps)
                                    elif job == 2:
                                        add_none(taps, out)
                                tap += 1
                    o += yc
