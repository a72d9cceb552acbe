"""Gradient of the kernel of a 3 x 3 convolution by Winograd's method: the transposed walk through winograd.py.

    kernel's gradient = G' [ sum over tiles of (B' x B) * (A g A') ] G

The 36 sums of products over tiles come first, cut by input channels; `conv_winograd_filter` then takes them back to 3 x 3.
"""
from kerastutor.kernels.direct import pad_image
from kerastutor.kernels.jit import helper, kernel
from kerastutor.kernels.mathlib import like
from kerastutor.kernels.tile import tile
from kerastutor.kernels.vector import fma8, flat, load8, same8
from kerastutor.kernels.winograd import AT_P, AT_Q, P, P2, P3, Q, Q2, Q3, put_six, transform_inputs

FEW, MANY = 24, 96          # tiles at a time, for few and for many channels


@helper
def gradient_side(a, d0, d1, d2, d3):
    """A d."""
    even_p, odd_p = fma8(same8(a, P2), d2, d0), fma8(same8(a, P3), d3, same8(a, P) * d1)
    even_q, odd_q = fma8(same8(a, Q2), d2, d0), fma8(same8(a, Q3), d3, same8(a, Q) * d1)
    return d0, even_p + odd_p, even_p - odd_p, even_q + odd_q, even_q - odd_q, d3


@helper
def gradient_column(g, p, line):
    """A of a column of a tile, which starts at p; `line` elements lead to the next line."""
    return gradient_side(g, load8(g, p), load8(g, p + line), load8(g, p + 2 * line), load8(g, p + 3 * line))


@helper
def transform_gradient(g, p, line, c, v, at, step):
    """A g A' of 8 channels of the tile at p; the 36 results are `step` apart."""
    a, b = gradient_column(g, p, line), gradient_column(g, p + c, line)
    d, e = gradient_column(g, p + 2 * c, line), gradient_column(g, p + 3 * c, line)
    put_six(v, at, step, gradient_side(g, a[0], b[0], d[0], e[0]))
    put_six(v, at + 6 * step, step, gradient_side(g, a[1], b[1], d[1], e[1]))
    put_six(v, at + 12 * step, step, gradient_side(g, a[2], b[2], d[2], e[2]))
    put_six(v, at + 18 * step, step, gradient_side(g, a[3], b[3], d[3], e[3]))
    put_six(v, at + 24 * step, step, gradient_side(g, a[4], b[4], d[4], e[4]))
    put_six(v, at + 30 * step, step, gradient_side(g, a[5], b[5], d[5], e[5]))


@kernel("T x[B,XH,XW,XC], T g[B,YH,YW,YC], T sums[C,36,YC], T padded_x[Q], T padded_g[R], T v[V], T m[M], int lo, int ph, int pw, "
        "int group, int tiles")
def winograd_sums(x, g, sums, padded_x, padded_g, v, m, lo, ph, pw, group, tiles):
    """sums[i, k] = sum over all tiles of transformed inputs, channel lo + i, times transformed gradients, at place k of 36.

    The rest is scratch: `group` padded images (none where they fit as they are), and the transforms of `tiles` tiles.
    """
    batch, xh, xw, xc = x.shape
    yh, yw, yc = g.shape[1], g.shape[2], g.shape[3]
    here = sums.shape[0]
    x, g, sums = flat(x), flat(g), flat(sums)
    zero = like(x[0], 0)
    for j in range(sums.shape[0]):
        sums[j] = zero
    v_step, m_step = v.shape[0] // 36, m.shape[0] // 36
    th, tw = (yh + 3) // 4, (yw + 3) // 4
    qh, qw = 4 * th + 2, 4 * tw + 2
    for first in range(0, batch, group):
        images = min(group, batch - first)
        x_base, g_base = first * xh * xw * xc, first * yh * yw * yc
        inputs, gradients = padded_x if padded_x.shape[0] else x, padded_g if padded_g.shape[0] else g
        if padded_x.shape[0]:
            for i in range(images):
                pad_image(x, x_base + i * xh * xw * xc, 1, xh, xw, xc, padded_x[i * qh * qw * xc:], 1, qh, qw, 0, ph, pw)
            x_base = 0
        if padded_g.shape[0]:
            for i in range(images):
                pad_image(g, g_base + i * yh * yw * yc, 1, yh, yw, yc, padded_g[i * 16 * th * tw * yc:], 1, 4 * th, 4 * tw, 0, 0, 0)
            g_base = 0
        for start in range(0, images * th * tw, tiles):
            count = min(tiles, images * th * tw - start)
            transform_inputs(inputs, x_base, qw * xc, xc, lo, lo + here, start, count, th, tw, qh * qw * xc, v, v_step)
            for t in range(count):
                image, row, column = (start + t) // (th * tw), (start + t) // tw % th, (start + t) % tw
                p = g_base + ((image * 4 * th + 4 * row) * 4 * tw + 4 * column) * yc
                for c in range(0, yc, 8):
                    transform_gradient(gradients, p + c, 4 * tw * yc, yc, m, t * yc + c, m_step)
            for k in range(36):
                for panel in range(0, yc, 16):
                    for i in range(0, here, 6):
                        p0, last = k * v_step + i, k * v_step + here - 1
                        p1, p2, p3 = min(p0 + 1, last), min(p0 + 2, last), min(p0 + 3, last)
                        tile(v, p0, p1, p2, p3, min(p0 + 4, last), min(p0 + 5, last), here, 0, m, k * m_step + panel, yc, 0, count, 1,
                             sums, (i * 36 + k) * yc + panel, 36 * yc, here - i, True)


@helper
def share(place, tap):
    """Element of G: how much of a tap is in a place."""
    if place == 0:
        return 1.0 if tap == 0 else 0.0
    if place == 5:
        return 1.0 if tap == 2 else 0.0
    size, scale = (P, AT_P) if place < 3 else (Q, AT_Q)
    value = scale if tap == 0 else (scale * size if tap == 1 else scale * size * size)
    return -value if tap == 1 and place % 2 == 0 else value


@kernel("T sums[C,36,YC], T w[R,YC], int lo")
def conv_winograd_filter(sums, w, lo):
    """w = rows of the kernel's gradient (tap by tap, input channels within), from row `lo` on: G' sums G."""
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
    """(group, tiles, elements of padded_x, padded_g, v and m) of `winograd_sums` for so many channels; as in winograd.py."""
    (xh, xw, xc), (yh, yw, yc) = x, y
    th, tw = (yh + 3) // 4, (yw + 3) // 4
    tiles = FEW if channels + yc < 128 else MANY
    group = min(images, -(-tiles // (th * tw)))
    padded_x = 0 if (4 * th + 2, 4 * tw + 2) == (xh, xw) and not any(pads) else group * (4 * th + 2) * (4 * tw + 2) * xc
    padded_g = 0 if (4 * th, 4 * tw) == (yh, yw) else group * 16 * th * tw * yc
    return group, tiles, padded_x, padded_g, 36 * (tiles * channels + 16), 36 * (tiles * yc + 16)
