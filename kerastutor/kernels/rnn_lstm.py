"""Long short-term memory over whole sequences; see rnn.py."""

from kerastutor.kernels.jit import kernel
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
    times_slope,
)
from kerastutor.kernels.tile import pack, packed_product
from kerastutor.kernels.vector import flat


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
            open_ = not mask.shape[0] or mask[s]
            d, z, dstate, dout = dz[s], gates[r], dc[i], dh[i]
            enter, keep, candidate, show = z[:n], z[n : 2 * n], z[2 * n : 3 * n], z[3 * n :]
            d_enter, d_keep, d_candidate = d[:n], d[n : 2 * n], d[2 * n : 3 * n]
            d_show = d[3 * n :]
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
        d = flat(dz[at * rt :])
        packed_product(d, rb * width, packed, flat(work), n, batch, n, width, False)
        settle(dh, work, mask, rb, at * rt)
