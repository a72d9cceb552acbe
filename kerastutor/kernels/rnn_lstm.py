"""Long short-term memory over whole sequences; see rnn.py."""

from kerastutor.kernels.jit import helper, kernel
from kerastutor.kernels.mathlib import like
from kerastutor.kernels.rnn import (
    FMA,
    PLACE,
    activate,
    copy_rows,
    plus,
    project,
    put,
    put_last,
    settle,
    slope,
)
from kerastutor.kernels.tile import pack, packed_product
from kerastutor.kernels.vector import flat, load8, same8, store8


@kernel(
    "T x[R,F], T h0[B,H], T c0[B,H], T w[F,G], T u[H,G], T b[G], bool mask[M], "
    "T h[R,H], T last_h[B,H], T last_c[B,H], T c[R,H], T gates[R,G], T packed[P], " + PLACE,
    FMA,
)
def lstm(x, h0, c0, w, u, b, mask, h, last_h, last_c, c, gates, packed, *place):
    """Gates i, f, candidate, o; c = f * c + i * candidate; h = o * act(c)."""
    rb, rt, act, gate_act, back = place
    batch, n = h0.shape
    steps, width = h.shape[0] // batch, 4 * n
    project(x, w, b, gates, batch, rb, rt, back)
    pack(flat(u), 0, width, 1, n, width, packed)
    for t in range(steps):
        here = t * rt
        previous, step = (flat(h0), n) if t == 0 else (flat(h[here - rt :]), rb * n)
        z = flat(gates[here:])
        packed_product(previous, step, packed, z, rb * width, batch, width, n, True)
        at = steps - 1 - t if back else t
        for i in range(batch):
            r = i * rb + here
            z, state, out = gates[r], c[r], h[r]
            before = c0[i] if t == 0 else c[r - rt]
            enter, keep, candidate = z[:n], z[n : 2 * n], z[2 * n : 3 * n]
            show = z[3 * n :]
            activate(z[: 2 * n], gate_act)
            activate(candidate, act)
            activate(show, gate_act)
            if mask.shape[0] and not mask[i * rb + at * rt]:
                put(state, before)
                put(out, h0[i] if t == 0 else h[r - rt])
                continue
            for j in range(n):
                v = keep[j] * before[j] + enter[j] * candidate[j]
                state[j] = v
                out[j] = v
            activate(out, act)
            for j in range(n):
                out[j] *= show[j]
    put_last(last_h, h, rb, rt)
    put_last(last_c, c, rb, rt)


@helper
def cell_back(out, state, gates, shown, before, units, act, gate_act):
    """Gradients of the four gates' inputs and of the state before, from those of output and state.

    Single numbers, or vectors of them. `units` is 1 and 0.2 in their type.
    """
    enter, keep, candidate, show = gates
    one, fifth = units
    v = state + out * show * slope(shown, act, one, fifth)
    return (
        v * candidate * slope(enter, gate_act, one, fifth),
        v * before * slope(keep, gate_act, one, fifth),
        v * enter * slope(candidate, act, one, fifth),
        out * shown * slope(show, gate_act, one, fifth),
        v * keep,
    )


@helper
def cells_back(dout, g, dstate, z, shown, before, d, act, gate_act):
    """`cell_back` for all units of a sample: eight at a time, and the rest one by one.

    Fills d, the gradients of the gates' inputs (`shown` may be its last quarter), and replaces
    dstate.
    """
    n = dout.shape[0]
    n2, n3 = 2 * n, 3 * n
    units = same8(z, 1.0), same8(z, 0.2)
    j = 0
    while j + 8 <= n:
        gates = load8(z, j), load8(z, n + j), load8(z, n2 + j), load8(z, n3 + j)
        out = load8(dout, j) + load8(g, j)
        d0, d1, d2, d3, before_it = cell_back(
            out, load8(dstate, j), gates, load8(shown, j), load8(before, j), units, act, gate_act
        )
        store8(d, j, d0)
        store8(d, n + j, d1)
        store8(d, n2 + j, d2)
        store8(d, n3 + j, d3)
        store8(dstate, j, before_it)
        j += 8
    ones = like(z[0], 1), like(z[0], 0.2)
    for k in range(j, n):
        d[k], d[n + k], d[n2 + k], d[n3 + k], dstate[k] = cell_back(
            dout[k] + g[k],
            dstate[k],
            (z[k], z[n + k], z[n2 + k], z[n3 + k]),
            shown[k],
            before[k],
            ones,
            act,
            gate_act,
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
            shown = d[3 * n :]
            put(shown, c[r])
            activate(shown, act)
            before = c0[i] if t == 0 else c[r - rt]
            cells_back(out, g[r], state, gates[r], shown, before, d, act, gate_act)
        d = flat(dz[at * rt :])
        packed_product(d, rb * width, packed, flat(work), n, batch, n, width, False)
        settle(dh, work, mask, rb, at * rt)
