"""Long short-term memory over whole sequences; see rnn.py."""

from kerastutor.kernels.jit import helper, kernel
from kerastutor.kernels.joined import fits, joined_product, pack_joined
from kerastutor.kernels.mathlib import like
from kerastutor.kernels.rnn import (
    FMA,
    PLACE,
    copy_rows,
    curve,
    plus,
    project,
    put,
    put_last,
    settle,
    slope,
    take,
)
from kerastutor.kernels.thin import add_eight
from kerastutor.kernels.tile import pack, packed_product
from kerastutor.kernels.vector import flat, load_like, same8, same16, store, wide


@helper
def cell(gates, before, act, gate_act):
    """The activated gates, the state and the output: single numbers, or vectors of them."""
    enter, keep, candidate, show = gates
    enter, keep, show = curve(enter, gate_act), curve(keep, gate_act), curve(show, gate_act)
    candidate = curve(candidate, act)
    state = keep * before + enter * candidate
    return (enter, keep, candidate, show), state, show * curve(state, act)


@helper
def load_gates(kind, z, n, j):
    """The four gates of some units from j on, as vectors like `kind`."""
    return (
        load_like(kind, z, j),
        load_like(kind, z, n + j),
        load_like(kind, z, 2 * n + j),
        load_like(kind, z, 3 * n + j),
    )


@helper
def store_gates(z, n, j, gates):
    """Write what `load_gates` reads."""
    store(z, j, gates[0])
    store(z, n + j, gates[1])
    store(z, 2 * n + j, gates[2])
    store(z, 3 * n + j, gates[3])


@helper
def some_cells(kind, j, z, before, state, out, act, gate_act):
    """`cell` for as many units from j on as the vector `kind` has places."""
    n = out.shape[0]
    old = load_like(kind, before, j)
    gates, c, h = cell(load_gates(kind, z, n, j), old, act, gate_act)
    store_gates(z, n, j, gates)
    store(state, j, c)
    store(out, j, h)


@helper
def cells(z, before, state, out, act, gate_act):
    """`cell` for all units of a sample: by vectors, and the rest one by one.

    z holds the inputs of the gates and is left with the activated gates.
    """
    n = out.shape[0]
    n2, n3 = 2 * n, 3 * n
    j = 0
    while wide() and j + 16 <= n:
        some_cells(same16(z, 0.0), j, z, before, state, out, act, gate_act)
        j += 16
    while j + 8 <= n:
        some_cells(same8(z, 0.0), j, z, before, state, out, act, gate_act)
        j += 8
    for k in range(j, n):
        gates = z[k], z[n + k], z[n2 + k], z[n3 + k]
        gates, state[k], out[k] = cell(gates, before[k], act, gate_act)
        z[k], z[n + k], z[n2 + k], z[n3 + k] = gates


@kernel(
    "T x[R,F], T h0[B,H], T c0[B,H], T w[F,G], T u[H,G], T b[G], bool mask[M], "
    "T h[R,H], T last_h[B,H], T last_c[B,H], T c[R,H], T gates[R,G], T packed[P], "
    "T made[N,G], int32 places[L], " + PLACE,
    FMA,
)
def lstm(x, h0, c0, w, u, b, mask, h, last_h, last_c, c, gates, packed, made, places, *place):
    """Gates i, f, candidate, o; c = f * c + i * candidate; h = o * act(c).

    For one sample u is not packed: a step reads it as it lies, and little else (thin.py).
    """
    rb, rt, act, gate_act, back = place
    batch, n = h0.shape
    features, steps, width = x.shape[1], h.shape[0] // batch, 4 * n
    looked_up = places.shape[0] > 0 and places[0] >= 0
    one = batch == 1 and n % 8 == 0
    joined = batch > 1 and fits(features, n, width) and not looked_up
    if joined:
        pack_joined(b, flat(w), flat(u), 0, width, features, n, width, packed)
    else:
        if not looked_up:
            project(x, w, b, gates, batch, rb, rt, back)
        if not one:
            pack(flat(u), 0, width, 1, n, width, packed)
    for t in range(steps):
        at = steps - 1 - t if back else t
        here, there = t * rt, at * rt
        before, step = (flat(h0), n) if t == 0 else (flat(h[here - rt :]), rb * n)
        z, ldz = flat(gates[here:]), rb * width
        if joined:
            a, lda = flat(x[there:]), rb * features
            joined_product(a, lda, features, before, step, n, packed, z, ldz, batch, width)
        elif looked_up:
            take(gates, made, places, batch, rb, here, there)
        if one:
            for p in range(0, n, 8):
                add_eight(before, p, flat(u), p * width, width, z, 0, width)
        elif not joined:
            packed_product(before, step, packed, z, ldz, batch, width, n, True)
        for i in range(batch):
            r = i * rb + here
            old = c0[i] if t == 0 else c[r - rt]
            cells(gates[r], old, c[r], h[r], act, gate_act)
            if mask.shape[0] and not mask[i * rb + there]:
                put(c[r], old)
                put(h[r], h0[i] if t == 0 else h[r - rt])
    put_last(last_h, h, rb, rt)
    put_last(last_c, c, rb, rt)


@helper
def cell_back(out, state, gates, shown, before, act, gate_act):
    """Gradients of the four gates' inputs and of the state before, from those of output and state.

    Single numbers, or vectors of them. `shown` is the state after the activation.
    """
    enter, keep, candidate, show = gates
    v = state + out * show * slope(shown, act)
    return (
        v * candidate * slope(enter, gate_act),
        v * before * slope(keep, gate_act),
        v * enter * slope(candidate, act),
        out * shown * slope(show, gate_act),
        v * keep,
    )


@helper
def some_cells_back(kind, j, dout, g, dstate, z, state, before, d, act, gate_act):
    """`cell_back` for as many units from j on as the vector `kind` has places."""
    n = dout.shape[0]
    out, shown = load_like(kind, dout, j) + load_like(kind, g, j), load_like(kind, state, j)
    d0, d1, d2, d3, before_it = cell_back(
        out,
        load_like(kind, dstate, j),
        load_gates(kind, z, n, j),
        curve(shown, act),
        load_like(kind, before, j),
        act,
        gate_act,
    )
    store_gates(d, n, j, (d0, d1, d2, d3))
    store(dstate, j, before_it)


@helper
def cells_back(dout, g, dstate, z, state, before, d, act, gate_act):
    """`cell_back` for all units of a sample: by vectors, and the rest one by one.

    Fills d, the gradients of the gates' inputs, and replaces dstate.
    """
    n = dout.shape[0]
    n2, n3 = 2 * n, 3 * n
    j = 0
    while wide() and j + 16 <= n:
        some_cells_back(
            same16(z, 0.0), j, dout, g, dstate, z, state, before, d, act, gate_act
        )
        j += 16
    while j + 8 <= n:
        some_cells_back(same8(z, 0.0), j, dout, g, dstate, z, state, before, d, act, gate_act)
        j += 8
    for k in range(j, n):
        gates = z[k], z[n + k], z[n2 + k], z[n3 + k]
        d[k], d[n + k], d[n2 + k], d[n3 + k], dstate[k] = cell_back(
            dout[k] + g[k], dstate[k], gates, curve(state[k], act), before[k], act, gate_act
        )


@kernel(
    "T g[R,H], T gh[B,H], T gc[B,H], T h[R,H], T c[R,H], T gates[R,G], T h0[B,H], T c0[B,H], "
    "T u[H,G], bool mask[M], T dh[B,H], T dc[B,H], T dz[R,G], T hp[R,H], T work[B,H], "
    "T packed[P], " + PLACE,
    FMA,
)
def lstm_grad(g, gh, gc, h, c, gates, h0, c0, u, mask, dh, dc, dz, hp, work, packed, *place):
    """dz, hp and the gradients dh, dc of the first states."""
    rb, rt, act, gate_act, back = place
    batch, n = h0.shape
    steps, width = h.shape[0] // batch, 4 * n
    zero = like(h0[0, 0], 0)
    pack(flat(u), 0, 1, width, width, n, packed)
    copy_rows(dh, gh)
    copy_rows(dc, gc)
    for t in range(steps - 1, -1, -1):
        at = steps - 1 - t if back else t
        for i in range(batch):
            r, s = i * rb + t * rt, i * rb + at * rt
            d, out, state = dz[s], dh[i], dc[i]
            put(hp[s], h0[i] if t == 0 else h[r - rt])
            if mask.shape[0] and not mask[s]:
                plus(out, g[r])
                for j in range(width):
                    d[j] = zero
                continue
            before = c0[i] if t == 0 else c[r - rt]
            cells_back(out, g[r], state, gates[r], c[r], before, d, act, gate_act)
        d = flat(dz[at * rt :])
        packed_product(d, rb * width, packed, flat(work), n, batch, n, width, False)
        settle(dh, work, mask, rb, at * rt)
