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
from kerastutor.kernels.vector import fma, load16, prefetch, repeat16, same16, store, wide

DEPTH = 256  # rows of the right side of which sixteen or 32 columns stay in the nearest cache
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
    x0 = x1 = x2 = x3 = x4 = x5 = same16(c, 0.0)
    for _ in range(repeats):
        i, j = 0, q
        for _ in range(count):
            v = load16(b, j)
            x0, x1 = fma(repeat16(a, p0 + i), v, x0), fma(repeat16(a, p1 + i), v, x1)
            x2, x3 = fma(repeat16(a, p2 + i), v, x2), fma(repeat16(a, p3 + i), v, x3)
            x4, x5 = fma(repeat16(a, p4 + i), v, x4), fma(repeat16(a, p5 + i), v, x5)
            i += sa
            j += sb
        q += rb
        p0, p1, p2, p3, p4, p5 = p0 + ra, p1 + ra, p2 + ra, p3 + ra, p4 + ra, p5 + ra
    put_rows(c, target, (x0, x1, x2, x3, x4, x5), add)


@helper
def tile_pair(a, left, b, right, apart, sums, c, target, add):
    """Two tiles side by side, the right side of the second `apart` elements after the first's.

    Where registers are `wide`, only two tiles keep the processor busy: the sums of one wait for
    each other.
    """
    p0, p1, p2, p3, p4, p5 = left
    q, sb, rb = right
    count, repeats, sa, ra = sums
    x0 = x1 = x2 = x3 = x4 = x5 = same16(c, 0.0)
    y0 = y1 = y2 = y3 = y4 = y5 = same16(c, 0.0)
    for _ in range(repeats):
        i, j = 0, q
        for _ in range(count):
            u, v = load16(b, j), load16(b, j + apart)
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
            i += sa
            j += sb
        q += rb
        p0, p1, p2, p3, p4, p5 = p0 + ra, p1 + ra, p2 + ra, p3 + ra, p4 + ra, p5 + ra
    put_rows(c, target, (x0, x1, x2, x3, x4, x5), add)
    put_rows(c, (target[0] + 16, target[1], target[2]), (y0, y1, y2, y3, y4, y5), add)


@helper
def tile4(a, left, b, right, sums, c, target, add):
    """A tile of four rows, for what tiles of six do not fill; `left` holds their starts in a."""
    p0, p1, p2, p3 = left
    q, sb = right
    count, sa = sums
    x0 = x1 = x2 = x3 = same16(c, 0.0)
    i = 0
    for _ in range(count):
        v = load16(b, q)
        x0, x1 = fma(repeat16(a, p0 + i), v, x0), fma(repeat16(a, p1 + i), v, x1)
        x2, x3 = fma(repeat16(a, p2 + i), v, x2), fma(repeat16(a, p3 + i), v, x3)
        i += sa
        q += sb
    put_rows(c, target, (x0, x1, x2, x3, x3, x3), add)


@helper
def tile4_pair(a, left, b, right, apart, sums, c, target, add):
    """`tile_pair` with four rows."""
    p0, p1, p2, p3 = left
    q, sb = right
    count, sa = sums
    x0 = x1 = x2 = x3 = y0 = y1 = y2 = y3 = same16(c, 0.0)
    i = 0
    for _ in range(count):
        u, v = load16(b, q), load16(b, q + apart)
        t = repeat16(a, p0 + i)
        x0, y0 = fma(t, u, x0), fma(t, v, y0)
        t = repeat16(a, p1 + i)
        x1, y1 = fma(t, u, x1), fma(t, v, y1)
        t = repeat16(a, p2 + i)
        x2, y2 = fma(t, u, x2), fma(t, v, y2)
        t = repeat16(a, p3 + i)
        x3, y3 = fma(t, u, x3), fma(t, v, y3)
        i += sa
        q += sb
    put_rows(c, target, (x0, x1, x2, x3, x3, x3), add)
    put_rows(c, (target[0] + 16, target[1], target[2]), (y0, y1, y2, y3, y3, y3), add)


@helper
def put_rows(c, target, rows, add):
    """Write the rows of a tile, or add them; `target` as for `tile`."""
    at, ldc, height = target
    put_row(c, at, rows[0], add)
    if height > 1:
        put_row(c, at + ldc, rows[1], add)
    if height > 2:
        put_row(c, at + 2 * ldc, rows[2], add)
    if height > 3:
        put_row(c, at + 3 * ldc, rows[3], add)
    if height > 4:
        put_row(c, at + 4 * ldc, rows[4], add)
    if height > 5:
        put_row(c, at + 5 * ldc, rows[5], add)


@helper
def put_row(c, at, v, add):
    """Write a row of a tile, or add it."""
    store(c, at, v + load16(c, at) if add else v)


@helper
def pair(panel, n):
    """Whether the panels of sixteen columns `panel` and the next go together: `tile_pair`."""
    return wide() and (panel + 2) * 16 <= n


@helper
def band(rows):
    """How many of the rows that are left the next tile takes, 4 or 6, so that few stay empty."""
    return 4 if rows <= 4 or rows == 7 or rows == 8 else 6


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
                store(packed, q, load16(b, p))
                p += step_k
                q += 16
    for panel in range(whole, (n + 15) // 16):
        here = min(16, n - panel * 16)
        target, source = (panel * total + first) * 16, start + panel * 16 * step_n
        if step_n == 1 and here == 16:
            for i in range(k):
                p, q = target + i * 16, source + i * step_k
                store(packed, p, load16(b, q))
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

    Goes through as many rows of b at a time as the nearest cache holds of a panel, and as many of a
    as the next one holds, and asks for a and c ahead.
    """
    depth = min(k, DEPTH)
    block = max(NEAR // depth // 12, 2) * 12
    for begin in range(0, k, depth):
        count = min(depth, k - begin)
        for first in range(0, m, block):
            last = min(first + block, m)
            panel = 0
            while panel * 16 < n:
                two = pair(panel, n)
                sums = (k, begin, count)
                packed_rows(
                    a, lda, packed, c, ldc, (first, last), n, sums, panel, two, add or begin > 0
                )
                panel += 2 if two else 1


@helper
def packed_rows(a, lda, packed, c, ldc, rows, n, sums, panel, two, add):
    """Sixteen columns of `packed_product`, or twice as many, for rows from first to last.

    sums: (k, the first row of b, how many of them).
    """
    (i, end), (k, begin, count) = rows, sums
    spare = (n + 15) // 16 * k * 16
    here = min(16, n - panel * 16)
    whole = here == 16
    q, out, more = (panel * k + begin) * 16, c if whole else packed, add and whole
    while i < end:
        height = band(end - i)
        rows = min(height, end - i)
        p, last = i * lda + begin, (i + rows - 1) * lda + begin
        p1, p2, p3 = min(p + lda, last), min(p + 2 * lda, last), min(p + 3 * lda, last)
        at = i * ldc + panel * 16
        target = (at, ldc, rows) if whole else (spare, 16, rows)
        for r in range(i, i + rows):
            prefetch(c, r * ldc + panel * 16)
            for j in range(begin, begin + count if panel == 0 else 0, 16):
                prefetch(a, (r + AHEAD) * lda + j)
        four, six = (p, p1, p2, p3), (p, p1, p2, p3, min(p + 4 * lda, last), last)
        if height == 4 and two:
            tile4_pair(a, four, packed, (q, 16), k * 16, (count, 1), out, target, more)
        elif height == 4:
            tile4(a, four, packed, (q, 16), (count, 1), out, target, more)
        elif two:
            tile_pair(a, six, packed, (q, 16, 0), k * 16, (count, 1, 1, 0), out, target, more)
        else:
            tile(a, six, packed, (q, 16, 0), (count, 1, 1, 0), out, target, more)
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
