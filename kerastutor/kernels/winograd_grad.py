"""Gradient of the kernel of a 3 x 3 convolution by Winograd's method (winograd.py), transposed.

    gradient = G' [ sum over tiles of (B' x B) * (A g A') ] G

The 36 sums of products over tiles come first (`winograd_sums`), cut by input channels; then
`conv_winograd_filter` takes them back to 3 x 3.
"""

from kerastutor.kernels.direct import pad_image
from kerastutor.kernels.jit import helper, kernel
from kerastutor.kernels.mathlib import like
from kerastutor.kernels.tile import pair, tile, tile_pair
from kerastutor.kernels.vector import flat, fma, load_like, same8, same16, wide
from kerastutor.kernels.winograd import (
    G_P,
    G_Q,
    P2,
    P3,
    Q2,
    Q3,
    P,
    Q,
    place,
    store_six,
    transform_inputs,
)

FEW, MANY = 24, 96  # tiles at a time, for few and for many channels


@helper
def gradient_side(d):
    """A d, for four vectors d."""
    d0, d1, d2, d3 = d
    even_p, odd_p = fma(like(d0, P2), d2, d0), fma(like(d0, P3), d3, like(d0, P) * d1)
    even_q, odd_q = fma(like(d0, Q2), d2, d0), fma(like(d0, Q3), d3, like(d0, Q) * d1)
    return d0, even_p + odd_p, even_p - odd_p, even_q + odd_q, even_q - odd_q, d3


@helper
def gradient_column(kind, g, p, line):
    """A of a column of a tile, which starts at p; lines are `line` apart."""
    q = p + 2 * line
    first = load_like(kind, g, p), load_like(kind, g, p + line)
    return gradient_side((*first, load_like(kind, g, q), load_like(kind, g, q + line)))


@helper
def transform_gradient(kind, g, p, line, c, v, at, step):
    """A g A' of the tile at p, of as many channels as `kind` has places; the 36 results are `step`
    apart.
    """
    a, b = gradient_column(kind, g, p, line), gradient_column(kind, g, p + c, line)
    p += 2 * c
    d, e = gradient_column(kind, g, p, line), gradient_column(kind, g, p + c, line)
    store_six(v, at, step, gradient_side((a[0], b[0], d[0], e[0])))
    store_six(v, at + 6 * step, step, gradient_side((a[1], b[1], d[1], e[1])))
    store_six(v, at + 12 * step, step, gradient_side((a[2], b[2], d[2], e[2])))
    store_six(v, at + 18 * step, step, gradient_side((a[3], b[3], d[3], e[3])))
    store_six(v, at + 24 * step, step, gradient_side((a[4], b[4], d[4], e[4])))
    store_six(v, at + 30 * step, step, gradient_side((a[5], b[5], d[5], e[5])))


@helper
def transform_gradients(g, p, line, c, m, at):
    """Transforms of all c channels of the tile at p, into the 36 planes of m."""
    step, j = m.shape[0] // 36, 0
    while j < c:
        if wide() and j + 16 <= c:
            transform_gradient(same16(g, 0.0), g, p + j, line, c, m, at + j, step)
            j += 16
        else:
            transform_gradient(same8(g, 0.0), g, p + j, line, c, m, at + j, step)
            j += 8


@helper
def add_products(v, here, m, yc, count, sums):
    """sums[i, k] += sum over tiles of v[k, tile, i] * m[k, tile], for all 36 places k."""
    v_step, m_step = v.shape[0] // 36, m.shape[0] // 36
    for k in range(36):
        panel = 0
        while panel * 16 < yc:
            two = pair(panel, yc)
            for i in range(0, here, 6):
                p, last = k * v_step + i, k * v_step + here - 1
                p1, p2, p3, p4 = (
                    min(p + 1, last),
                    min(p + 2, last),
                    min(p + 3, last),
                    min(p + 4, last),
                )
                left = (p, p1, p2, p3, p4, min(p + 5, last))
                right = (k * m_step + panel * 16, yc, 0)
                target = ((i * 36 + k) * yc + panel * 16, 36 * yc, here - i)
                if two:
                    tile_pair(v, left, m, right, 16, (count, 1, here, 0), sums, target, True)
                else:
                    tile(v, left, m, right, (count, 1, here, 0), sums, target, True)
            panel += 2 if two else 1


@kernel(
    "T x[B,XH,XW,XC], T g[B,YH,YW,YC], T sums[C,36,YC], T padded_x[Q], T padded_g[R], T v[V], "
    "T m[M], int lo, int ph, int pw, int group, int tiles"
)
def winograd_sums(x, g, sums, padded_x, padded_g, v, m, lo, ph, pw, group, tiles):
    """sums[i, k] = products of input channel lo + i and gradients at place k, over all tiles.

    The rest is scratch: `group` padded images (none where they fit as they are), and the transforms
    of `tiles` tiles.
    """
    batch, xh, xw, xc = x.shape
    _, yh, yw, yc = g.shape
    here = sums.shape[0]
    x, g, sums = flat(x), flat(g), flat(sums)
    zero = like(x[0], 0)
    for j in range(sums.shape[0]):
        sums[j] = zero
    th, tw = (yh + 3) // 4, (yw + 3) // 4
    qh, qw = 4 * th + 2, 4 * tw + 2
    x_size, g_size, q_size, r_size = xh * xw * xc, yh * yw * yc, qh * qw * xc, 16 * th * tw * yc
    for first in range(0, batch, group):
        images = min(group, batch - first)
        x_base, g_base = first * x_size, first * g_size
        inputs = padded_x if padded_x.shape[0] else x
        gradients = padded_g if padded_g.shape[0] else g
        for i in range(images):
            if padded_x.shape[0]:
                start, room = x_base + i * x_size, padded_x[i * q_size :]
                pad_image(x, start, (1, xh, xw, xc), room, (1, qh, qw), (0, ph, pw))
            if padded_g.shape[0]:
                start, room = g_base + i * g_size, padded_g[i * r_size :]
                pad_image(g, start, (1, yh, yw, yc), room, (1, 4 * th, 4 * tw), (0, 0, 0))
        x_base, g_base = 0 if padded_x.shape[0] else x_base, 0 if padded_g.shape[0] else g_base
        for start in range(0, images * th * tw, tiles):
            count = min(tiles, images * th * tw - start)
            some = (start, count)
            transform_inputs(inputs, x_base, (qh, qw, xc, th, tw), (lo, lo + here), some, v)
            for t in range(count):
                image, h, w = place(start + t, th, tw)
                p = g_base + ((image * 4 * th + h) * 4 * tw + w) * yc
                transform_gradients(gradients, p, 4 * tw * yc, yc, m, t * yc)
            add_products(v, here, m, yc, count, sums)


@helper
def share(spot, tap):
    """Element of G: how much of a tap is in one of the six places of an axis."""
    if spot == 0:
        return 1.0 if tap == 0 else 0.0
    if spot == 5:
        return 1.0 if tap == 2 else 0.0
    size, scale = (P, G_P) if spot < 3 else (Q, G_Q)
    value = scale if tap == 0 else (scale * size if tap == 1 else scale * size * size)
    return -value if tap == 1 and spot % 2 == 0 else value


@kernel("T sums[C,36,YC], T w[R,YC], int lo")
def conv_winograd_filter(sums, w, lo):
    """w = rows of the kernel's gradient (tap by tap, input channels within), from row `lo` on."""
    zero = like(w[0, 0], 0)
    for r in range(w.shape[0]):
        tap, channel = (lo + r) // sums.shape[0], (lo + r) % sums.shape[0]
        out = w[r]
        for j in range(out.shape[0]):
            out[j] = zero
        for k in range(36):
            factor = like(zero, share(k // 6, tap // 3) * share(k % 6, tap % 3))
            if factor != zero:
                row = sums[channel, k]
                for j in range(out.shape[0]):
                    out[j] += factor * row[j]


def sizes(x, y, pads, images, channels):
    """(group, tiles, elements of padded_x, padded_g, v, m) of `winograd_sums`; see winograd.py."""
    (xh, xw, xc), (yh, yw, yc) = x, y
    th, tw = (yh + 3) // 4, (yw + 3) // 4
    tiles = FEW if channels + yc < 128 else MANY
    group = min(images, -(-tiles // (th * tw)))
    padded_x = padded_g = 0
    if (4 * th + 2, 4 * tw + 2) != (xh, xw) or any(pads):
        padded_x = group * (4 * th + 2) * (4 * tw + 2) * xc
    if (4 * th, 4 * tw) != (yh, yw):
        padded_g = group * 16 * th * tw * yc
    return group, tiles, padded_x, padded_g, 36 * (tiles * channels + 16), 36 * (tiles * yc + 16)
