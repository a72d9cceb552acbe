"""Rows of a table by index, their gradient, one-hot rows, membership of the k best.

A wrong index does not stop a kernel and never makes it leave its arrays: it writes INDEX and the
index to the status words and passes the row over.
"""

import numpy as np

from kerastutor.kernels.jit import kernel
from kerastutor.kernels.mathlib import like

INDEX = 2  # see runtime/status.py


@kernel("T table[R,D], S index[N], T y[N,D], int64 status[3]", fastmath=())
def gather(table, index, y, status):
    """y[i] = table[index[i]]."""
    rows, width = table.shape
    for i in range(index.shape[0]):
        at = np.int64(index[i])
        if at < 0 or at >= rows:
            status[0] = INDEX
            status[1] = at
            status[2] = rows
            at = 0
        source, target = table[at], y[i]
        for j in range(width):
            target[j] = source[j]


@kernel("T g[N,D], S index[N], T y[R,D], int64 status[3], int first, int rows", fastmath=())
def gather_grad(g, index, y, status, first, rows):
    """Rows of g added up at their indices; y is the table from row `first` on, out of `rows`."""
    here, width = y.shape
    zero = like(g[0, 0], 0)
    for i in range(here):
        target = y[i]
        for j in range(width):
            target[j] = zero
    for i in range(index.shape[0]):
        at = np.int64(index[i])
        if at < 0 or at >= rows:
            status[0] = INDEX
            status[1] = at
            status[2] = rows
        elif first <= at < first + here:
            source, target = g[i], y[at - first]
            for j in range(width):
                target[j] += source[j]


@kernel("S index[N], T y[N,D]")
def one_hot(index, y):
    """y[i, index[i]] = 1, all other elements 0."""
    count, depth = y.shape
    zero, one = like(y[0, 0], 0), like(y[0, 0], 1)
    for i in range(count):
        row = y[i]
        for j in range(depth):
            row[j] = zero
        at = np.int64(index[i])
        if 0 <= at < depth:
            row[at] = one


@kernel("T x[B,C], S target[B], bool y[B], int k", fastmath=())
def in_top_k(x, target, y, k):
    """Whether fewer than k elements of a finite row are above the one at the target."""
    count, classes = x.shape
    for i in range(count):
        row = x[i]
        at = np.int64(target[i])
        inside = 0 <= at < classes
        own = row[at if inside else 0]
        above = 0
        zero = like(own, 0)
        bad = 0
        for j in range(classes):
            above += 1 if row[j] > own else 0
            bad += 1 if row[j] - row[j] != zero else 0
        y[i] = inside and bad == 0 and above < k
