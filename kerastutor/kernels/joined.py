"""Two products in one: z = b + x @ w + h @ u, as the steps of recurrent layers need it.

b, w and u are packed together, column by column: a row of biases, the rows of w, the rows of u (see
tile.py). So z is written once and never read, and w stays in the near caches as u does. All arrays
are flat.
"""

from kerastutor.kernels.jit import helper
from kerastutor.kernels.tile import band, copy_columns, pack_rows, packed_size, pair, put_rows
from kerastutor.kernels.vector import fma, load16, repeat16

LIMIT = 1 << 17  # elements of b, w and u that still stay in the near caches from step to step


@helper
def fits(rows, more, columns):
    """Whether the products are worth joining, for `rows` rows of w and `more` of u."""
    return (1 + rows + more) * columns <= LIMIT


@helper
def joined_size(rows, more, columns):
    """Elements that b, w and u take when packed."""
    return packed_size(1 + rows + more, columns)


@helper
def pack_joined(b, w, u, first, step, rows, more, columns, packed):
    """Pack `columns` columns from column `first` on; w and u have `step` columns."""
    total = 1 + rows + more
    pack_rows(b, first, step, 1, 1, columns, packed, 0, total)
    pack_rows(w, first, step, 1, rows, columns, packed, 1, total)
    pack_rows(u, first, step, 1, more, columns, packed, 1 + rows, total)


@helper
def six(a, left, count, b, q, sums):
    """Add `count` rows of 16 numbers, from q on, to six rows of sums."""
    p0, p1, p2, p3, p4, p5 = left
    x0, x1, x2, x3, x4, x5 = sums
    for i in range(count):
        v = load16(b, q)
        x0, x1 = fma(repeat16(a, p0 + i), v, x0), fma(repeat16(a, p1 + i), v, x1)
        x2, x3 = fma(repeat16(a, p2 + i), v, x2), fma(repeat16(a, p3 + i), v, x3)
        x4, x5 = fma(repeat16(a, p4 + i), v, x4), fma(repeat16(a, p5 + i), v, x5)
        q += 16
    return x0, x1, x2, x3, x4, x5


@helper
def six_pair(a, left, count, b, q, apart, sums):
    """`six` for two columns of sums, whose right sides are `apart` elements apart."""
    p0, p1, p2, p3, p4, p5 = left
    x0, x1, x2, x3, x4, x5, y0, y1, y2, y3, y4, y5 = sums
    for i in range(count):
        u, v = load16(b, q), load16(b, q + apart)
        t = repeat16(a, p0 + i)
        x0, y0 = fma(t, u, x0), fma(t, v, y0)
        t = repeat16(a, p1 + i)
        x1, y1 = fma(t, u, x1), fma(t, v, y1)
        t = repeat16(a, p2 + i)
        x2, y2 = fma(t, u, x2), fma(t, v, y2)
        t = repeat16(a, p3 + i)
        x3, y3 = fma(t, u, x3), fma(t, v, y3)
        t = repeat16(a, p4 + i)
        x4, y4 = fma(t, u, x4), fma(t, v, y4)
        t = repeat16(a, p5 + i)
        x5, y5 = fma(t, u, x5), fma(t, v, y5)
        q += 16
    return x0, x1, x2, x3, x4, x5, y0, y1, y2, y3, y4, y5


@helper
def four(a, left, count, b, q, sums):
    """`six` for four rows."""
    p0, p1, p2, p3 = left
    x0, x1, x2, x3 = sums
    for i in range(count):
        v = load16(b, q)
        x0, x1 = fma(repeat16(a, p0 + i), v, x0), fma(repeat16(a, p1 + i), v, x1)
        x2, x3 = fma(repeat16(a, p2 + i), v, x2), fma(repeat16(a, p3 + i), v, x3)
        q += 16
    return x0, x1, x2, x3


@helper
def four_pair(a, left, count, b, q, apart, sums):
    """`six_pair` for four rows."""
    p0, p1, p2, p3 = left
    x0, x1, x2, x3, y0, y1, y2, y3 = sums
    for i in range(count):
        u, v = load16(b, q), load16(b, q + apart)
        t = repeat16(a, p0 + i)
        x0, y0 = fma(t, u, x0), fma(t, v, y0)
        t = repeat16(a, p1 + i)
        x1, y1 = fma(t, u, x1), fma(t, v, y1)
        t = repeat16(a, p2 + i)
        x2, y2 = fma(t, u, x2), fma(t, v, y2)
        t = repeat16(a, p3 + i)
        x3, y3 = fma(t, u, x3), fma(t, v, y3)
        q += 16
    return x0, x1, x2, x3, y0, y1, y2, y3


@helper
def starts(p, step, rows):
    """Where six rows start; those beyond the last are the last one again."""
    last = p + (rows - 1) * step
    return (
        p,
        min(p + step, last),
        min(p + 2 * step, last),
        min(p + 3 * step, last),
        min(p + 4 * step, last),
        last,
    )


@helper
def joined_tile(x, left, rows, h, below, more, packed, q, z, target):
    """One tile of z, six rows high; `target` as in tile.tile."""
    v = load16(packed, q)
    sums = six(x, left, rows, packed, q + 16, (v, v, v, v, v, v))
    sums = six(h, below, more, packed, q + 16 * (1 + rows), sums)
    put_rows(z, target, sums, False)


@helper
def joined_pair(x, left, rows, h, below, more, packed, q, z, target):
    """Two tiles of z side by side, six rows high."""
    apart = 16 * (1 + rows + more)
    u, v = load16(packed, q), load16(packed, q + apart)
    sums = six_pair(x, left, rows, packed, q + 16, apart, (u, u, u, u, u, u, v, v, v, v, v, v))
    sums = six_pair(h, below, more, packed, q + 16 * (1 + rows), apart, sums)
    put_rows(z, target, sums[:6], False)
    put_rows(z, (target[0] + 16, target[1], target[2]), sums[6:], False)


@helper
def joined_tile4(x, left, rows, h, below, more, packed, q, z, target):
    """One tile of z, four rows high."""
    v = load16(packed, q)
    sums = four(x, left[:4], rows, packed, q + 16, (v, v, v, v))
    sums = four(h, below[:4], more, packed, q + 16 * (1 + rows), sums)
    put_rows(z, target, sums + sums[2:], False)


@helper
def joined_pair4(x, left, rows, h, below, more, packed, q, z, target):
    """Two tiles of z side by side, four rows high."""
    apart = 16 * (1 + rows + more)
    u, v = load16(packed, q), load16(packed, q + apart)
    sums = four_pair(x, left[:4], rows, packed, q + 16, apart, (u, u, u, u, v, v, v, v))
    sums = four_pair(h, below[:4], more, packed, q + 16 * (1 + rows), apart, sums)
    put_rows(z, target, sums[:4] + sums[2:4], False)
    put_rows(z, (target[0] + 16, target[1], target[2]), sums[4:] + sums[6:], False)


@helper
def joined_product(x, ldx, rows, h, ldh, more, packed, z, ldz, m, n):
    """z = b + x @ w + h @ u for m rows and n columns; ldx, ldh and ldz are row strides."""
    total = 1 + rows + more
    spare = (n + 15) // 16 * total * 16
    panel = 0
    while panel * 16 < n:
        here = min(16, n - panel * 16)
        whole, two = here == 16, pair(panel, n)
        q, out = panel * total * 16, z if whole else packed
        i = 0
        while i < m:
            height = band(m - i)
            some = min(height, m - i)
            left, below = starts(i * ldx, ldx, some), starts(i * ldh, ldh, some)
            at = i * ldz + panel * 16
            target = (at, ldz, some) if whole else (spare, 16, some)
            if height == 4 and two:
                joined_pair4(x, left, rows, h, below, more, packed, q, out, target)
            elif height == 4:
                joined_tile4(x, left, rows, h, below, more, packed, q, out, target)
            elif two:
                joined_pair(x, left, rows, h, below, more, packed, q, out, target)
            else:
                joined_tile(x, left, rows, h, below, more, packed, q, out, target)
            if not whole:
                copy_columns(packed, spare, z, at, ldz, some, here, False)
            i += height
        panel += 2 if two else 1
