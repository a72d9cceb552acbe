"""Recurrent layers over rows of a table: each row is multiplied once, however often it is read.

Worked example, words in sentences: a batch of 32 sentences of 80 words holds a few hundred
different words. They are found first (`distinct_rows`), their rows alone are projected, and a step
takes the projected rows that its words ask for. On the way back the gradients of equal words are
added up first (`sums_of_places`), and the products with the kernel have as many rows as there are
words.

`words` holds the number of distinct rows, then their indices in the order of first appearance, then
-1. How many there are is known only when the data are: the kernels below are cut into shares of
them, from `lo` to `hi` out of `of`. Where hardly any row is read twice, all that moving about costs
more than it saves: then `places` is filled with -1, `words` holds the indices as they are, and x is
laid out and multiplied as if there were no table.
"""

import numpy as np

from kerastutor.kernels.gather import INDEX
from kerastutor.kernels.jit import helper, kernel
from kerastutor.kernels.mathlib import gemm
from kerastutor.kernels.rnn import plus, put

WORTH = 24  # multiplications that must be saved for each number that is moved about, as measured


@helper
def worthwhile(read, distinct, width):
    """Whether distinct rows of `width` numbers are better projected once, when `read` are read."""
    return (read - distinct) * width > WORTH * read


@kernel(
    "S index[N], int32 places[N], int32 words[W], int32 slots[V], int64 status[3], int width",
    fastmath=(),
)
def distinct_rows(index, places, words, slots, status, width):
    """index[i] = words[1 + places[i]], with each of the words once; `slots` is scratch.

    Or, where that is not worthwhile, index[i] = words[1 + i].
    """
    n, rows = index.shape[0], slots.shape[0]
    for i in range(n):
        at = np.int64(index[i])
        if at < 0 or at >= rows:
            status[0] = INDEX
            status[1] = at
            status[2] = rows
            at = 0
        places[i] = at
        slots[at] = -1
    count = 0
    for i in range(n):
        at = places[i]
        if slots[at] < 0:
            slots[at] = count
            count += 1
            words[count] = at
    whole = n < words.shape[0] and not worthwhile(n, count, width)
    for i in range(n):
        if whole:
            words[1 + i] = places[i]
        places[i] = -1 if whole else slots[places[i]]
    words[0] = n if whole else count
    for i in range(1 + words[0], words.shape[0]):
        words[i] = -1


@helper
def share(words, lo, hi, of):
    """(first, number) of the distinct rows from lo to hi out of `of`."""
    count = np.int64(words[0])
    first = count * lo // of
    return first, count * hi // of - first


@kernel(
    "T table[V,F], T w[F,G], T b[G], int32 words[W], int32 places[R], T y[M,G], T x[R,F], "
    "int lo, int hi, int of"
)
def project_rows(table, w, b, words, places, y, x, lo, hi, of):
    """x = table[words] and y = x @ w + b, for a share of the words; y only for distinct ones."""
    first, n = share(words, lo, hi, of)
    features, width = w.shape
    for r in range(first, first + n):
        put(x[r], table[words[1 + r]])
    if n > 0 and places[0] >= 0:
        for r in range(first, first + n):
            put(y[r], b)
        rows = x[first:]
        gemm(0, 0, n, width, features, 1.0, rows, features, w, width, 1.0, y[first:], width)


@kernel("T dz[D], int32 places[R], T y[Y], int columns, int ldz, int ldy")
def sums_of_places(dz, places, y, columns, ldz, ldy):
    """Some columns of the sums of the rows of dz at the same place; ldz, ldy are row strides."""
    seen = 0
    for i in range(places.shape[0] if places[0] >= 0 else 0):
        at = np.int64(places[i])
        source, target = dz[i * ldz : i * ldz + columns], y[at * ldy : at * ldy + columns]
        if at == seen:
            put(target, source)
            seen += 1
        else:
            plus(target, source)


@kernel(
    "T table[X], int32 words[W], int32 places[R], T dz[D], T sums[S], T y[Q,G], T room[Z], int ld, "
    "int ldz"
)
def table_weights(table, words, places, dz, sums, y, room, ld, ldz):
    """y = table[words]' @ sums (or dz) for some columns of the table.

    `table` starts at the first of these columns; ld and ldz are the row strides of it and of dz.
    `room` is scratch.
    """
    here, width = y.shape
    count = np.int64(words[0])
    for i in range(count):
        at = np.int64(words[1 + i]) * ld
        put(room[i * here : (i + 1) * here], table[at : at + here])
    g, step = (sums, width) if places[0] >= 0 else (dz, ldz)
    gemm(1, 0, here, width, count, 1.0, room, here, g, step, 0.0, y, width)


@kernel(
    "T dz[D], T sums[S], T w[F,G], int32 words[W], int32 places[R], T y[M,F], int lo, int hi, "
    "int of, int ldz"
)
def table_inputs(dz, sums, w, words, places, y, lo, hi, of, ldz):
    """y = sums (or dz) @ w', for a share of the words."""
    first, n = share(words, lo, hi, of)
    features, width = w.shape
    g, step = (sums, width) if places[0] >= 0 else (dz, ldz)
    if n > 0:
        g = g[first * step :]
        gemm(0, 1, n, features, width, 1.0, g, step, w, width, 0.0, y[first:], features)
