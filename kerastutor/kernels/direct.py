"""Convolutions straight from the image, without laying windows out: for neighbouring taps (dilation 1 along the last axis).

In an image with the channels last, the taps of a window that lie on one line are neighbours in memory, so a window is kd * kh
runs of kw * channels elements, and `tile` sums them for six output places and sixteen output channels at a time. Images that
need padding are copied into a padded one first. Letters: x input, y output, k taps, s strides, d dilation, p padding in front;
d depth, h height, w width, c channels.
"""
from kerastutor.kernels.jit import helper, kernel
from kerastutor.kernels.mathlib import like
from kerastutor.kernels.tile import copy_columns, pack_rows, tile
from kerastutor.kernels.vector import flat

BLOCK = 96               # output places for which one panel of the kernel is used before the next


@helper
def pad_image(x, start, xd, xh, xw, c, padded, qd, qh, qw, pd, ph, pw):
    """Copy an image, which starts at an element of x, into one with zeros around it."""
    zero = like(x[0], 0)
    for d in range(qd):
        for h in range(qh):
            line = padded[(d * qh + h) * qw * c:(d * qh + h + 1) * qw * c]
            inside = 0 <= d - pd < xd and 0 <= h - ph < xh
            first = min(pw, qw) * c if inside else line.shape[0]
            last = min(pw + xw, qw) * c if inside else line.shape[0]
            for j in range(first):
                line[j] = zero
            tail = line[last:]
            for j in range(tail.shape[0]):
                tail[j] = zero
            if inside:
                middle, source = line[first:last], x[start + ((d - pd) * xh + h - ph) * xw * c:]
                for j in range(middle.shape[0]):
                    middle[j] = source[j]


@helper
def window_start(place, yh, yw, sd, sh, sw, qh, qw, c):
    """Where the window of an output place starts in its (padded) image."""
    line = place // yw
    return ((line // yh * sd * qh + line % yh * sh) * qw + place % yw * sw) * c


@helper
def finite(w):
    """Whether a vector holds neither NaN nor infinities."""
    bad = 0
    for j in range(w.shape[0]):
        bad += 1 if w[j] - w[j] != like(w[0], 0) else 0
    return bad == 0


@helper
def plain_back(g, w, x, batch, gd, gh, gw, gc, xd, xh, xw, xc, kd, kh, kw, dd, dh, pd, ph, pw):
    """What `conv_direct` does with `back`, in plain loops over the taps that lie inside: no 0 * NaN from the padding."""
    for o in range(batch * xd * xh * xw):
        image, d, h, v = o // (xd * xh * xw), o // (xh * xw) % xd, o // xw % xh, o % xw
        for c in range(xc):
            total = like(g[0], 0)
            for tap in range(kd * kh * kw):
                i = d - pd + tap // (kh * kw) * dd
                j = h - ph + tap // kw % kh * dh
                k = v - pw + tap % kw
                if 0 <= i < gd and 0 <= j < gh and 0 <= k < gw:
                    source = g[(((image * gd + i) * gh + j) * gw + k) * gc:]
                    row = w[((kd * kh * kw - 1 - tap) * xc + c) * gc:]
                    for m in range(gc):
                        total += source[m] * row[m]
            x[o * xc + c] = total


_X, _Y = "T x[B,XD,XH,XW,XC], ", "B,YD,YH,YW,YC], "
_STEPS = "int sd, int sh, int sw, int dd, int dh, int pd, int ph, int pw"


@kernel(_X + "T kernel[KD,KH,KW,CC], T y[" + _Y + "T packed[P], T padded[Q], int back, " + _STEPS)
def conv_direct(x, kernel, y, packed, padded, back, sd, sh, sw, dd, dh, pd, ph, pw):
    """y = convolution of x and a kernel. `packed`, and `padded` where there is padding, are scratch.

    With `back` x is the gradient of a convolution's output, y that of its input, and the kernel that convolution's: the taps
    are walked through from the last to the first, with inputs and outputs exchanged.
    """
    batch, xd, xh, xw, xc = x.shape
    yd, yh, yw, yc = y.shape[1], y.shape[2], y.shape[3], y.shape[4]
    kd, kh, kw = kernel.shape[0], kernel.shape[1], kernel.shape[2]
    qd, qh, qw = xd, xh, xw
    if padded.shape[0]:
        qd, qh, qw = (yd - 1) * sd + (kd - 1) * dd + 1, (yh - 1) * sh + (kh - 1) * dh + 1, (yw - 1) * sw + kw
    x, w, y = flat(x), flat(kernel), flat(y)
    if back and padded.shape[0] and not finite(w):
        plain_back(x, w, y, batch, xd, xh, xw, xc, yd, yh, yw, yc, kd, kh, kw, dd, dh, pd, ph, pw)
        return
    taps, run = kd * kh * kw, kw * xc
    width = taps * xc
    for tap in range(taps):
        if back:
            pack_rows(w, (taps - 1 - tap) * xc * yc, 1, xc, xc, yc, packed, tap * xc, width)
        else:
            pack_rows(w, tap * xc * yc, yc, 1, xc, yc, packed, tap * xc, width)
    spare = width * ((yc + 15) // 16) * 16
    places, image_size = yd * yh * yw, xd * xh * xw * xc
    for image in range(batch):
        base = image * image_size
        if padded.shape[0]:
            pad_image(x, base, xd, xh, xw, xc, padded, qd, qh, qw, pd, ph, pw)
            base = 0
        source = padded if padded.shape[0] else x
        for block in range(0, places, BLOCK):
            end = min(block + BLOCK, places)
            for panel in range((yc + 15) // 16):
                whole = yc - panel * 16 >= 16
                for i in range(block, end, 6):
                    last = min(i + 5, end - 1)
                    p0 = base + window_start(i, yh, yw, sd, sh, sw, qh, qw, xc)
                    step = sw * xc
                    p1, p2, p3, p4, p5 = p0 + step, p0 + 2 * step, p0 + 3 * step, p0 + 4 * step, p0 + 5 * step
                    if i % yw + 5 >= yw or last < i + 5:
                        p1 = base + window_start(min(i + 1, last), yh, yw, sd, sh, sw, qh, qw, xc)
                        p2 = base + window_start(min(i + 2, last), yh, yw, sd, sh, sw, qh, qw, xc)
                        p3 = base + window_start(min(i + 3, last), yh, yw, sd, sh, sw, qh, qw, xc)
                        p4 = base + window_start(min(i + 4, last), yh, yw, sd, sh, sw, qh, qw, xc)
                        p5 = base + window_start(last, yh, yw, sd, sh, sw, qh, qw, xc)
                    at = (image * places + i) * yc + panel * 16
                    for td in range(kd):
                        jump = td * dd * qh * qw * xc
                        tile(source, p0 + jump, p1 + jump, p2 + jump, p3 + jump, p4 + jump, p5 + jump, 1, dh * qw * xc,
                             packed, (panel * width + td * kh * run) * 16, 16, run * 16, run, kh, y if whole else packed,
                             at if whole else spare, yc if whole else 16, last + 1 - i, td > 0)
                    if not whole:
                        copy_columns(packed, spare, y, at, yc, last + 1 - i, yc - panel * 16, False)


@helper
def tap_start(r, run, kh, dd, dh, qh, qw, c):
    """Where row r of a kernel, kd x kh runs long, meets the image."""
    line = r // run
    return (line // kh * dd * qh + line % kh * dh) * qw * c + r % run


@kernel(_X + "T g[" + _Y + "T w[R,YC], T padded[Q], int lo, int lines, int kd, int kh, int kw, " + _STEPS)
def conv_direct_filter(x, g, w, padded, lo, lines, kd, kh, kw, sd, sh, sw, dd, dh, pd, ph, pw):
    """w = rows of the gradient of the kernel, from row `lo` on, summed over all places; the channels of g must be a multiple
    of 16. Goes through `lines` lines of output places at a time. `padded`, where there is padding, is scratch.
    """
    batch, xd, xh, xw, xc = x.shape
    yd, yh, yw, yc = g.shape[1], g.shape[2], g.shape[3], g.shape[4]
    qd, qh, qw = xd, xh, xw
    if padded.shape[0]:
        qd, qh, qw = (yd - 1) * sd + (kd - 1) * dd + 1, (yh - 1) * sh + (kh - 1) * dh + 1, (yw - 1) * sw + kw
    rows, run = w.shape[0], kw * xc
    x, g, w = flat(x), flat(g), flat(w)
    zero = like(x[0], 0)
    for j in range(w.shape[0]):
        w[j] = zero
    image_size, places = xd * xh * xw * xc, yd * yh * yw
    for image in range(batch):
        base = image * image_size
        if padded.shape[0]:
            pad_image(x, base, xd, xh, xw, xc, padded, qd, qh, qw, pd, ph, pw)
            base = 0
        source = padded if padded.shape[0] else x
        for od in range(yd):
            for oh in range(0, yh, lines):
                count = min(lines, yh - oh)
                start = base + (od * sd * qh + oh * sh) * qw * xc
                for panel in range(yc // 16):
                    at = (image * places + (od * yh + oh) * yw) * yc + panel * 16
                    for r in range(0, rows, 6):
                        last = lo + min(r + 5, rows - 1)
                        p0 = start + tap_start(lo + r, run, kh, dd, dh, qh, qw, xc)
                        p1 = start + tap_start(min(lo + r + 1, last), run, kh, dd, dh, qh, qw, xc)
                        p2 = start + tap_start(min(lo + r + 2, last), run, kh, dd, dh, qh, qw, xc)
                        p3 = start + tap_start(min(lo + r + 3, last), run, kh, dd, dh, qh, qw, xc)
                        p4 = start + tap_start(min(lo + r + 4, last), run, kh, dd, dh, qh, qw, xc)
                        p5 = start + tap_start(last, run, kh, dd, dh, qh, qw, xc)
                        tile(source, p0, p1, p2, p3, p4, p5, sw * xc, sh * qw * xc, g, at, yc, yw * yc, yw, count,
                             w, r * yc + panel * 16, yc, last + 1 - lo - r, True)
