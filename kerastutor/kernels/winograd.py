"""3 x 3 convolutions with stride 1 by Winograd's method, F(4 x 4, 3 x 3).

Lavin and Gray 2016, arXiv:1509.09308. A tile of 4 x 4 outputs comes from 6 x 6 inputs with 36
products per pair of channels, not 144:

    tile = A' [ (G k G') * (B' x B) ] A

Inputs and kernel are transformed, each of the 36 places becomes a matrix product over channels,
and the products are transformed back. The transforms evaluate polynomials at 0, +-2/3, +-3/2 and
infinity: with these points the result is nearly as exact as the direct sum (twice its rounding
error); the usual 0, +-1, +-2 would be five times worse.
"""

from kerastutor.kernels.direct import pad_image
from kerastutor.kernels.jit import helper, kernel
from kerastutor.kernels.mathlib import like
from kerastutor.kernels.tile import packed_product
from kerastutor.kernels.vector import flat, fma, load_like, same8, same16, store, wide

TILES = 24  # tiles at a time
NEAR = 2**20  # bytes up to which a transformed kernel is near; one of more is made in pieces ...
WIDTH, DEPTH, MANY = 32, 64, 48  # ... of so many output and input channels, for so many tiles
P, Q = 2 / 3, 3 / 2  # the points; P * Q = 1
P2, Q2, P3, Q3 = P * P, Q * Q, P**3, Q**3
BOTH = P2 + Q2
G_P, G_Q = 1 / (2 * P2 * (P2 - Q2)), 1 / (2 * Q2 * (Q2 - P2))


@helper
def input_side(d):
    """B' d, for six vectors d."""
    d0, d1, d2, d3, d4, d5 = d
    both = like(d0, -BOTH)
    even_p, odd_p = fma(like(d0, -Q2), d2, d4), fma(like(d0, P), d3, like(d0, -Q) * d1)
    even_q, odd_q = fma(like(d0, -P2), d2, d4), fma(like(d0, Q), d3, like(d0, -P) * d1)
    ends = fma(both, d2, d0 + d4), fma(both, d3, d1 + d5)
    return ends[0], even_p + odd_p, even_p - odd_p, even_q + odd_q, even_q - odd_q, ends[1]


@helper
def output_side(m):
    """A' m, for six vectors m."""
    m0, m1, m2, m3, m4, m5 = m
    s, t, u, v = m1 + m2, m1 - m2, m3 + m4, m3 - m4
    y1 = fma(like(s, P), t, like(s, Q) * v)
    y2 = fma(like(s, P2), s, like(s, Q2) * u)
    return m0 + s + u, y1, y2, fma(like(s, P3), t, fma(like(s, Q3), v, m5))


@helper
def kernel_side(k):
    """G k, for three vectors k."""
    k0, k1, k2 = k
    even_p, odd_p = like(k0, G_P) * fma(like(k0, P2), k2, k0), like(k0, G_P * P) * k1
    even_q, odd_q = like(k0, G_Q) * fma(like(k0, Q2), k2, k0), like(k0, G_Q * Q) * k1
    return k0, even_p + odd_p, even_p - odd_p, even_q + odd_q, even_q - odd_q, k2


@helper
def load_six(kind, a, p, step):
    """Six vectors like `kind`, `step` apart."""
    q = p + 3 * step
    return (
        load_like(kind, a, p),
        load_like(kind, a, p + step),
        load_like(kind, a, p + 2 * step),
        load_like(kind, a, q),
        load_like(kind, a, q + step),
        load_like(kind, a, q + 2 * step),
    )


@helper
def store_six(a, p, step, row):
    """Write six vectors, `step` apart."""
    store(a, p, row[0])
    store(a, p + step, row[1])
    store(a, p + 2 * step, row[2])
    store(a, p + 3 * step, row[3])
    store(a, p + 4 * step, row[4])
    store(a, p + 5 * step, row[5])


@helper
def transform_input(kind, x, p, line, c, v, at, step):
    """B' x B of the tile at p, of as many channels as the vector `kind` has places; its lines are
    `line`, the results `step` apart.
    """
    a = input_side(load_six(kind, x, p, line))
    b = input_side(load_six(kind, x, p + c, line))
    d = input_side(load_six(kind, x, p + 2 * c, line))
    e = input_side(load_six(kind, x, p + 3 * c, line))
    f = input_side(load_six(kind, x, p + 4 * c, line))
    g = input_side(load_six(kind, x, p + 5 * c, line))
    store_six(v, at, step, input_side((a[0], b[0], d[0], e[0], f[0], g[0])))
    store_six(v, at + 6 * step, step, input_side((a[1], b[1], d[1], e[1], f[1], g[1])))
    store_six(v, at + 12 * step, step, input_side((a[2], b[2], d[2], e[2], f[2], g[2])))
    store_six(v, at + 18 * step, step, input_side((a[3], b[3], d[3], e[3], f[3], g[3])))
    store_six(v, at + 24 * step, step, input_side((a[4], b[4], d[4], e[4], f[4], g[4])))
    store_six(v, at + 30 * step, step, input_side((a[5], b[5], d[5], e[5], f[5], g[5])))


@helper
def put_line(y, p, c, columns, row):
    """The first `columns` of a line of four outputs."""
    store(y, p, row[0])
    if columns > 1:
        store(y, p + c, row[1])
    if columns > 2:
        store(y, p + 2 * c, row[2])
    if columns > 3:
        store(y, p + 3 * c, row[3])


@helper
def transform_output(kind, m, at, step, y, p, line, c, lines, columns):
    """A' m A of as many channels as `kind` has places: a tile at p, as far as there are lines and
    columns for it.
    """
    a = output_side(load_six(kind, m, at, 6 * step))
    b = output_side(load_six(kind, m, at + step, 6 * step))
    d = output_side(load_six(kind, m, at + 2 * step, 6 * step))
    e = output_side(load_six(kind, m, at + 3 * step, 6 * step))
    f = output_side(load_six(kind, m, at + 4 * step, 6 * step))
    g = output_side(load_six(kind, m, at + 5 * step, 6 * step))
    put_line(y, p, c, columns, output_side((a[0], b[0], d[0], e[0], f[0], g[0])))
    p += line
    if lines > 1:
        put_line(y, p, c, columns, output_side((a[1], b[1], d[1], e[1], f[1], g[1])))
    p += line
    if lines > 2:
        put_line(y, p, c, columns, output_side((a[2], b[2], d[2], e[2], f[2], g[2])))
    p += line
    if lines > 3:
        put_line(y, p, c, columns, output_side((a[3], b[3], d[3], e[3], f[3], g[3])))


@helper
def load_column(kind, w, p, tap):
    """The taps of a column of a kernel, whose first is at p."""
    return load_like(kind, w, p), load_like(kind, w, p + 3 * tap), load_like(kind, w, p + 6 * tap)


@helper
def transform_kernel(kind, w, p, tap, u, at, step):
    """G k G' of as many output channels as `kind` has places; the first taps are at p, the others
    `tap` apart.
    """
    a = kernel_side(load_column(kind, w, p, tap))
    b = kernel_side(load_column(kind, w, p + tap, tap))
    d = kernel_side(load_column(kind, w, p + 2 * tap, tap))
    store_six(u, at, step, kernel_side((a[0], b[0], d[0])))
    store_six(u, at + 6 * step, step, kernel_side((a[1], b[1], d[1])))
    store_six(u, at + 12 * step, step, kernel_side((a[2], b[2], d[2])))
    store_six(u, at + 18 * step, step, kernel_side((a[3], b[3], d[3])))
    store_six(u, at + 24 * step, step, kernel_side((a[4], b[4], d[4])))
    store_six(u, at + 30 * step, step, kernel_side((a[5], b[5], d[5])))


@helper
def transform_kernels(w, u, room, sizes, inputs, outputs, back):
    """The kernels of some input and output channels, in panels of 16 output channels (tile.py).

    With `back` the taps are turned round and the channels exchanged, by way of `room`, which must
    have 1152 elements. inputs and outputs: (first, end) of the channels, out of `sizes`.
    """
    (xc, yc), (c0, c1), (lo, hi) = sizes, inputs, outputs
    step = u.shape[0] // 36
    for panel in range((hi - lo) // 16):
        o0 = lo + panel * 16
        for block in range(c0, c1, 8):
            if back:
                for tap in range(9):
                    for o in range(16):
                        source = w[((8 - tap) * yc + o0 + o) * xc + block :]
                        for i in range(8):
                            room[(tap * 8 + i) * 16 + o] = source[i]
            source = room if back else w
            start, line = (0, 16) if back else (block * yc + o0, yc)
            tap = 128 if back else xc * yc
            for i in range(8):
                at = (panel * (c1 - c0) + block - c0 + i) * 16
                p = start + i * line
                if wide():
                    transform_kernel(same16(w, 0.0), source, p, tap, u, at, step)
                else:
                    transform_kernel(same8(w, 0.0), source, p, tap, u, at, step)
                    transform_kernel(same8(w, 0.0), source, p + 8, tap, u, at + 8, step)


@helper
def place(t, th, tw):
    """(image, line, column) of the first pixel of tile t."""
    return t // (th * tw), t // tw % th * 4, t % tw * 4


@helper
def transform_inputs(x, base, sizes, channels, tiles, v):
    """Transforms of channels lo to hi of some tiles, into the 36 planes of v.

    base: where the images start in x. sizes: their height, width and channels, and the numbers of
    tiles down and across. tiles: (first, count).
    """
    qh, qw, xc, th, tw = sizes
    lo, hi = channels
    step = v.shape[0] // 36
    for t in range(tiles[1]):
        image, h, w = place(tiles[0] + t, th, tw)
        p = base + ((image * qh + h) * qw + w) * xc
        at, line, c = t * (hi - lo), qw * xc, 0
        while c < hi - lo:
            if wide() and c + 16 <= hi - lo:
                transform_input(same16(x, 0.0), x, p + lo + c, line, xc, v, at + c, step)
                c += 16
            else:
                transform_input(same8(x, 0.0), x, p + lo + c, line, xc, v, at + c, step)
                c += 8


@helper
def transform_outputs(m, at, y, p, line, c, lines, columns, channels):
    """Outputs of a tile at p, `channels` of them, a multiple of 16, from the 36 planes of m."""
    step, j = m.shape[0] // 36, 0
    while j < channels:
        if wide():
            transform_output(same16(m, 0.0), m, at + j, step, y, p + j, line, c, lines, columns)
            j += 16
        else:
            transform_output(same8(m, 0.0), m, at + j, step, y, p + j, line, c, lines, columns)
            j += 8


@kernel(
    "T x[B,XH,XW,XC], T w[W], T y[B,YH,YW,YC], T u[U], T padded[Q], T v[V], T m[M], T room[R], "
    "int back, int begin, int end, int ph, int pw, int group, int tiles, int width, int depth"
)
def conv_winograd(
    x, w, y, u, padded, v, m, room, back, begin, end, ph, pw, group, tiles, width, depth
):
    """Output channels `begin` to `end` of y = 3 x 3 convolution of x with w, as in direct.py.

    Needs multiples of 8 channels in x, of 16 in y. u, padded, v, m and room are scratch: the
    transformed kernels of `depth` input and `width` output channels, `group` padded images (none
    where x fits as it is), for `tiles` tiles the transformed inputs and the products, and what
    `transform_kernels` needs; see `sizes`.
    """
    batch, xh, xw, xc = x.shape
    _, yh, yw, yc = y.shape
    x, y = flat(x), flat(y)
    u_step, v_step, m_step = u.shape[0] // 36, v.shape[0] // 36, m.shape[0] // 36
    once = width == end - begin and depth == xc
    if once:
        transform_kernels(w, u, room, (xc, yc), (0, xc), (begin, end), back)
    th, tw = (yh + 3) // 4, (yw + 3) // 4
    qh, qw = 4 * th + 2, 4 * tw + 2
    x_size, q_size = xh * xw * xc, qh * qw * xc
    for first in range(0, batch, group):
        here = min(group, batch - first)
        base = first * x_size
        source = padded if padded.shape[0] else x
        if padded.shape[0]:
            for i in range(here):
                start = base + i * x_size
                image = padded[i * q_size :]
                pad_image(x, start, (1, xh, xw, xc), image, (1, qh, qw), (0, ph, pw))
            base = 0
        for start in range(0, here * th * tw, tiles):
            count = min(tiles, here * th * tw - start)
            transform_inputs(source, base, (qh, qw, xc, th, tw), (0, xc), (start, count), v)
            for lo in range(begin, end, width):
                hi = min(lo + width, end)
                for c in range(0, xc, depth):
                    some = min(depth, xc - c)
                    if not once:
                        transform_kernels(w, u, room, (xc, yc), (c, c + some), (lo, hi), back)
                    for k in range(36):
                        a, b, products = v[k * v_step + c :], u[k * u_step :], m[k * m_step :]
                        packed_product(a, xc, b, products, width, count, hi - lo, some, c > 0)
                for t in range(count):
                    image, h, k = place(start + t, th, tw)
                    p = (((first + image) * yh + h) * yw + k) * yc + lo
                    at, line = t * width, yw * yc
                    transform_outputs(m, at, y, p, line, yc, yh - h, yw - k, hi - lo)


def sizes(x, y, pads, images, channels, back):
    """(group, tiles, width, depth, elements of u, padded, v, m and room) of `conv_winograd` for
    some images and a number of output channels.

    A large kernel, transformed, would be written to distant memory and read again for each `tiles`
    tiles; so it is transformed some input and output channels at a time, which stay in a near
    cache.

    The 36 planes of u, v and m are a bit longer than they need be, so that they do not meet in the
    cache.

    # Arguments
        x, y: (height, width, channels) of the images.
        pads: padding above and on the left.
    """
    (xh, xw, xc), (yh, yw, _) = x, y
    th, tw = (yh + 3) // 4, (yw + 3) // 4
    fits = (4 * th + 2, 4 * tw + 2) == (xh, xw) and not any(pads)
    tiles, width, depth = TILES, channels, xc
    if 36 * 4 * xc * channels > NEAR:
        width, depth = min(WIDTH, channels), min(DEPTH, xc)
        tiles = min(-(-images * th * tw // 6) * 6, MANY)
    group = min(images, -(-tiles // (th * tw)))
    padded = 0 if fits else group * (4 * th + 2) * (4 * tw + 2) * xc
    planes = [36 * (n + 16) for n in (depth * width, tiles * xc, tiles * width)]
    return group, tiles, width, depth, planes[0], padded, planes[1], planes[2], 1152 * back
