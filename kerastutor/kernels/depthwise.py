"""Depthwise convolutions: each of C channels has its own M kernels; output channel c * M + m.

Where M is 1, the sum over the part of a window that lies inside the image is kept in registers,
for 32 channels at a time (`window_sums`); otherwise windows are added up tap by tap. Arrays and
letters as in conv.py.
"""

from kerastutor.kernels.conv import GEOMETRY
from kerastutor.kernels.direct import finite
from kerastutor.kernels.jit import helper, kernel
from kerastutor.kernels.mathlib import like
from kerastutor.kernels.vector import fma, load8, prefetch, same8, store

AHEAD = 8  # places whose inputs are asked for ahead of their use
_FMA = ("contract", "nsz")


@helper
def window_sums(x, p, steps, w, q, taps, y, at, c, count):
    """y[at + i * c + j] = sum over taps of x[p + i * step + tap's steps + j] * w[q + tap + j].

    For `count` output places i and all c channels j.

    # Arguments
        steps: elements of x from one output place, and along each axis from one tap, to the next.
        taps: (how many on each axis, lines of them in the whole kernel, elements of w in a line).
        p, q: places of the first tap.
    """
    step, step_d, step_h, step_w = steps
    nd, nh, nw, kh, line = taps
    first = 0
    beside = step_w if step_w > 0 else 0 - step_w
    if nd == 1 and nw == 3 and step == beside and count >= 4 and 2 <= nh <= 3:
        fours(x, p, steps, w, q, line, y, at, c, count, nh)
        first = c // 8 * 8
    while first + 8 <= c:
        wide = first + 32 <= c
        for n in range(count):
            s0 = s1 = s2 = s3 = same8(x, 0.0)
            for td in range(nd):
                for th in range(nh):
                    i = p + n * step + td * step_d + th * step_h + first
                    k = q + (td * kh + th) * line + first
                    for _ in range(nw):
                        s0 = fma(load8(x, i), load8(w, k), s0)
                        if wide:
                            s1 = fma(load8(x, i + 8), load8(w, k + 8), s1)
                            s2 = fma(load8(x, i + 16), load8(w, k + 16), s2)
                            s3 = fma(load8(x, i + 24), load8(w, k + 24), s3)
                        i += step_w
                        k += c
            put_four(y, at + n * c + first, s0, s1, s2, s3, wide)
        first += 32 if wide else 8
    for n in range(count):
        for j in range(first, c):
            s = like(x[0], 0)
            for td in range(nd):
                for th in range(nh):
                    i = p + n * step + td * step_d + th * step_h + j
                    k = q + (td * kh + th) * line + j
                    for _ in range(nw):
                        s += x[i] * w[k]
                        i += step_w
                        k += c
            y[at + n * c + j] = s


@helper
def fours(x, p, steps, w, q, line, y, at, c, count, lines):
    """The same for three taps in a line that step like the outputs, and channels by eights.

    Four outputs side by side share what they read of x, and go through all channels together, so
    that x is read as it lies in memory. The last four of the `count` outputs, which must be at
    least four, may take some for the second time.

    # Arguments
        line: elements of w in a line of taps.
        lines: number of these lines, 2 or 3.
    """
    step, _, step_h, step_w = steps
    left, right = 0, 2 * c
    if step_w < 0:  # taps run against the outputs: the same sums from the other end
        p, left, right = p + 2 * step_w, right, left
    none = same8(x, 0.0)
    for n in range(0, count, 4):
        first = min(n, count - 4)
        start, target = p + first * step, at + first * c
        ahead = start + (lines - 1) * step_h + AHEAD * c  # the lines above were just read
        for k in range(q, q + c - 7, 8):
            prefetch(x, ahead + 4 * (k - q))
            prefetch(x, ahead + 4 * (k - q) + 16)
            u, v, z = load8(w, k + left), load8(w, k + c), load8(w, k + right)
            a = three_taps(x, start, step, u, v, z, none, none, none, none)
            j = k + line
            u, v, z = load8(w, j + left), load8(w, j + c), load8(w, j + right)
            a = three_taps(x, start + step_h, step, u, v, z, a[0], a[1], a[2], a[3])
            if lines == 3:
                j += line
                u, v, z = load8(w, j + left), load8(w, j + c), load8(w, j + right)
                a = three_taps(x, start + 2 * step_h, step, u, v, z, a[0], a[1], a[2], a[3])
            store(y, target, a[0])
            store(y, target + c, a[1])
            store(y, target + 2 * c, a[2])
            store(y, target + 3 * c, a[3])
            start += 8
            target += 8


@helper
def three_taps(x, p, step, u, v, w, a, b, c, d):
    """Four sums side by side, each with a line of three taps u, v, w added."""
    t = load8(x, p)
    a = fma(t, u, a)
    t = load8(x, p + step)
    a, b = fma(t, v, a), fma(t, u, b)
    t = load8(x, p + 2 * step)
    a, b, c = fma(t, w, a), fma(t, v, b), fma(t, u, c)
    t = load8(x, p + 3 * step)
    b, c, d = fma(t, w, b), fma(t, v, c), fma(t, u, d)
    t = load8(x, p + 4 * step)
    c, d = fma(t, w, c), fma(t, v, d)
    d = fma(load8(x, p + 5 * step), w, d)
    return a, b, c, d


@helper
def put_four(y, at, s0, s1, s2, s3, wide):
    """Write one vector, or four."""
    store(y, at, s0)
    if wide:
        store(y, at + 8, s1)
        store(y, at + 16, s2)
        store(y, at + 24, s3)


@helper
def inside(start, step, n, k):
    """(first, number) of the k taps at start + tap * step in [0, n), for steps of any sign."""
    low, high = (0 - start, n - 1 - start) if step > 0 else (start - n + 1, start)
    size = abs(step)
    if low <= 0 and high >= (k - 1) * size:
        return 0, k
    first = min(max((low + size - 1) // size, 0), k)
    return first, max(min(high // size + 1, k) - first, 0)


@helper
def line_products(x, p, step, g, q, c, count, w):
    """w[j] += sum over i of x[p + i * step + j] * g[q + i * c + j], for c channels j.

    That is one tap along a line of output places.
    """
    first = 0
    while first + 8 <= c:
        wide = first + 32 <= c
        s0 = load8(w, first)
        s1 = s2 = s3 = same8(x, 0.0)
        if wide:
            s1, s2, s3 = load8(w, first + 8), load8(w, first + 16), load8(w, first + 24)
        i, j = p + first, q + first
        for _ in range(count):
            s0 = fma(load8(x, i), load8(g, j), s0)
            if wide:
                s1 = fma(load8(x, i + 8), load8(g, j + 8), s1)
                s2 = fma(load8(x, i + 16), load8(g, j + 16), s2)
                s3 = fma(load8(x, i + 24), load8(g, j + 24), s3)
            i += step
            j += c
        put_four(w, first, s0, s1, s2, s3, wide)
        first += 32 if wide else 8
    for j in range(first, c):
        s = w[j]
        for i in range(count):
            s += x[p + i * step + j] * g[q + i * c + j]
        w[j] = s


@helper
def line_trio(x, p, step, g, q, c, count, w):
    """`line_products` of three taps at once, each a step further along the line than the last.

    w[t * c + j] += sum over i of x[p + (i + t) * step + j] * g[q + i * c + j].
    """
    first = 0
    while first + 16 <= c:
        u, v = first + c, first + 2 * c
        s0, s1, s2 = load8(w, first), load8(w, u), load8(w, v)
        t0, t1, t2 = load8(w, first + 8), load8(w, u + 8), load8(w, v + 8)
        i, j = p + first, q + first
        x0, x1 = load8(x, i), load8(x, i + step)
        y0, y1 = load8(x, i + 8), load8(x, i + step + 8)
        i += 2 * step
        for _ in range(count):
            x2, y2 = load8(x, i), load8(x, i + 8)
            h = load8(g, j)
            s0, s1, s2 = fma(x0, h, s0), fma(x1, h, s1), fma(x2, h, s2)
            h = load8(g, j + 8)
            t0, t1, t2 = fma(y0, h, t0), fma(y1, h, t1), fma(y2, h, t2)
            x0, x1, y0, y1 = x1, x2, y1, y2
            i += step
            j += c
        store(w, first, s0)
        store(w, u, s1)
        store(w, v, s2)
        store(w, first + 8, t0)
        store(w, u + 8, t1)
        store(w, v + 8, t2)
        first += 16
    for t in range(3):
        for j in range(first, c):
            s = w[t * c + j]
            for i in range(count):
                s += x[p + (i + t) * step + j] * g[q + i * c + j]
            w[t * c + j] = s


@helper
def four_places(x, p, g, q, c, count, taps, w, ends):
    """Adds to the sums of two or three lines of three taps what `count` output places give, which
    must be a multiple of four.

    Goes through all channels (by eights) of four places together, so that x and g are read as they
    lie in memory.

    # Arguments
        taps: (lines of them, elements of x from one to the next, where their sums begin in w).
        ends: whether the image has what the first tap of the first place and the last tap of the
            last place read.
    """
    lines, line, k = taps
    for n in range(0, count, 4):
        first, last = ends[0] or n > 0, ends[1] or n + 4 < count
        ahead = p + (lines - 1) * line + AHEAD * c  # the lines above were just read
        for j in range(0, c - 7, 8):
            prefetch(x, ahead + 4 * j)
            prefetch(x, ahead + 4 * j + 16)
            prefetch(g, q + AHEAD * c + 4 * j)
            prefetch(g, q + AHEAD * c + 4 * j + 16)
            at = q + j
            h = load8(g, at), load8(g, at + c), load8(g, at + 2 * c), load8(g, at + 3 * c)
            add_three(x, p + j, c, h, w, k + j, first, last)
            add_three(x, p + line + j, c, h, w, k + 3 * c + j, first, last)
            if lines == 3:
                add_three(x, p + 2 * line + j, c, h, w, k + 6 * c + j, first, last)
        p += 4 * c
        q += 4 * c


@helper
def add_three(x, p, c, h, w, k, first, last):
    """Add to the sums of three taps what four places with the gradients h give; zeros stand where
    the first or the last of the six columns is not there.
    """
    none = same8(x, 0.0)
    t = load8(x, p) if first else none
    a = fma(t, h[0], load8(w, k))
    t = load8(x, p + c)
    a, b = fma(t, h[1], a), fma(t, h[0], load8(w, k + c))
    t = load8(x, p + 2 * c)
    a, b, d = fma(t, h[2], a), fma(t, h[1], b), fma(t, h[0], load8(w, k + 2 * c))
    t = load8(x, p + 3 * c)
    a, b, d = fma(t, h[3], a), fma(t, h[2], b), fma(t, h[1], d)
    t = load8(x, p + 4 * c)
    b, d = fma(t, h[3], b), fma(t, h[2], d)
    t = load8(x, p + 5 * c) if last else none
    d = fma(t, h[3], d)
    store(w, k, a)
    store(w, k + c, b)
    store(w, k + 2 * c, d)


@helper
def scale_add(y, x, w, many):
    """y[c * M + m] += x[c] * w[c * M + m]."""
    if many == 1:
        for j in range(x.shape[0]):
            y[j] += x[j] * w[j]
    else:
        for i in range(x.shape[0]):
            v, out, row = x[i], y[i * many :], w[i * many :]
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
            v, left, right = x[i], y[i * many :], w[i * many :]
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


@helper
def line_forward(x, w, y, at, image, od, oh, size):
    """A line of outputs, which starts at `at`, for M = 1."""
    _, xd, xh, xw, c, _, _, yw, _, kd, kh, kw, sd, sh, sw, dd, dh, dw, pd, ph, pw = size
    fd, nd = inside(od * sd - pd, dd, xd, kd)
    fh, nh = inside(oh * sh - ph, dh, xh, kh)
    line = (image * xd + od * sd - pd + fd * dd) * xh + oh * sh - ph + fh * dh
    steps = (sw * c, dd * xh * xw * c, dh * xw * c, dw * c)
    ow = 0
    while ow < yw:
        fw, nw = inside(ow * sw - pw, dw, xw, kw)
        count = 1
        if nw == kw:  # as many as have all their taps inside
            count = min(max((xw - 1 - (kw - 1) * dw + pw) // sw - ow + 1, 1), yw - ow)
        p = (line * xw + ow * sw - pw + fw * dw) * c
        q = ((fd * kh + fh) * kw + fw) * c
        taps = (nd, nh, nw, kh, kw * c)
        window_sums(x, p, steps, w, q, taps, y, at + ow * c, c, count)
        ow += count


@helper
def line_back(g, w, x, at, image, d, h, size):
    """A line of the input's gradient, which starts at `at`, for M = 1 and strides of 1."""
    _, _, _, xw, c, yd, yh, yw, _, kd, kh, kw, _, _, _, dd, dh, dw, pd, ph, pw = size
    fd, nd = inside(d + pd, -dd, yd, kd)
    fh, nh = inside(h + ph, -dh, yh, kh)
    line = (image * yd + d + pd - fd * dd) * yh + h + ph - fh * dh
    steps = (c, -dd * yh * yw * c, -dh * yw * c, -dw * c)
    v = 0
    while v < xw:
        fw, nw = inside(v + pw, -dw, yw, kw)
        count = min(max(yw - pw - v, 1), xw - v) if nw == kw else 1
        p = (line * yw + v + pw - fw * dw) * c
        q = ((fd * kh + fh) * kw + fw) * c
        taps = (nd, nh, nw, kh, kw * c)
        window_sums(g, p, steps, w, q, taps, x, at + v * c, c, count)
        v += count


@helper
def tap_place(place, tap, size):
    """(element of x, whether it lies inside) that a tap of an output place of all images reads."""
    _, xd, xh, xw, xc, yd, yh, yw, _, _, kh, kw, sd, sh, sw, dd, dh, dw, pd, ph, pw = size
    line, ow = place // yw, place % yw
    image, od, oh = line // (yh * yd), line // yh % yd, line % yh
    d, h = od * sd - pd + tap // (kh * kw) * dd, oh * sh - ph + tap // kw % kh * dh
    v = ow * sw - pw + tap % kw * dw
    return (((image * xd + d) * xh + h) * xw + v) * xc, 0 <= d < xd and 0 <= h < xh and 0 <= v < xw


@kernel("T x[NX], T w[NW], T y[NY], " + GEOMETRY, _FMA)
def depthwise(x, w, y, *size):
    """y = depthwise convolution of x and w."""
    batch, _, _, _, xc, yd, yh, yw, yc, kd, kh, kw, _, _, _, _, _, _, _, _, _ = size
    if yc == xc and finite(w):  # 0 * w, from the padding, is 0
        for line in range(batch * yd * yh):
            image, od, oh = line // (yd * yh), line // yh % yd, line % yh
            line_forward(x, w, y, line * yw * yc, image, od, oh, size)
        return
    for o in range(batch * yd * yh * yw):
        out = y[o * yc : (o + 1) * yc]
        clear(out)
        for tap in range(kd * kh * kw):
            taps = w[tap * yc : (tap + 1) * yc]
            p, there = tap_place(o, tap, size)
            if there:
                scale_add(out, x[p : p + xc], taps, yc // xc)
            else:
                add_none(out, taps)


@kernel("T g[NY], T w[NW], T x[NX], " + GEOMETRY, _FMA)
def depthwise_grad_input(g, w, x, *size):
    """x = gradient of the input.

    With strides of 1 the sum of each place's taps, else each output place adds to its window.
    """
    batch, xd, xh, xw, xc, yd, yh, yw, yc, kd, kh, kw, sd, sh, sw, _, _, _, _, _, _ = size
    if yc == xc and sd == 1 and sh == 1 and sw == 1:
        for line in range(batch * xd * xh):
            image, d, h = line // (xd * xh), line // xh % xd, line % xh
            line_back(g, w, x, line * xw * xc, image, d, h, size)
        return
    clear(x)
    for o in range(batch * yd * yh * yw):
        for tap in range(kd * kh * kw):
            p, there = tap_place(o, tap, size)
            if there:
                dot_add(x[p : p + xc], g[o * yc : (o + 1) * yc], w[tap * yc :], yc // xc)


@kernel("T x[NX], T g[NY], T w[NW], " + GEOMETRY, _FMA)
def depthwise_grad_filter(x, g, w, *size):
    """w = gradient of the taps, summed over all places."""
    batch, xd, xh, xw, xc, yd, yh, yw, yc, kd, kh, kw, sd, sh, sw, dd, dh, dw, pd, ph, pw = size
    clear(w)
    many = yc // xc
    low, high = yw, 0  # the places that three taps of a line do together
    if many == 1 and sw == 1 and dw == 1 and kw == 3:
        low, _ = inside(0 - pw, 1, xw, yw)
        end, count = inside(2 - pw, 1, xw, yw)
        high = end + count
    fits = low <= 1 and low == pw and high + 1 >= yw and yw >= 8 and xc % 8 == 0
    for line in range(batch * yd * yh):
        _, nd = inside(line // yh % yd * sd - pd, dd, xd, kd)
        fh, nh = inside(line % yh * sh - ph, dh, xh, kh)
        done = 0
        if fits and kd == 1 and nd == 1 and 2 <= nh <= 3:
            done = yw // 4 * 4
            p, _ = tap_place(line * yw + low, fh * 3, size)
            taps, ends = (nh, dh * xw * xc, fh * 3 * xc), (low == 0, done <= high)
            four_places(x, p - low * xc, g, line * yw * xc, xc, done, taps, w, ends)
            if done == yw and nh == kh:
                continue
        rest = max(done, low)
        for tap in range(kd * kh * kw):
            if tap % 3 == 0 and rest < high:
                p, there = tap_place(line * yw + rest, tap, size)
                if there:
                    q, sums = (line * yw + rest) * yc, w[tap * yc : (tap + 3) * yc]
                    line_trio(x, p, xc, g, q, xc, high - rest, sums)
            sums, begin = w[tap * yc : (tap + 1) * yc], 0 if done else low
            one_tap(x, g, sums, tap, line, begin, max(done, high), many, size)


@helper
def one_tap(x, g, w, tap, line, low, high, many, size):
    """Add to the gradient of one tap what comes from a line of output places, but for those from
    `low` to `high`.
    """
    _, _, _, xw, xc, _, _, yw, yc, _, _, kw, _, _, sw, _, _, dw, _, _, pw = size
    q = line * yw * yc
    begin, count = inside(tap % kw * dw - pw, sw, xw, yw)
    p, there = tap_place(line * yw + begin, tap, size)
    if count == 0 or not there:
        begin, count = yw, 0
    end = begin + count
    for ow in range(begin):
        add_none(w, g[q + ow * yc :])
    for ow in range(end, yw):
        add_none(w, g[q + ow * yc :])
    if many == 1:
        if high <= low or begin == end:
            low = high = end
        if begin < low:
            line_products(x, p, sw * xc, g, q + begin * yc, xc, low - begin, w)
        if high < end:
            p += (high - begin) * sw * xc
            line_products(x, p, sw * xc, g, q + high * yc, xc, end - high, w)
    else:
        for ow in range(begin, end):
            scale_add(w, x[p : p + xc], g[q + ow * yc :], many)
            p += sw * xc
