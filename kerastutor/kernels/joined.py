"""Two products in one: z = b + x @ w + h @ u, as the steps of recurrent layers need it.

b, w and u are packed together, column by column: a row of biases, the rows of w, the rows of u (see
tile.py). So z is written once and never read, and w stays in the near caches as u does. All arrays
are flat.
"""

from kerastutor.kernels.jit import helper
from kerastutor.kernels.tile import band, copy_columns, pack_rows, packed_size, put_row
from kerastutor.kernels.vector import fma8, load8, repeat8

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
    x00, x01, x10, x11, x20, x21, x30, x31, x40, x41, x50, x51 = sums
    for i in range(count):
        u, v = load8(b, q), load8(b, q + 8)
        t = repeat8(a, p0 + i)
        x00, x01 = fma8(t, u, x00), fma8(t, v, x01)
        t = repeat8(a, p1 + i)
        x10, x11 = fma8(t, u, x10), fma8(t, v, x11)
        t = repeat8(a, p2 + i)
        x20, x21 = fma8(t, u, x20), fma8(t, v, x21)
        t = repeat8(a, p3 + i)
        x30, x31 = fma8(t, u, x30), fma8(t, v, x31)
        t = repeat8(a, p4 + i)
        x40, x41 = fma8(t, u, x40), fma8(t, v, x41)
        t = repeat8(a, p5 + i)
        x50, x51 = fma8(t, u, x50), fma8(t, v, x51)
        q += 16
    return x00, x01, x10, x11, x20, x21, x30, x31, x40, x41, x50, x51


@helper
def four(a, left, count, b, q, sums):
    """`six` for four rows."""
    p0, p1, p2, p3 = left
    x00, x01, x10, x11, x20, x21, x30, x31 = sums
    for i in range(count):
        u, v = load8(b, q), load8(b, q + 8)
        t = repeat8(a, p0 + i)
        x00, x01 = fma8(t, u, x00), fma8(t, v, x01)
        t = repeat8(a, p1 + i)
        x10, x11 = fma8(t, u, x10), fma8(t, v, x11)
        t = repeat8(a, p2 + i)
        x20, x21 = fma8(t, u, x20), fma8(t, v, x21)
        t = repeat8(a, p3 + i)
        x30, x31 = fma8(t, u, x30), fma8(t, v, x31)
        q += 16
    return x00, x01, x10, x11, x20, x21, x30, x31


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
    u, v = load8(packed, q), load8(packed, q + 8)
    sums = six(x, left, rows, packed, q + 16, (u, v, u, v, u, v, u, v, u, v, u, v))
    sums = six(h, below, more, packed, q + 16 * (1 + rows), sums)
    at, ldz, height = target
    put_row(z, at, sums[0], sums[1], False)
    if height > 1:
        put_row(z, at + ldz, sums[2], sums[3], False)
    if height > 2:
        put_row(z, at + 2 * ldz, sums[4], sums[5], False)
    if height > 3:
        put_row(z, at + 3 * ldz, sums[6], sums[7], False)
    if height > 4:
        put_row(z, at + 4 * ldz, sums[8], sums[9], False)
    if height > 5:
        put_row(z, at + 5 * ldz, sums[10], sums[11], False)


@helper
def joined_tile4(x, left, rows, h, below, more, packed, q, z, target):
    """One tile of z, four rows high."""
    u, v = load8(packed, q), load8(packed, q + 8)
    sums = four(x, left[:4], rows, packed, q + 16, (u, v, u, v, u, v, u, v))
    sums = four(h, below[:4], more, packed, q + 16 * (1 + rows), sums)
    at, ldz, height = target
    put_row(z, at, sums[0], sums[1], False)
    if height > 1:
        put_row(z, at + ldz, sums[2], sums[3], False)
    if height > 2:
        put_row(z, at + 2 * ldz, sums[4], sums[5], False)
    if height > 3:
        put_row(z, at + 3 * ldz, sums[6], sums[7], False)


@helper
def joined_product(x, ldx, rows, h, ldh, more, packed, z, ldz, m, n):
    """z = b + x @ w + h @ u for m rows and n columns; ldx, ldh and ldz are row strides."""
    total = 1 + rows + more
    spare = (n + 15) // 16 * total * 16
    for panel in range((n + 15) // 16):
        here = min(16, n - panel * 16)
        whole = here == 16
        q, out = panel * total * 16, z if whole else packed
        i = 0
        while i < m:
            height = band(m - i)
            some = min(height, m - i)
            left, below = starts(i * ldx, ldx, some), starts(i * ldh, ldh, some)
            at = i * ldz + panel * 16
            target = (at, ldz, some) if whole else (spare, 16, some)
            if height == 4:
                joined_tile4(x, left, rows, h, below, more, packed, q, out, target)
            else:
                joined_tile(x, left, rows, h, below, more, packed, q, out, target)
            if not whole:
                copy_columns(packed, spare, z, at, ldz, some, here, False)
            i += height
