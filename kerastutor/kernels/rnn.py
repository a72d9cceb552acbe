"""Recurrent layers over whole sequences: what the cells share, and the simple one.

Sequences are matrices of R = B * T rows; the row of sample b at step t is b * rb + t * rt, so both
orders of the axes are served (batch first: rb = T, rt = 1). All inputs are projected by one product
before the first step; a step then costs one product with the recurrent kernel and a pass over the
gates. With `back` step t reads the input of step T - 1 - t.

Where x is rows of a table, they may have been projected before (rnn_table.py): `made` holds what
they give and `places` where in it the row of each sample and step lies. Else there are no places,
or the first is -1.

The backward kernels give dz, the gradient of the projected inputs, in the order of the inputs, and
hp, the states before each step in that same order: the gradients of the weights are then plain
products (x' dz and hp' dz). `work` and everything `packed` is scratch.
"""

from kerastutor.kernels import scalar
from kerastutor.kernels.jit import helper, kernel
from kerastutor.kernels.mathlib import gemm, like, sigmoid, tanh
from kerastutor.kernels.tile import (
    band,
    pack,
    packed_product,
    pair,
    tile,
    tile4,
    tile4_pair,
    tile_pair,
)
from kerastutor.kernels.vector import (
    at_least,
    at_most,
    flat,
    load8,
    same8,
    store,
    where_positive,
)

FMA = ("contract",)  # more would turn (1 - z) * inf into inf - inf
PLACE = "int rb, int rt, int act, int gate_act, int back"
TANH, SIGMOID, HARD_SIGMOID, RELU, LINEAR = range(5)
hard_sigmoid, relu = scalar.hard_sigmoid, scalar.relu
NEAR_ROWS = 64  # rows of a matrix of 128 columns that stay in the nearest cache


@helper
def activate(y, code):
    """Apply an activation to a vector in place."""
    n = y.shape[0]
    if code == TANH:
        for j in range(n):
            y[j] = tanh(y[j])
    elif code == SIGMOID:
        for j in range(n):
            y[j] = sigmoid(y[j])
    elif code == HARD_SIGMOID:
        for j in range(n):
            y[j] = hard_sigmoid(y[j])
    elif code == RELU:
        for j in range(n):
            y[j] = relu(y[j])


@helper
def times_slope(g, y, code):
    """Multiply a vector in place by an activation's derivative, written with its result y."""
    n = y.shape[0]
    one, zero, fifth = like(y[0], 1), like(y[0], 0), like(y[0], 0.2)
    if code == TANH:
        for j in range(n):
            g[j] *= one - y[j] * y[j]
    elif code == SIGMOID:
        for j in range(n):
            g[j] *= y[j] * (one - y[j])
    elif code == HARD_SIGMOID:
        for j in range(n):
            g[j] *= fifth if zero < y[j] < one else zero
    elif code == RELU:
        for j in range(n):
            g[j] *= one if y[j] > zero else zero


@helper
def curve(x, code):
    """An activation of a number, or of a vector of them."""
    if code == TANH:
        return tanh(x)
    if code == SIGMOID:
        return sigmoid(x)
    if code == HARD_SIGMOID:
        return at_most(at_least(x * like(x, 0.2) + like(x, 0.5), like(x, 0)), like(x, 1))
    if code == RELU:
        return at_least(x, like(x, 0))
    return x


@helper
def slope(y, code):
    """An activation's derivative, written with its result y: a number, or a vector of them."""
    one = like(y, 1)
    if code == TANH:
        return one - y * y
    if code == SIGMOID:
        return y * (one - y)
    if code == HARD_SIGMOID:
        return where_positive(y, where_positive(one - y, like(y, 0.2)))
    if code == RELU:
        return where_positive(y, one)
    return one


@helper
def put(target, source):
    """Copy a vector."""
    for j in range(target.shape[0]):
        target[j] = source[j]


@helper
def plus(target, source):
    """Add a vector."""
    for j in range(target.shape[0]):
        target[j] += source[j]


@helper
def product(y, a, b):
    """y = a * b."""
    for j in range(y.shape[0]):
        y[j] = a[j] * b[j]


@helper
def copy_rows(target, source):
    """Copy a matrix."""
    for i in range(target.shape[0]):
        put(target[i], source[i])


@helper
def put_last(target, sequence, rb, rt):
    """Copy the states after the last step."""
    batch = target.shape[0]
    last = (sequence.shape[0] // batch - 1) * rt
    for i in range(batch):
        put(target[i], sequence[i * rb + last])


@helper
def turn_round(a, batch, rb, rt):
    """Reverse the order of the steps."""
    steps = a.shape[0] // batch
    for b in range(batch):
        for t in range(steps // 2):
            p, q = a[b * rb + t * rt], a[b * rb + (steps - 1 - t) * rt]
            for j in range(p.shape[0]):
                v = p[j]
                p[j] = q[j]
                q[j] = v


@helper
def project(x, w, b, z, batch, rb, rt, back):
    """z = x @ w + b in the first columns of z, in the order of the steps."""
    rows, features = x.shape
    width = b.shape[0]
    for r in range(rows):
        put(z[r, :width], b)
    gemm(0, 0, rows, width, features, 1.0, x, features, w, width, 1.0, z, z.shape[1])
    if back:
        turn_round(z, batch, rb, rt)


@helper
def take(z, made, places, batch, rb, here, there):
    """Fill the first columns of z, at step `here`, with what has been made of the input `there`."""
    width = made.shape[1]
    for i in range(batch):
        put(z[i * rb + here, :width], made[places[i * rb + there]])


@helper
def settle(dh, work, mask, rb, at):
    """The gradient of a state comes from the step, except where the step was masked."""
    for i in range(dh.shape[0]):
        if not mask.shape[0] or mask[i * rb + at]:
            put(dh[i], work[i])


@kernel(
    "T x[R,F], T h0[B,H], T w[F,H], T u[H,H], T b[H], bool mask[M], T h[R,H], T last[B,H], "
    "T packed[P], T made[N,H], int32 places[L], " + PLACE,
    FMA,
)
def simple_rnn(x, h0, w, u, b, mask, h, last, packed, made, places, *place):
    """h = f(x w + b + h u)."""
    rb, rt, act, _, back = place
    batch, n = h0.shape
    steps = h.shape[0] // batch
    looked_up = places.shape[0] > 0 and places[0] >= 0
    if not looked_up:
        project(x, w, b, h, batch, rb, rt, back)
    pack(flat(u), 0, n, 1, n, n, packed)
    for t in range(steps):
        at = steps - 1 - t if back else t
        here = t * rt
        if looked_up:
            take(h, made, places, batch, rb, here, at * rt)
        before, step = (flat(h0), n) if t == 0 else (flat(h[here - rt :]), rb * n)
        packed_product(before, step, packed, flat(h[here:]), rb * n, batch, n, n, True)
        for i in range(batch):
            r = i * rb + here
            if mask.shape[0] and not mask[i * rb + at * rt]:
                put(h[r], h0[i] if t == 0 else h[r - rt])
            else:
                activate(h[r], act)
    put_last(last, h, rb, rt)


@kernel(
    "T g[R,H], T gh[B,H], T h[R,H], T h0[B,H], T u[H,H], bool mask[M], "
    "T dh[B,H], T dz[R,H], T hp[R,H], T work[B,H], T packed[P], " + PLACE,
    FMA,
)
def simple_rnn_grad(g, gh, h, h0, u, mask, dh, dz, hp, work, packed, *place):
    """dz, hp and the gradient dh of the first state."""
    rb, rt, act, _, back = place
    batch, n = h0.shape
    steps = h.shape[0] // batch
    zero = like(h0[0, 0], 0)
    pack(flat(u), 0, 1, n, n, n, packed)
    copy_rows(dh, gh)
    for t in range(steps - 1, -1, -1):
        at = steps - 1 - t if back else t
        for i in range(batch):
            r, s = i * rb + t * rt, i * rb + at * rt
            open_ = not mask.shape[0] or mask[s]
            d, dout = dz[s], dh[i]
            put(hp[s], h0[i] if t == 0 else h[r - rt])
            plus(dout, g[r])
            for j in range(n):
                d[j] = dout[j] if open_ else zero
            times_slope(d, h[r], act)
        packed_product(flat(dz[at * rt :]), rb * n, packed, flat(work), n, batch, n, n, False)
        settle(dh, work, mask, rb, at * rt)


@kernel("T x[N], T y[M], int rows, int stride")
def column_sums(x, y, rows, stride):
    """Sums of the first columns of a matrix whose rows are `stride` apart.

    Blocks of 256 rows are added up first, so that rounding errors do not grow with the length.
    """
    m = y.shape[0]
    zero = like(y[0], 0)
    for j in range(m):
        y[j] = zero
    for start in range(0, rows, 256):
        end = min(start + 256, rows)
        first = 0
        while first + 8 <= m:
            wide = first + 32 <= m
            s0 = s1 = s2 = s3 = same8(x, 0.0)
            p = start * stride + first
            for _ in range(start, end):
                s0 = s0 + load8(x, p)
                if wide:
                    s1, s2, s3 = s1 + load8(x, p + 8), s2 + load8(x, p + 16), s3 + load8(x, p + 24)
                p += stride
            store(y, first, load8(y, first) + s0)
            if wide:
                store(y, first + 8, load8(y, first + 8) + s1)
                store(y, first + 16, load8(y, first + 16) + s2)
                store(y, first + 24, load8(y, first + 24) + s3)
            first += 32 if wide else 8
        for j in range(first, m):
            s = zero
            for i in range(start, end):
                s += x[i * stride + j]
            y[j] += s


@helper
def small(a, rows, columns):
    """Whether a gradient of weights is so small that a library lays out about as much as it
    multiplies. (In float64 sixteen columns do not fit into the registers.)
    """
    return a.itemsize == 4 and rows <= 64 and columns <= 128 and columns % 16 == 0


@helper
def grad_columns(a, left, g, right, y, target, m, count, two):
    """Add the products of `count` rows to sixteen columns of y, or with `two` to twice as many; the
    first rows replace what it has.

    left, right and target: (start, row stride).
    """
    p, lda = left
    q, ldg = right
    at, ldy = target
    i = 0
    while i < m:
        height = band(m - i)
        rows = min(height, m - i)
        here, last = p + i, p + i + rows - 1
        p1, p2, p3 = min(here + 1, last), min(here + 2, last), min(here + 3, last)
        to = (at + i * ldy, ldy, rows)
        four, six = (here, p1, p2, p3), (here, p1, p2, p3, min(here + 4, last), last)
        if height == 4 and two:
            tile4_pair(a, four, g, (q, ldg), 16, (count, lda), y, to, p >= lda)
        elif height == 4:
            tile4(a, four, g, (q, ldg), (count, lda), y, to, p >= lda)
        elif two:
            tile_pair(a, six, g, (q, ldg, 0), 16, (count, 1, lda, 0), y, to, p >= lda)
        else:
            tile(a, six, g, (q, ldg, 0), (count, 1, lda, 0), y, to, p >= lda)
        i += height


@kernel("T a[NA], T g[NG], T y[NY], int m, int n, int k, int lda, int ldg, int ldy")
def weight_grad(a, g, y, m, n, k, lda, ldg, ldy):
    """y = a' @ g, summed over the k rows of a and g, for m columns of a and n of g.

    lda, ldg and ldy are row strides. Small ones are summed up straight from where a and g lie,
    which takes 0.6 to 0.9 of the library's time. What counts is the width of a, not m: so the bits
    do not depend on how it is cut.
    """
    if not small(a, lda, n):
        gemm(1, 0, m, n, k, 1.0, a, lda, g, ldg, 0.0, y, ldy)
        return
    for first in range(0, k, NEAR_ROWS):
        count = min(NEAR_ROWS, k - first)
        panel = 0
        while panel * 16 < n:
            two, j = pair(panel, n), panel * 16
            left, right = (first * lda, lda), (first * ldg + j, ldg)
            grad_columns(a, left, g, right, y, (j, ldy), m, count, two)
            panel += 2 if two else 1
