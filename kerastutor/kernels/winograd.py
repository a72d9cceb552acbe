"""3 x 3 convolutions with stride 1 by the method of Winograd (Lavin and Gray 2016, arXiv:1509.09308), F(4 x 4, 3 x 3).

A tile of 4 x 4 outputs comes from 6 x 6 inputs with 36 products per pair of channels instead of 144:

    tile = A' [ (G k G') * (B' x B) ] A

Inputs and kernel are transformed, each of the 36 places becomes a matrix product over channels, and the products are
transformed back. The transforms evaluate polynomials at 0, +-2/3, +-3/2 and infinity: with these points the result is about
as exact as the direct sum (twice its rounding error); the usual 0, +-1, +-2 would be five times worse.
"""
from kerastutor.kernels.direct import pad_image
from kerastutor.kernels.jit import helper, kernel
from kerastutor.kernels.tile import packed_product
from kerastutor.kernels.vector import fma8, flat, load8, same8, store8

TILES = 24
P, Q = 2 / 3, 3 / 2                               # the points; P * Q = 1
P2, Q2, P3, Q3 = P * P, Q * Q, P ** 3, Q ** 3
BOTH = P2 + Q2
AT_P, AT_Q = 1 / (2 * P2 * (P2 - Q2)), 1 / (2 * Q2 * (Q2 - P2))


@helper
def input_side(a, d0, d1, d2, d3, d4, d5):
    """B' d."""
    both = same8(a, -BOTH)
    even_p, odd_p = fma8(same8(a, -Q2), d2, d4), fma8(same8(a, P), d3, same8(a, -Q) * d1)
    even_q, odd_q = fma8(same8(a, -P2), d2, d4), fma8(same8(a, Q), d3, same8(a, -P) * d1)
    return (fma8(both, d2, d0 + d4), even_p + odd_p, even_p - odd_p, even_q + odd_q, even_q - odd_q, fma8(both, d3, d1 + d5))


@helper
def output_side(a, m0, m1, m2, m3, m4, m5):
    """A' m."""
    s, t, u, v = m1 + m2, m1 - m2, m3 + m4, m3 - m4
    return (m0 + s + u, fma8(same8(a, P), t, same8(a, Q) * v), fma8(same8(a, P2), s, same8(a, Q2) * u),
            fma8(same8(a, P3), t, fma8(same8(a, Q3), v, m5)))


@helper
def kernel_side(a, k0, k1, k2):
    """G k."""
    even_p, odd_p = same8(a, AT_P) * fma8(same8(a, P2), k2, k0), same8(a, AT_P * P) * k1
    even_q, odd_q = same8(a, AT_Q) * fma8(same8(a, Q2), k2, k0), same8(a, AT_Q * Q) * k1
    return k0, even_p + odd_p, even_p - odd_p, even_q + odd_q, even_q - odd_q, k2


@helper
def put_six(a, at, step, row):
    """Six vectors, `step` apart."""
    store8(a, at, row[0])
    store8(a, at + step, row[1])
    store8(a, at + 2 * step, row[2])
    store8(a, at + 3 * step, row[3])
    store8(a, at + 4 * step, row[4])
    store8(a, at + 5 * step, row[5])


@helper
def input_column(x, p, line):
    """B' of a column of a tile, which starts at p; `line` elements lead to the next line."""
    return input_side(x, load8(x, p), load8(x, p + line), load8(x, p + 2 * line), load8(x, p + 3 * line), load8(x, p + 4 * line),
                      load8(x, p + 5 * line))


@helper
def transform_input(x, p, line, c, v, at, step):
    """B' x B of 8 channels of the tile at p; the 36 results are `step` apart."""
    a, b, d = input_column(x, p, line), input_column(x, p + c, line), input_column(x, p + 2 * c, line)
    e, f, g = input_column(x, p + 3 * c, line), input_column(x, p + 4 * c, line), input_column(x, p + 5 * c, line)
    put_six(v, at, step, input_side(x, a[0], b[0], d[0], e[0], f[0], g[0]))
    put_six(v, at + 6 * step, step, input_side(x, a[1], b[1], d[1], e[1], f[1], g[1]))
    put_six(v, at + 12 * step, step, input_side(x, a[2], b[2], d[2], e[2], f[2], g[2]))
    put_six(v, at + 18 * step, step, input_side(x, a[3], b[3], d[3], e[3], f[3], g[3]))
    put_six(v, at + 24 * step, step, input_side(x, a[4], b[4], d[4], e[4], f[4], g[4]))
    put_six(v, at + 30 * step, step, input_side(x, a[5], b[5], d[5], e[5], f[5], g[5]))


@helper
def output_column(m, at, step):
    """A' of a column of the products of a tile."""
    return output_side(m, load8(m, at), load8(m, at + 6 * step), load8(m, at + 12 * step), load8(m, at + 18 * step),
                       load8(m, at + 24 * step), load8(m, at + 30 * step))


@helper
def put_line(y, p, c, columns, row):
    """The first `columns` of a line of four outputs."""
    store8(y, p, row[0])
    if columns > 1:
        store8(y, p + c, row[1])
    if columns > 2:
        store8(y, p + 2 * c, row[2])
    if columns > 3:
        store8(y, p + 3 * c, row[3])


@helper
def transform_output(m, at, step, y, p, line, c, lines, columns):
    """A' m A of 8 channels, written as a tile at p, of which only so many lines and columns are there."""
    a, b, d = output_column(m, at, step), output_column(m, at + step, step), output_column(m, at + 2 * step, step)
    e, f, g = output_column(m, at + 3 * step, step), output_column(m, at + 4 * step, step), output_column(m, at + 5 * step, step)
    put_line(y, p, c, columns, output_side(m, a[0], b[0], d[0], e[0], f[0], g[0]))
    if lines > 1:
        put_line(y, p + line, c, columns, output_side(m, a[1], b[1], d[1], e[1], f[1], g[1]))
    if lines > 2:
        put_line(y, p + 2 * line, c, columns, output_side(m, a[2], b[2], d[2], e[2], f[2], g[2]))
    if lines > 3:
        put_line(y, p + 3 * line, c, columns, output_side(m, a[3], b[3], d[3], e[3], f[3], g[3]))


@helper
def transform_kernel(w, start, tap, u, at, step):
    """G k G' of 8 output channels, whose first taps are at `start`, the others `tap` apart."""
    a = kernel_side(w, load8(w, start), load8(w, start + 3 * tap), load8(w, start + 6 * tap))
    b = kernel_side(w, load8(w, start + tap), load8(w, start + 4 * tap), load8(w, start + 7 * tap))
    d = kernel_side(w, load8(w, start + 2 * tap), load8(w, start + 5 * tap), load8(w, start + 8 * tap))
    put_six(u, at, step, kernel_side(w, a[0], b[0], d[0]))
    put_six(u, at + 6 * step, step, kernel_side(w, a[1], b[1], d[1]))
    put_six(u, at + 12 * step, step, kernel_side(w, a[2], b[2], d[2]))
    put_six(u, at + 18 * step, step, kernel_side(w, a[3], b[3], d[3]))
    put_six(u, at + 24 * step, step, kernel_side(w, a[4], b[4], d[4]))
    put_six(u, at + 30 * step, step, kernel_side(w, a[5], b[5], d[5]))


@helper
def transform_kernels(w, u, room, xc, yc, step, back):
    """All kernels, in panels of 16 output channels (tile.py). With `back` the taps are reversed and the channels exchanged,
    by way of `room` for 1152 elements."""
    for panel in range(yc // 16):
        for block in range(0, xc, 8):
            if back:
                for tap in range(9):
                    for o in range(16):
                        source = w[((8 - tap) * yc + panel * 16 + o) * xc + block:]
                        for i in range(8):
                            room[(tap * 8 + i) * 16 + o] = source[i]
            source = room if back else w
            start, line = (0, 16) if back else (block * yc + panel * 16, yc)
            tap = 128 if back else xc * yc
            for i in range(8):
                for half in range(0, 16, 8):
                    transform_kernel(source, start + i * line + half, tap, u, (panel * xc + block + i) * 16 + half, step)


@helper
def transform_inputs(x, base, line, xc, lo, hi, start, count, th, tw, image_size, v, step):
    """Channels lo to hi of `count` tiles from tile `start` on, of images that begin at `base` in x."""
    for t in range(count):
        image, row, column = (start + t) // (th * tw), (start + t) // tw % th, (start + t) % tw
        p = base + image * image_size + 4 * row * line + 4 * column * xc
        for c in range(lo, hi, 8):
            transform_input(x, p + c, line, xc, v, t * (hi - lo) + c - lo, step)


@kernel("T x[B,XH,XW,XC], T kernel[W], T y[B,YH,YW,YC], T u[U], T padded[Q], T v[V], T m[M], int back, int ph, int pw, "
        "int group, int tiles")
def conv_winograd(x, kernel, y, u, padded, v, m, back, ph, pw, group, tiles):
    """y = 3 x 3 convolution of x, as in direct.py. Needs multiples of 8 channels in x, of 16 in y.

    u, padded, v and m are scratch: the transformed kernel, `group` padded images (none where x fits as it is), and for
    `tiles` tiles the transformed inputs and the products; see `sizes`.
    """
    batch, xh, xw, xc = x.shape
    yh, yw, yc = y.shape[1], y.shape[2], y.shape[3]
    x, y = flat(x), flat(y)
    u_step, v_step, m_step = u.shape[0] // 36, v.shape[0] // 36, m.shape[0] // 36
    transform_kernels(kernel, u, v, xc, yc, u_step, back)
    th, tw = (yh + 3) // 4, (yw + 3) // 4
    qh, qw = 4 * th + 2, 4 * tw + 2
    for first in range(0, batch, group):
        here = min(group, batch - first)
        base = first * xh * xw * xc
        source = padded if padded.shape[0] else x
        if padded.shape[0]:
            for i in range(here):
                pad_image(x, base + i * xh * xw * xc, 1, xh, xw, xc, padded[i * qh * qw * xc:], 1, qh, qw, 0, ph, pw)
            base = 0
        for start in range(0, here * th * tw, tiles):
            count = min(tiles, here * th * tw - start)
            transform_inputs(source, base, qw * xc, xc, 0, xc, start, count, th, tw, qh * qw * xc, v, v_step)
            for k in range(36):
                packed_product(v[k * v_step:], xc, u[k * u_step:], m[k * m_step:], yc, count, yc, xc, False)
            for t in range(count):
                image, row, column = (start + t) // (th * tw), (start + t) // tw % th, (start + t) % tw
                p = (((first + image) * yh + 4 * row) * yw + 4 * column) * yc
                for c in range(0, yc, 8):
                    transform_output(m, t * yc + c, m_step, y, p + c, yw * yc, yc, yh - 4 * row, yw - 4 * column)


def sizes(x, y, pads, images):
    """(group, tiles, elements of u, padded, v and m) of `conv_winograd` for `images` images.

    # Arguments
        x, y: (height, width, channels) of the images.
        pads: padding above and on the left.

    The 36 planes of u, v and m are a bit longer than they need be, so that they do not meet in the cache.
    """
    (xh, xw, xc), (yh, yw, yc) = x, y
    th, tw = (yh + 3) // 4, (yw + 3) // 4
    fits = (4 * th + 2, 4 * tw + 2) == (xh, xw) and not any(pads)
    group = min(images, -(-TILES // (th * tw)))
    padded = 0 if fits else group * (4 * th + 2) * (4 * tw + 2) * xc
    return group, TILES, 36 * (xc * yc + 16), padded, 36 * (TILES * xc + 16), 36 * (TILES * yc + 16)
