"""Recurrent layers over whole sequences, forwards and backwards.

Sequences are matrices of R = B * T rows; the row of sample b at step t is b * rb + t * rt, so both orders of the axes are
served (batch first: rb = T, rt = 1). All inputs are projected by one product before the first step; a step then costs one
product with the recurrent kernel and a pass over the gates. With `back` step t reads the input of step T - 1 - t.

The backward kernels give dz, the gradient of the projected inputs, in the order of the inputs, and hp, the states
before each step in that same order: the gradients of the weights are then plain products (x' dz and hp' dz).
"""

from kerastutor.kernels import scalar
from kerastutor.kernels.jit import helper, kernel
from kerastutor.kernels.mathlib import gemm, like, sigmoid, tanh
from kerastutor.kernels.tile import pack, packed_product
from kerastutor.kernels.vector import flat

_FMA = ("contract",)  # more would turn (1 - z) * inf into inf - inf

TANH, SIGMOID, HARD_SIGMOID, RELU, LINEAR = range(5)
hard_sigmoid, relu = scalar.hard_sigmoid, scalar.relu


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
    """Multiply a vector in place by the derivative of an activation, written with the activation's result y."""
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
def put(target, source):
    """Copy a vector."""
    for j in range(target.shape[0]):
        target[j] = source[j]


@helper
def clear(target):
    """Zeros."""
    zero = like(target[0], 0)
    for j in range(target.shape[0]):
        target[j] = zero


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
def project(x, w, b, z, width, batch, rb, rt, back):
    """z = x @ w + b in the first `width` columns of z, in the order of the steps."""
    rows, features = x.shape
    for r in range(rows):
        put(z[r, :width], b)
    gemm(0, 0, rows, width, features, 1.0, x, features, w, width, 1.0, z, z.shape[1])
    if back:
        turn_round(z, batch, rb, rt)


@kernel(
    "T x[R,F], T h0[B,H], T w[F,H], T u[H,H], T b[H], bool mask[M], T h[R,H], T last[B,H], T packed[P], "
    "int rb, int rt, int act, int back",
    _FMA,
)
def simple_rnn(x, h0, w, u, b, mask, h, last, packed, rb, rt, act, back):
    """h = f(x w + b + h u). `packed` is scratch for u."""
    batch, units = h0.shape
    steps = h.shape[0] // batch
    project(x, w, b, h, units, batch, rb, rt, back)
    pack(flat(u), 0, units, 1, units, units, packed)
    for t in range(steps):
        here = t * rt
        before, step = (flat(h0), units) if t == 0 else (flat(h[here - rt :]), rb * units)
        packed_product(before, step, packed, flat(h[here:]), rb * units, batch, units, units, True)
        at = steps - 1 - t if back else t
        for i in range(batch):
            r = i * rb + here
            if mask.shape[0] and not mask[i * rb + at * rt]:
                put(h[r], h0[i] if t == 0 else h[r - rt])
            else:
                activate(h[r], act)
    for i in range(batch):
        put(last[i], h[i * rb + (steps - 1) * rt])


@helper
def settle(dh, work, mask, batch, rb, at):
    """The gradient of a state comes from the step, except where the step was masked."""
    for i in range(batch):
        if not mask.shape[0] or mask[i * rb + at]:
            put(dh[i], work[i])


@kernel(
    "T g[R,H], T gh[B,H], T h[R,H], T h0[B,H], T u[H,H], bool mask[M], T dh[B,H], T dz[R,H], T hp[R,H], T work[B,H], "
    "T packed[P], int rb, int rt, int act, int back",
    _FMA,
)
def simple_rnn_grad(g, gh, h, h0, u, mask, dh, dz, hp, work, packed, rb, rt, act, back):
    """dz, hp and the gradient dh of the first state. `work` and `packed` are scratch."""
    batch, units = h0.shape
    steps = h.shape[0] // batch
    pack(flat(u), 0, 1, units, units, units, packed)
    zero = like(h0[0, 0], 0)
    for i in range(batch):
        put(dh[i], gh[i])
    for t in range(steps - 1, -1, -1):
        at = steps - 1 - t if back else t
        for i in range(batch):
            r, s = i * rb + t * rt, i * rb + at * rt
            open_ = not mask.shape[0] or mask[s]
            d, dout = dz[s], dh[i]
            put(hp[s], h0[i] if t == 0 else h[r - rt])
            plus(dout, g[r])
            for j in range(units):
                d[j] = dout[j] if open_ else zero
            times_slope(d, h[r], act)
        packed_product(
            flat(dz[at * rt :]), rb * units, packed, flat(work), units, batch, units, units, False
        )
        settle(dh, work, mask, batch, rb, at * rt)


@kernel(
    "T x[R,F], T h0[B,H], T c0[B,H], T w[F,G], T u[H,G], T b[G], bool mask[M], T h[R,H], T last_h[B,H], T last_c[B,H], T c[R,H], "
    "T gates[R,G], T packed[P], int rb, int rt, int act, int gate_act, int back",
    _FMA,
)
def lstm(
    x, h0, c0, w, u, b, mask, h, last_h, last_c, c, gates, packed, rb, rt, act, gate_act, back
):
    """Gates i, f, candidate, o; c = f * c + i * candidate; h = o * act(c). `packed` is scratch for u."""
    batch, n = h0.shape
    width = 4 * n
    steps = h.shape[0] // batch
    project(x, w, b, gates, width, batch, rb, rt, back)
    pack(flat(u), 0, width, 1, n, width, packed)
    for t in range(steps):
        here = t * rt
        previous, step = (flat(h0), n) if t == 0 else (flat(h[here - rt :]), rb * n)
        packed_product(
            previous, step, packed, flat(gates[here:]), rb * width, batch, width, n, True
        )
        at = steps - 1 - t if back else t
        for i in range(batch):
            r = i * rb + here
            z, state, out = gates[r], c[r], h[r]
            before = c0[i] if t == 0 else c[r - rt]
            activate(z[: 2 * n], gate_act)
            activate(z[2 * n : 3 * n], act)
            activate(z[3 * n :], gate_act)
            if mask.shape[0] and not mask[i * rb + at * rt]:
                put(state, before)
                put(out, h0[i] if t == 0 else h[r - rt])
                continue
            enter, keep, candidate = z[:n], z[n : 2 * n], z[2 * n : 3 * n]
            for j in range(n):
                v = keep[j] * before[j] + enter[j] * candidate[j]
                state[j] = v
                out[j] = v
            activate(out, act)
            show = z[3 * n :]
            for j in range(n):
                out[j] *= show[j]
    for i in range(batch):
        put(last_h[i], h[i * rb + (steps - 1) * rt])
        put(last_c[i], c[i * rb + (steps - 1) * rt])


@kernel(
    "T g[R,H], T gh[B,H], T gc[B,H], T h[R,H], T c[R,H], T gates[R,G], T h0[B,H], T c0[B,H], T u[H,G], bool mask[M], "
    "T dh[B,H], T dc[B,H], T dz[R,G], T hp[R,H], T work[B,H], T packed[P], "
    "int rb, int rt, int act, int gate_act, int back",
    _FMA,
)
def lstm_grad(
    g,
    gh,
    gc,
    h,
    c,
    gates,
    h0,
    c0,
    u,
    mask,
    dh,
    dc,
    dz,
    hp,
    work,
    packed,
    rb,
    rt,
    act,
    gate_act,
    back,
):
    """dz, hp and the gradients dh, dc of the first states. `work` and `packed` are scratch."""
    batch, n = h0.shape
    width = 4 * n
    steps = h.shape[0] // batch
    pack(flat(u), 0, 1, width, width, n, packed)
    zero = like(h0[0, 0], 0)
    for i in range(batch):
        put(dh[i], gh[i])
        put(dc[i], gc[i])
    for t in range(steps - 1, -1, -1):
        at = steps - 1 - t if back else t
        for i in range(batch):
            r, s = i * rb + t * rt, i * rb + at * rt
            open_ = not mask.shape[0] or mask[s]
            d, z, dstate, dout = dz[s], gates[r], dc[i], dh[i]
            enter, keep, candidate, show = z[:n], z[n : 2 * n], z[2 * n : 3 * n], z[3 * n :]
            d_enter, d_keep, d_candidate, d_show = d[:n], d[n : 2 * n], d[2 * n : 3 * n], d[3 * n :]
            before = c0[i] if t == 0 else c[r - rt]
            put(hp[s], h0[i] if t == 0 else h[r - rt])
            plus(dout, g[r])
            put(d_show, c[r])
            activate(d_show, act)  # the state as shown
            for j in range(n):
                d_keep[j] = (dout[j] if open_ else zero) * show[j]
            times_slope(d_keep, d_show, act)
            for j in range(n):
                v = d_keep[j] + (dstate[j] if open_ else zero)
                d_show[j] *= dout[j] if open_ else zero
                d_enter[j] = v * candidate[j]
                d_candidate[j] = v * enter[j]
                d_keep[j] = v * before[j]
                dstate[j] = v * keep[j] if open_ else dstate[j]
            times_slope(d[: 2 * n], z[: 2 * n], gate_act)
            times_slope(d_candidate, candidate, act)
            times_slope(d_show, show, gate_act)
        packed_product(
            flat(dz[at * rt :]), rb * width, packed, flat(work), n, batch, n, width, False
        )
        settle(dh, work, mask, batch, rb, at * rt)


@kernel(
    "T x[R,F], T h0[B,H], T w[F,V], T u[H,V], T b[A,V], bool mask[M], T h[R,H], T last[B,H], T gates[R,G], "
    "T packed[P], T packed_h[Q], int rb, int rt, int act, int gate_act, int back",
    _FMA,
)
def gru(x, h0, w, u, b, mask, h, last, gates, packed, packed_h, rb, rt, act, gate_act, back):
    """Gates z, r, candidate; h = z * h + (1 - z) * candidate. With two rows of b the reset gate acts after the product.

    `packed` and `packed_h` are scratch for the columns of u of the gates, and of the candidate.
    """
    batch, n = h0.shape
    width, kept = 3 * n, gates.shape[1]
    steps = h.shape[0] // batch
    after = kept > width
    project(x, w, b[0], gates, width, batch, rb, rt, back)
    pack(flat(u), 0, width, 1, n, 2 * n, packed)
    pack(flat(u), 2 * n, width, 1, n, n, packed_h)
    one = like(h0[0, 0], 1)
    for t in range(steps):
        here = t * rt
        before, step = (flat(h0), n) if t == 0 else (flat(h[here - rt :]), rb * n)
        row = flat(gates[here:])
        if after:
            for i in range(batch):
                z = gates[i * rb + here]
                plus(z[: 2 * n], b[1, : 2 * n])
                put(z[width:], b[1, 2 * n :])
            packed_product(before, step, packed_h, row[width:], rb * kept, batch, n, n, True)
        packed_product(before, step, packed, row, rb * kept, batch, 2 * n, n, True)
        for i in range(batch):
            r = i * rb + here
            z, old = gates[r], (h0[i] if t == 0 else h[r - rt])
            activate(z[: 2 * n], gate_act)
            reset = z[n : 2 * n]
            if after:
                candidate, inner = z[2 * n : 3 * n], z[width:]
                for j in range(n):
                    candidate[j] += reset[j] * inner[j]
            else:
                product(h[r], reset, old)
        if not after:
            packed_product(
                flat(h[here:]), rb * n, packed_h, row[2 * n :], rb * kept, batch, n, n, True
            )
        at = steps - 1 - t if back else t
        for i in range(batch):
            r = i * rb + here
            z, out, old = gates[r], h[r], (h0[i] if t == 0 else h[r - rt])
            update, candidate = z[:n], z[2 * n : 3 * n]
            activate(candidate, act)
            if mask.shape[0] and not mask[i * rb + at * rt]:
                put(out, old)
            else:
                for j in range(n):
                    out[j] = update[j] * old[j] + (one - update[j]) * candidate[j]
    for i in range(batch):
        put(last[i], h[i * rb + (steps - 1) * rt])


@kernel(
    "T g[R,H], T gh[B,H], T h[R,H], T gates[R,G], T h0[B,H], T u[H,V], bool mask[M], T dh[B,H], T dz[R,G], T hp[R,H], T rh[Q,H], "
    "T work[B,H], T packed[P], T packed_h[K], int rb, int rt, int act, int gate_act, int back",
    _FMA,
)
def gru_grad(
    g,
    gh,
    h,
    gates,
    h0,
    u,
    mask,
    dh,
    dz,
    hp,
    rh,
    work,
    packed,
    packed_h,
    rb,
    rt,
    act,
    gate_act,
    back,
):
    """dz, hp and the gradient dh of the first state. `work` and the two `packed` are scratch.

    Where the reset gate acts before the product, rh holds reset * hp; else the last quarter of dz holds the gradient of
    the candidate's recurrent product.
    """
    batch, n = h0.shape
    width, kept = 3 * n, gates.shape[1]
    steps = h.shape[0] // batch
    after = kept > width
    one, zero = like(h0[0, 0], 1), like(h0[0, 0], 0)
    pack(flat(u), 0, 1, width, 2 * n, n, packed)
    pack(flat(u), 2 * n, 1, width, n, n, packed_h)
    for i in range(batch):
        put(dh[i], gh[i])
    for t in range(steps - 1, -1, -1):
        at = steps - 1 - t if back else t
        for i in range(batch):
            r, s = i * rb + t * rt, i * rb + at * rt
            open_ = not mask.shape[0] or mask[s]
            d, z, dout, old = dz[s], gates[r], dh[i], hp[s]
            put(old, h0[i] if t == 0 else h[r - rt])
            plus(dout, g[r])
            d_update, d_candidate = d[:n], d[2 * n : 3 * n]
            update, candidate = z[:n], z[2 * n : 3 * n]
            for j in range(n):
                v = dout[j] if open_ else zero
                d_candidate[j] = v * (one - update[j])
                d_update[j] = v * (old[j] - candidate[j])
            times_slope(d_candidate, candidate, act)
            times_slope(d_update, update, gate_act)
        if not after:
            packed_product(
                flat(dz[at * rt :])[2 * n :], rb * kept, packed_h, flat(work), n, batch, n, n, False
            )
        for i in range(batch):
            r, s = i * rb + t * rt, i * rb + at * rt
            d, z, old, through = dz[s], gates[r], hp[s], work[i]
            d_reset, d_candidate, update, reset = (
                d[n : 2 * n],
                d[2 * n : 3 * n],
                z[:n],
                z[n : 2 * n],
            )
            if after:
                product(d_reset, d_candidate, z[width:])
                product(d[width:], d_candidate, reset)
            else:
                product(rh[s], reset, old)
                product(d_reset, through, old)
            times_slope(d_reset, reset, gate_act)
            for j in range(n):
                v = dh[i, j] * update[j]
                through[j] = v if after else v + through[j] * reset[j]
        packed_product(flat(dz[at * rt :]), rb * kept, packed, flat(work), n, batch, n, 2 * n, True)
        if after:
            packed_product(
                flat(dz[at * rt :])[width:], rb * kept, packed_h, flat(work), n, batch, n, n, True
            )
        settle(dh, work, mask, batch, rb, at * rt)


@kernel("T x[N], T y[M], int rows, int stride")
def column_sums(x, y, rows, stride):
    """Sums of the first columns of a matrix whose rows are `stride` apart."""
    clear(y)
    for i in range(rows):
        plus(y, x[i * stride :])


@kernel("T a[NA], T g[NG], T y[NY], int m, int n, int k, int lda, int ldg, int ldy")
def weight_grad(a, g, y, m, n, k, lda, ldg, ldy):
    """y = a' @ g, summed over the k rows of a and g, for m columns of a and n of g; the last three are row strides."""
    gemm(1, 0, m, n, k, 1.0, a, lda, g, ldg, 0.0, y, ldy)
