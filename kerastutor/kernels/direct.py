"""Convolutions straight from the image, without laying windows out.

For taps that are neighbours in memory (dilation 1 along the last axis). In an image with the
channels last, the taps of a window that lie on one line are kw * channels elements in a row, so a
window is kd * kh such runs, and `tile` sums them for six output places and sixteen output channels
at a time. Images that need padding are copied into a padded one first. Letters as in conv.py.
"""

from kerastutor.kernels.jit import helper, kernel
from kerastutor.kernels.mathlib import like
from kerastutor.kernels.tile import (
    DEPTH,
    copy_columns,
    pack,
    pack_rows,
    packed_columns,
    pair,
    tile,
    tile_pair,
)
from kerastutor.kernels.vector import flat

BLOCK = 96  # output places for which one panel of the kernel is used before the next
_X, _Y = "T x[B,XD,XH,XW,XC], ", "B,YD,YH,YW,YC], "
_STEPS = "int sd, int sh, int sw, int dd, int dh, int pd, int ph, int pw"


@helper
def pad_image(x, start, sizes, padded, room, front):
    """Copy an image, which starts at an element of x, into one with zeros around it.

    sizes: its depth, height, width and channels. room: depth, height and width of the padded image.
    front: padding before it on each axis.
    """
    xd, xh, xw, c = sizes
    qd, qh, qw = room
    pd, ph, pw = front
    zero = like(x[0], 0)
    for d in range(qd):
        for h in range(qh):
            line = padded[(d * qh + h) * qw * c : (d * qh + h + 1) * qw * c]
            inside = 0 <= d - pd < xd and 0 <= h - ph < xh
            first = min(pw, qw) * c if inside else line.shape[0]
            last = min(pw + xw, qw) * c if inside else line.shape[0]
            for j in range(first):
                line[j] = zero
            tail = line[last:]
            for j in range(tail.shape[0]):
                tail[j] = zero
            if inside:
                middle = line[first:last]
                source = x[start + ((d - pd) * xh + h - ph) * xw * c :]
                for j in range(middle.shape[0]):
                    middle[j] = source[j]


@helper
def padded_sizes(x_sizes, y_sizes, taps, steps, padded):
    """Depth, height and width of the images that windows are taken from."""
    sd, sh, sw, dd, dh, _, _, _ = steps
    if not padded.shape[0]:
        return x_sizes[0], x_sizes[1], x_sizes[2]
    return (
        (y_sizes[0] - 1) * sd + (taps[0] - 1) * dd + 1,
        (y_sizes[1] - 1) * sh + (taps[1] - 1) * dh + 1,
        (y_sizes[2] - 1) * sw + taps[2],
    )


@helper
def window_start(place, y_sizes, steps, room, c):
    """Where the window of an output place starts in its (padded) image."""
    line, w = place // y_sizes[2], place % y_sizes[2]
    d, h = line // y_sizes[1] * steps[0], line % y_sizes[1] * steps[1]
    return ((d * room[1] + h) * room[2] + w * steps[2]) * c


@helper
def finite(w):
    """Whether a vector holds neither NaN nor infinities."""
    bad = 0
    for j in range(w.shape[0]):
        bad += 1 if w[j] - w[j] != like(w[0], 0) else 0
    return bad == 0


@helper
def plain_back(g, w, x, batch, g_sizes, x_sizes, taps, steps, channels):
    """What `conv_direct` does with `back`, in plain loops over the taps that lie inside.

    So there is no 0 * NaN from the padding.
    """
    gd, gh, gw, gc = g_sizes
    xd, xh, xw, xc = x_sizes
    kd, kh, kw = taps
    _, _, _, dd, dh, pd, ph, pw = steps
    for o in range(batch * xd * xh * xw):
        line, v = o // xw, o % xw
        image, d, h = line // (xd * xh), line // xh % xd, line % xh
        for c in range(channels[0], channels[1]):
            total = like(g[0], 0)
            for tap in range(kd * kh * kw):
                i = d - pd + tap // (kh * kw) * dd
                j = h - ph + tap // kw % kh * dh
                k = v - pw + tap % kw
                if 0 <= i < gd and 0 <= j < gh and 0 <= k < gw:
                    source = g[(((image * gd + i) * gh + j) * gw + k) * gc :]
                    row = w[((kd * kh * kw - 1 - tap) * xc + c) * gc :]
                    for m in range(gc):
                        total += source[m] * row[m]
            x[o * xc + c] = total


@helper
def pack_kernel(w, packed, taps, xc, yc, outputs, back):
    """Pack a kernel's output channels lo to hi for `tile`; with `back` the taps turned round and
    the channels exchanged.
    """
    lo, n = outputs[0], outputs[1] - outputs[0]
    for tap in range(taps):
        if back:
            start = (taps - 1 - tap) * xc * yc + lo * xc
            pack_rows(w, start, 1, xc, xc, n, packed, tap * xc, taps * xc)
        else:
            pack_rows(w, tap * xc * yc + lo, yc, 1, xc, n, packed, tap * xc, taps * xc)


@kernel(
    _X
    + "T w[KD,KH,KW,CC], T y["
    + _Y
    + "T packed[P], T padded[Q], int back, int first, int last, "
    + _STEPS
)
def conv_direct(x, w, y, packed, padded, back, first, last, *steps):
    """Output channels `first` to `last` of y = convolution of x and w.

    `packed`, which has room for some of them, and `padded` where there is padding, are scratch.
    With `back` x is the gradient of a convolution's output, y that of its input, and w its kernel:
    the taps are walked through from the last to the first, inputs and outputs exchanged.
    """
    batch, xd, xh, xw, xc = x.shape
    _, yd, yh, yw, yc = y.shape
    kd, kh, kw, _ = w.shape
    x_sizes, y_sizes, taps = (xd, xh, xw, xc), (yd, yh, yw, yc), (kd, kh, kw)
    pads = steps[5], steps[6], steps[7]
    some = packed_columns(packed, kd * kh * kw * xc)
    room = padded_sizes(x_sizes, y_sizes, taps, steps, padded)
    x, w, y = flat(x), flat(w), flat(y)
    if back and padded.shape[0] and not finite(w):
        plain_back(x, w, y, batch, x_sizes, y_sizes, taps, steps, (first, last))
        return
    for lo in range(first, last, some):
        outputs = (lo, min(lo + some, last))
        pack_kernel(w, packed, kd * kh * kw, xc, yc, outputs, back)
        for image in range(batch):
            base = image * xd * xh * xw * xc
            if padded.shape[0]:
                if batch > 1 or lo == first:
                    pad_image(x, base, x_sizes, padded, room, pads)
                base = 0
            source, target = padded if padded.shape[0] else x, image * yd * yh * yw * yc
            one_image(source, base, xc, packed, y, target, y_sizes, outputs, room, taps, steps)


@helper
def six_starts(i, last, base, y_sizes, steps, room, c):
    """Where the windows of six output places from i on start; those beyond `last` are its own."""
    step = steps[2] * c
    p0 = base + window_start(i, y_sizes, steps, room, c)
    if i % y_sizes[2] + 5 < y_sizes[2] and last == i + 5:
        return p0, p0 + step, p0 + 2 * step, p0 + 3 * step, p0 + 4 * step, p0 + 5 * step
    return (
        p0,
        base + window_start(min(i + 1, last), y_sizes, steps, room, c),
        base + window_start(min(i + 2, last), y_sizes, steps, room, c),
        base + window_start(min(i + 3, last), y_sizes, steps, room, c),
        base + window_start(min(i + 4, last), y_sizes, steps, room, c),
        base + window_start(last, y_sizes, steps, room, c),
    )


@helper
def one_image(source, base, xc, packed, y, start, y_sizes, outputs, room, taps, steps):
    """Some output channels of the (padded) image at `base`, written to y from `start` on.

    Goes through as many lines of taps at a time, or as much of one, as the nearest cache holds of a
    panel.
    """
    kd, kh, kw = taps
    run, places = kw * xc, y_sizes[0] * y_sizes[1] * y_sizes[2]
    lines, depth = max(min(DEPTH // run, kh), 1), min(run, DEPTH)
    for first in range(0, places, BLOCK):
        block = (first, min(first + BLOCK, places))
        for line in range(0, kd * kh):
            if line % kh % lines:
                continue
            repeats = min(lines, kh - line % kh)
            for begin in range(0, run, depth):
                piece = (line, repeats, begin, min(depth, run - begin))
                some_taps(
                    source, base, xc, packed, y, start, y_sizes, outputs, room, taps, steps, block,
                    piece,
                )  # fmt: skip


@helper
def some_taps(
    source, base, xc, packed, y, start, y_sizes, outputs, room, taps, steps, block, piece
):
    """`one_image` for a block of output places and a piece of the taps.

    piece: (line of taps, how many lines, first element of a line, how many elements).
    """
    line, repeats, begin, count = piece
    _, qh, qw = room
    kd, kh, kw = taps
    run, yc, channels = kw * xc, y_sizes[3], outputs[1] - outputs[0]
    width = kd * kh * run
    spare = width * ((channels + 15) // 16) * 16
    shift = base + (line // kh * steps[3] * qh + line % kh * steps[4]) * qw * xc + begin
    add, sums = line > 0 or begin > 0, (count, repeats, 1, steps[4] * qw * xc)
    panel = 0
    while panel * 16 < channels:
        whole, two = channels - panel * 16 >= 16, pair(panel, channels)
        right = ((panel * width + line * run + begin) * 16, 16, run * 16)
        for i in range(block[0], block[1], 6):
            last = min(i + 5, block[1] - 1)
            left = six_starts(i, last, shift, y_sizes, steps, room, xc)
            at = start + i * yc + outputs[0] + panel * 16
            target = (at, yc, last + 1 - i) if whole else (spare, 16, last + 1 - i)
            if two:
                tile_pair(source, left, packed, right, width * 16, sums, y, target, add)
            elif whole:
                tile(source, left, packed, right, sums, y, target, add)
            else:
                tile(source, left, packed, right, sums, packed, target, False)
                count_here = channels - panel * 16
                copy_columns(packed, spare, y, at, yc, last + 1 - i, count_here, add)
        panel += 2 if two else 1


@helper
def tap_start(r, taps, steps, room, c, apart):
    """Where row r of a kernel meets the image, whose places are `apart` elements apart."""
    run = taps[2] * c
    line = r // run
    d, h = line // taps[1] * steps[3], line % taps[1] * steps[4]
    return ((d * room[1] + h) * room[2] + r % run // c) * apart + r % c


@helper
def copy_apart(x, start, sizes, padded, room, front, apart):
    """`pad_image`, for a copy whose places are `apart` elements apart."""
    xd, xh, xw, c = sizes
    zero = like(x[0], 0)
    for place in range(room[0] * room[1] * room[2]):
        line, v = place // room[2], place % room[2] - front[2]
        d, h = line // room[1] - front[0], line % room[1] - front[1]
        out = padded[place * apart : place * apart + c]
        if 0 <= d < xd and 0 <= h < xh and 0 <= v < xw:
            source = x[start + ((d * xh + h) * xw + v) * c :]
            for j in range(out.shape[0]):
                out[j] = source[j]
        else:
            for j in range(out.shape[0]):
                out[j] = zero


@kernel(
    _X
    + "T g["
    + _Y
    + "T w[R,YC], T packed[P], T padded[Q], int lo, int lines, int piece, int kd, int kh, int kw, "
    + _STEPS
)
def conv_direct_filter(x, g, w, packed, padded, lo, lines, piece, kd, kh, kw, *steps):
    """w = rows of the gradient of the kernel, from row `lo` on, summed over all places.

    The channels of g must be a multiple of 16. Goes through `lines` lines of output places at a
    time, or through `piece` places of one line. Scratch: `packed`, for the gradients of these, none
    where they are too seldom used to be laid out anew; `padded`, for a copy of an image with its
    padding and with some room between places, none where the image serves as it is.
    """
    batch, xd, xh, xw, xc = x.shape
    _, yd, yh, yw, yc = g.shape
    x_sizes, y_sizes, taps = (xd, xh, xw, xc), (yd, yh, yw, yc), (kd, kh, kw)
    sd, sh, sw, _, _, pd, ph, pw = steps
    room = padded_sizes(x_sizes, y_sizes, taps, steps, padded)
    _, qh, qw = room
    apart = padded.shape[0] // (room[0] * qh * qw) if padded.shape[0] else xc
    rows = w.shape[0]
    x, g, w = flat(x), flat(g), flat(w)
    zero = like(x[0], 0)
    for j in range(w.shape[0]):
        w[j] = zero
    for image in range(batch):
        base = image * xd * xh * xw * xc
        if padded.shape[0]:
            if apart == xc:
                pad_image(x, base, x_sizes, padded, room, (pd, ph, pw))
            else:
                copy_apart(x, base, x_sizes, padded, room, (pd, ph, pw), apart)
            base = 0
        source = padded if padded.shape[0] else x
        for line in range(yd * yh):
            od, oh = line // yh, line % yh
            if oh % lines:
                continue
            down = min(lines, yh - oh)
            for ow in range(0, yw, piece):
                across = min(piece, yw - ow)
                place = (image * yd * yh + line) * yw + ow
                near, first, beside, along = g, place * yc, 16, yc
                if packed.shape[0]:
                    pack(g, place * yc, yc, 1, down * across, yc, packed)
                    near, first, beside, along = packed, 0, down * across * 16, 16
                start = base + ((od * sd * qh + oh * sh) * qw + ow * sw) * apart
                sums = (across, down, sw * apart, sh * qw * apart)
                for r in range(0, rows, 6):
                    i, last = lo + r, lo + min(r + 5, rows - 1)
                    p0 = start + tap_start(i, taps, steps, room, xc, apart)
                    p1, p2, p3, p4, p5 = p0 + 1, p0 + 2, p0 + 3, p0 + 4, p0 + 5
                    if i % xc + 5 >= xc or last < i + 5:
                        p1 = start + tap_start(min(i + 1, last), taps, steps, room, xc, apart)
                        p2 = start + tap_start(min(i + 2, last), taps, steps, room, xc, apart)
                        p3 = start + tap_start(min(i + 3, last), taps, steps, room, xc, apart)
                        p4 = start + tap_start(min(i + 4, last), taps, steps, room, xc, apart)
                        p5 = start + tap_start(last, taps, steps, room, xc, apart)
                    left = (p0, p1, p2, p3, p4, p5)
                    panel = 0
                    while panel * 16 < yc:
                        right = (first + panel * beside, along, across * along)
                        target = (r * yc + panel * 16, yc, last + 1 - i)
                        if pair(panel, yc):
                            tile_pair(source, left, near, right, beside, sums, w, target, True)
                            panel += 2
                        else:
                            tile(source, left, near, right, sums, w, target, True)
                            panel += 1
