"""A tile of 6 x 16 (or 4 x 16) numbers kept in registers: the inner loop of products and
convolutions.

    c[i, :] (+)= sum over r < repeats, k < count of
                 a[left[i] + r * ra + k * sa] * b[q + r * rb + k * sb : ... + 16]

left[i] is where row i of the left side starts. All arrays are flat. With the strides as parameters
the same loop serves matrix products, convolutions without laying out windows, and sums over
pixels.
"""

from kerastutor.kernels.jit import helper
from kerastutor.kernels.mathlib import like
from kerastutor.kernels.vector import fma8, load8, prefetch, repeat8, same8, store8

NEAR = 24 * 1024  # elements of the left side of a product that stay in a near cache
AHEAD = 24  # rows of it that are asked for ahead of their use


@helper
def tile(a, left, b, right, sums, c, target, add):
    """One tile; see the top of the file.

    # Arguments
        left: the six starts in a.
        right: (q, sb, rb).
        sums: (count, repeats, sa, ra).
        target: (where the tile starts in c, its row stride, how many of its rows are written).
        add: whether to add to what c holds.
    """
    p0, p1, p2, p3, p4, p5 = left
    q, sb, rb = right
    count, repeats, sa, ra = sums
    x00 = x01 = x10 = x11 = x20 = x21 = x30 = x31 = x40 = x41 = x50 = x51 = same8(c, 0.0)
    for _ in range(repeats):
        i, j = 0, q
        for _ in range(count):
            u, v = load8(b, j), load8(b, j + 8)
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
            i += sa
            j += sb
        q += rb
        p0, p1, p2, p3, p4, p5 = p0 + ra, p1 + ra, p2 + ra, p3 + ra, p4 + ra, p5 + ra
    at, ldc, rows = target
    put_row(c, at, x00, x01, add)
    if rows > 1:
        put_row(c, at + ldc, x10, x11, add)
    if rows > 2:
        put_row(c, at + 2 * ldc, x20, x21, add)
    if rows > 3:
        put_row(c, at + 3 * ldc, x30, x31, add)
    if rows > 4:
        put_row(c, at + 4 * ldc, x40, x41, add)
    if rows > 5:
        put_row(c, at + 5 * ldc, x50, x51, add)


@helper
def tile4(a, left, b, right, sums, c, target, add):
    """A tile of four rows, for what tiles of six do not fill; `left` holds their starts in a."""
    p0, p1, p2, p3 = left
    q, sb = right
    count, sa = sums
    x00 = x01 = x10 = x11 = x20 = x21 = x30 = x31 = same8(c, 0.0)
    i = 0
    for _ in range(count):
        u, v = load8(b, q), load8(b, q + 8)
        t = repeat8(a, p0 + i)
        x00, x01 = fma8(t, u, x00), fma8(t, v, x01)
        t = repeat8(a, p1 + i)
        x10, x11 = fma8(t, u, x10), fma8(t, v, x11)
        t = repeat8(a, p2 + i)
        x20, x21 = fma8(t, u, x20), fma8(t, v, x21)
        t = repeat8(a, p3 + i)
        x30, x31 = fma8(t, u, x30), fma8(t, v, x31)
        i += sa
        q += sb
    at, ldc, rows = target
    put_row(c, at, x00, x01, add)
    if rows > 1:
        put_row(c, at + ldc, x10, x11, add)
    if rows > 2:
        put_row(c, at + 2 * ldc, x20, x21, add)
    if rows > 3:
        put_row(c, at + 3 * ldc, x30, x31, add)


@helper
def band(rows):
    """How many of the rows that are left the next tile takes, 4 or 6, so that few stay empty."""
    return 4 if rows <= 4 or rows == 7 or rows == 8 else 6


@helper
def put_row(c, at, u, v, add):
    """Write a row of a tile, or add it."""
    if add:
        u, v = u + load8(c, at), v + load8(c, at + 8)
    store8(c, at, u)
    store8(c, at + 8, v)


@helper
def pack(b, start, step_k, step_n, k, n, packed):
    """Lay a k x n matrix out in panels of 16 columns, missing ones being zeros (`packed_size`)."""
    pack_rows(b, start, step_k, step_n, k, n, packed, 0, k)


@helper
def pack_rows(b, start, step_k, step_n, k, n, packed, first, total):
    """Lay k rows out as rows `first` and following of a packed matrix of `total` rows."""
    zero = like(packed[0], 0)
    whole = n // 16 if step_n == 1 else 0  # panels of sixteen neighbours
    for begin in range(0, k if whole else 0, 8):
        for panel in range(whole):
            p, q = start + begin * step_k + panel * 16, (panel * total + first + begin) * 16
            for _ in range(min(8, k - begin)):
                store8(packed, q, load8(b, p))
                store8(packed, q + 8, load8(b, p + 8))
                p += step_k
                q += 16
    for panel in range(whole, (n + 15) // 16):
        here = min(16, n - panel * 16)
        target, source = (panel * total + first) * 16, start + panel * 16 * step_n
        if step_n == 1 and here == 16:
            for i in range(k):
                p, q = target + i * 16, source + i * step_k
                store8(packed, p, load8(b, q))
                store8(packed, p + 8, load8(b, q + 8))
            continue
        for i in range(k):
            at = target + i * 16
            row = packed[at : at + 16]
            at = source + i * step_k
            for j in range(16):
                row[j] = b[at + j * step_n] if j < here else zero


@helper
def packed_product(a, lda, packed, c, ldc, m, n, k, add):
    """c = a @ b, or c += a @ b, for a matrix b packed by `pack`; lda and ldc are row strides.

    Goes through as many rows of a at a time as a near cache holds, and asks for a and c ahead.
    """
    block = max(NEAR // k // 12, 2) * 12
    for first in range(0, m, block):
        last = min(first + block, m)
        for panel in range((n + 15) // 16):
            packed_rows(a, lda, packed, c, ldc, (first, last), n, k, panel, add)


@helper
def packed_rows(a, lda, packed, c, ldc, rows, n, k, panel, add):
    """Sixteen columns of `packed_product`, for rows from first to last."""
    i, end = rows
    spare = (n + 15) // 16 * k * 16
    here = min(16, n - panel * 16)
    whole = here == 16
    q, out, more = panel * k * 16, c if whole else packed, add and whole
    while i < end:
        height = band(end - i)
        rows = min(height, end - i)
        p, last = i * lda, (i + rows - 1) * lda
        p1, p2, p3 = min(p + lda, last), min(p + 2 * lda, last), min(p + 3 * lda, last)
        at = i * ldc + panel * 16
        target = (at, ldc, rows) if whole else (spare, 16, rows)
        for r in range(i, i + rows):
            prefetch(c, r * ldc + panel * 16)
            for j in range(0, k if panel == 0 else 0, 16):
                prefetch(a, (r + AHEAD) * lda + j)
        if height == 4:
            tile4(a, (p, p1, p2, p3), packed, (q, 16), (k, 1), out, target, more)
        else:
            left = (p, p1, p2, p3, min(p + 4 * lda, last), last)
            tile(a, left, packed, (q, 16, 0), (k, 1, 1, 0), out, target, more)
        if not whole:
            copy_columns(packed, spare, c, at, ldc, rows, here, add)
        i += height


@helper
def copy_columns(tiles, start, c, at, ldc, rows, columns, add):
    """Write, or add, the first columns of a tile that stands alone."""
    for i in range(rows):
        source, target = tiles[start + i * 16 :], c[at + i * ldc : at + i * ldc + columns]
        for j in range(columns):
            target[j] = target[j] + source[j] if add else source[j]


@helper
def packed_size(k, n):
    """Elements that a packed k x n matrix takes, with room for one tile."""
    return k * ((n + 15) // 16) * 16 + 96


@helper
def packed_columns(packed, k):
    """Columns that there is room for, the opposite of `packed_size`."""
    return (packed.shape[0] - 96) // (16 * k) * 16
