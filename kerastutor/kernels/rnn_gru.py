"""Gated recurrent units over whole sequences; see rnn.py.

With two rows of biases the reset gate acts after the recurrent product, which the second row joins.
The recurrent kernel is packed in two parts: the columns of the gates, and those of the candidate.
"""

from kerastutor.kernels.jit import helper, kernel
from kerastutor.kernels.joined import fits, joined_product, joined_size, pack_joined
from kerastutor.kernels.mathlib import like
from kerastutor.kernels.rnn import (
    FMA,
    PLACE,
    copy_rows,
    curve,
    plus,
    product,
    project,
    put,
    put_last,
    settle,
    slope,
    take,
)
from kerastutor.kernels.tile import pack, packed_product
from kerastutor.kernels.vector import flat, load_like, same8, same16, store, wide


@helper
def mix(update, candidate, old):
    """The new state. Single numbers, or vectors of them, as below."""
    return update * old + (like(update, 1) - update) * candidate


@helper
def cell_after(gates, inner, old, act, gate_act):
    """The activated gates and the state, where the reset gate acts after the product `inner`."""
    update, reset, candidate = gates
    update, reset = curve(update, gate_act), curve(reset, gate_act)
    candidate = curve(candidate + reset * inner, act)
    return update, reset, candidate, mix(update, candidate, old)


@helper
def some_cells_after(kind, j, z, old, out, act, gate_act):
    """`cell_after` for as many units from j on as the vector `kind` has places."""
    n = out.shape[0]
    gates = load_like(kind, z, j), load_like(kind, z, n + j), load_like(kind, z, 2 * n + j)
    inner, before = load_like(kind, z, 3 * n + j), load_like(kind, old, j)
    z0, z1, z2, h = cell_after(gates, inner, before, act, gate_act)
    store(z, j, z0)
    store(z, n + j, z1)
    store(z, 2 * n + j, z2)
    store(out, j, h)


@helper
def cells_after(z, old, out, act, gate_act):
    """`cell_after` for all units of a sample: by vectors, and the rest one by one."""
    n = out.shape[0]
    n2, n3 = 2 * n, 3 * n
    j = 0
    while wide() and j + 16 <= n:
        some_cells_after(same16(z, 0.0), j, z, old, out, act, gate_act)
        j += 16
    while j + 8 <= n:
        some_cells_after(same8(z, 0.0), j, z, old, out, act, gate_act)
        j += 8
    for k in range(j, n):
        gates = z[k], z[n + k], z[n2 + k]
        z[k], z[n + k], z[n2 + k], out[k] = cell_after(gates, z[n3 + k], old[k], act, gate_act)


@helper
def some_reset_states(kind, j, z, old, out, gate_act):
    """`reset_states` for as many units from j on as the vector `kind` has places."""
    n = out.shape[0]
    reset = curve(load_like(kind, z, n + j), gate_act)
    store(z, j, curve(load_like(kind, z, j), gate_act))
    store(z, n + j, reset)
    store(out, j, reset * load_like(kind, old, j))


@helper
def reset_states(z, old, out, gate_act):
    """Activate both gates of a sample; out = reset gate * state before."""
    n = out.shape[0]
    j = 0
    while wide() and j + 16 <= n:
        some_reset_states(same16(z, 0.0), j, z, old, out, gate_act)
        j += 16
    while j + 8 <= n:
        some_reset_states(same8(z, 0.0), j, z, old, out, gate_act)
        j += 8
    for k in range(j, n):
        z[k], z[n + k] = curve(z[k], gate_act), curve(z[n + k], gate_act)
        out[k] = z[n + k] * old[k]


@helper
def some_mixed_states(kind, j, z, old, out, act):
    """`mix_states` for as many units from j on as the vector `kind` has places."""
    n = out.shape[0]
    candidate = curve(load_like(kind, z, 2 * n + j), act)
    store(z, 2 * n + j, candidate)
    store(out, j, mix(load_like(kind, z, j), candidate, load_like(kind, old, j)))


@helper
def mix_states(z, old, out, act):
    """Activate the candidate of a sample; out = the new state."""
    n = out.shape[0]
    n2 = 2 * n
    j = 0
    while wide() and j + 16 <= n:
        some_mixed_states(same16(z, 0.0), j, z, old, out, act)
        j += 16
    while j + 8 <= n:
        some_mixed_states(same8(z, 0.0), j, z, old, out, act)
        j += 8
    for k in range(j, n):
        z[n2 + k] = curve(z[n2 + k], act)
        out[k] = mix(z[k], z[n2 + k], old[k])


@helper
def pack_gates(w, u, b, kept, packed, packed_h):
    """Pack all for joined products: the gates' columns, and the candidate's.

    Where the reset gate acts after the product, the gates get both rows of biases, and the
    candidate's columns of w and u stand one after the other.
    """
    features, n = w.shape[0], u.shape[0]
    width, total = 3 * n, 1 + features + n
    bias, w, u = flat(b), flat(w), flat(u)
    pack_joined(bias, w, u, 0, width, features, n, 2 * n, packed)
    if kept == width:
        pack_joined(bias, w, u, 2 * n, width, features, n, n, packed_h)
        return
    for j in range(2 * n):
        packed[j // 16 * total * 16 + j % 16] += b[1, j]
    pack_joined(bias, w, u, 2 * n, width, features, 0, n, packed_h)
    start = joined_size(features, 0, n)
    pack_joined(bias[width:], w, u, 2 * n, width, 0, n, n, packed_h[start:])


@kernel(
    "T x[R,F], T h0[B,H], T w[F,V], T u[H,V], T b[A,V], bool mask[M], T h[R,H], T last[B,H], "
    "T gates[R,G], T packed[P], T packed_h[Q], T made[N,V], int32 places[L], " + PLACE,
    FMA,
)
def gru(x, h0, w, u, b, mask, h, last, gates, packed, packed_h, made, places, *place):
    """Gates z, r, candidate; h = z * h + (1 - z) * candidate."""
    rb, rt, act, gate_act, back = place
    batch, n = h0.shape
    features, steps, kept = x.shape[1], h.shape[0] // batch, gates.shape[1]
    width = 3 * n
    after, looked_up = kept > width, places.shape[0] > 0 and places[0] >= 0
    joined = fits(features, n, width) and not looked_up
    inner = packed_h[joined_size(features, 0, n) :] if joined else packed_h
    if joined:
        pack_gates(w, u, b, kept, packed, packed_h)
    else:
        if not looked_up:
            project(x, w, b[0], gates, batch, rb, rt, back)
        pack(flat(u), 0, width, 1, n, 2 * n, packed)
        pack(flat(u), 2 * n, width, 1, n, n, packed_h)
    for t in range(steps):
        at = steps - 1 - t if back else t
        here, there = t * rt, at * rt
        before, step = (flat(h0), n) if t == 0 else (flat(h[here - rt :]), rb * n)
        row, ld, a, lda = flat(gates[here:]), rb * kept, flat(x[there:]), rb * features
        third, fourth = row[2 * n :], row[width:]
        if joined:
            joined_product(a, lda, features, before, step, n, packed, row, ld, batch, 2 * n)
            if after:
                joined_product(a, lda, features, a, lda, 0, packed_h, third, ld, batch, n)
                joined_product(a, lda, 0, before, step, n, inner, fourth, ld, batch, n)
        else:
            if looked_up:
                take(gates, made, places, batch, rb, here, there)
            if after:
                for i in range(batch):
                    z = gates[i * rb + here]
                    plus(z[: 2 * n], b[1, : 2 * n])
                    put(z[width:], b[1, 2 * n :])
                packed_product(before, step, packed_h, fourth, ld, batch, n, n, True)
            packed_product(before, step, packed, row, ld, batch, 2 * n, n, True)
        if after:
            for i in range(batch):
                r = i * rb + here
                cells_after(gates[r], h0[i] if t == 0 else h[r - rt], h[r], act, gate_act)
        else:
            for i in range(batch):
                r = i * rb + here
                reset_states(gates[r], h0[i] if t == 0 else h[r - rt], h[r], gate_act)
            kept_states, ldh = flat(h[here:]), rb * n
            if joined:
                joined_product(a, lda, features, kept_states, ldh, n, packed_h, third, ld, batch, n)
            else:
                packed_product(kept_states, ldh, packed_h, third, ld, batch, n, n, True)
            for i in range(batch):
                r = i * rb + here
                mix_states(gates[r], h0[i] if t == 0 else h[r - rt], h[r], act)
        if mask.shape[0]:
            for i in range(batch):
                r = i * rb + here
                if not mask[i * rb + there]:
                    put(h[r], h0[i] if t == 0 else h[r - rt])
    put_last(last, h, rb, rt)


@helper
def first_back(v, update, candidate, old, act, gate_act):
    """Gradients of the inputs of the update gate and of the candidate, from that of the output.

    Single numbers, or vectors of them, as in `second_back`.
    """
    rest = like(update, 1) - update
    return v * (old - candidate) * slope(update, gate_act), v * rest * slope(candidate, act)


@helper
def second_back(d, factor, reset, gate_act):
    """Gradients of the reset gate's input and of what it is multiplied with, from the product's."""
    return d * factor * slope(reset, gate_act), d * reset


@helper
def some_updates(kind, j, dout, g, z, old, d, act, gate_act):
    """`update_and_candidate` for as many units from j on as the vector `kind` has places."""
    last = 2 * dout.shape[0] + j
    v, before = load_like(kind, dout, j) + load_like(kind, g, j), load_like(kind, old, j)
    update, candidate = load_like(kind, z, j), load_like(kind, z, last)
    d0, d2 = first_back(v, update, candidate, before, act, gate_act)
    store(dout, j, v)
    store(d, j, d0)
    store(d, last, d2)


@helper
def update_and_candidate(dout, g, z, old, d, act, gate_act):
    """Add g to dout; `first_back` for a sample: by vectors, and the rest one by one."""
    n = dout.shape[0]
    last = 2 * n
    j = 0
    while wide() and j + 16 <= n:
        some_updates(same16(z, 0.0), j, dout, g, z, old, d, act, gate_act)
        j += 16
    while j + 8 <= n:
        some_updates(same8(z, 0.0), j, dout, g, z, old, d, act, gate_act)
        j += 8
    for k in range(j, n):
        v = dout[k] + g[k]
        d[k], d[last + k] = first_back(v, z[k], z[last + k], old[k], act, gate_act)
        dout[k] = v


@helper
def some_resets(kind, j, product, factor, z, d, through, gate_act):
    """`reset` for as many units from j on as the vector `kind` has places."""
    n = factor.shape[0]
    given, inner = load_like(kind, product, j), load_like(kind, factor, j)
    d1, rest = second_back(given, inner, load_like(kind, z, n + j), gate_act)
    store(d, n + j, d1)
    store(through, j, rest)


@helper
def reset(product, factor, z, d, through, gate_act):
    """`second_back` for a sample: fills the second third of d, and `through`."""
    n = factor.shape[0]
    j = 0
    while wide() and j + 16 <= n:
        some_resets(same16(z, 0.0), j, product, factor, z, d, through, gate_act)
        j += 16
    while j + 8 <= n:
        some_resets(same8(z, 0.0), j, product, factor, z, d, through, gate_act)
        j += 8
    for k in range(j, n):
        d[n + k], through[k] = second_back(product[k], factor[k], z[n + k], gate_act)


@kernel(
    "T g[R,H], T gh[B,H], T h[R,H], T gates[R,G], T h0[B,H], T u[H,V], bool mask[M], T dh[B,H], "
    "T dz[R,G], T hp[R,H], T rh[Q,H], T work[B,H], T packed[P], T packed_h[K], " + PLACE,
    FMA,
)
def gru_grad(g, gh, h, gates, h0, u, mask, dh, dz, hp, rh, work, packed, packed_h, *place):
    """dz, hp and the gradient dh of the first state.

    Where the reset gate acts before the product, rh holds reset * hp; else the last quarter of dz
    holds the gradient of the candidate's recurrent product.
    """
    rb, rt, act, gate_act, back = place
    batch, n = h0.shape
    steps, width, kept = h.shape[0] // batch, 3 * n, gates.shape[1]
    after = kept > width
    zero = like(h0[0, 0], 0)
    pack(flat(u), 0, 1, width, 2 * n, n, packed)
    pack(flat(u), 2 * n, 1, width, n, n, packed_h)
    copy_rows(dh, gh)
    for t in range(steps - 1, -1, -1):
        at = steps - 1 - t if back else t
        row, ld, flat_work = flat(dz[at * rt :]), rb * kept, flat(work)
        for i in range(batch):
            r, s = i * rb + t * rt, i * rb + at * rt
            d, out, old = dz[s], dh[i], hp[s]
            put(old, h0[i] if t == 0 else h[r - rt])
            if mask.shape[0] and not mask[s]:
                plus(out, g[r])
                for j in range(width):
                    d[j] = zero
            else:
                update_and_candidate(out, g[r], gates[r], old, d, act, gate_act)
        if not after:
            packed_product(row[2 * n :], ld, packed_h, flat_work, n, batch, n, n, False)
        for i in range(batch):
            r, s = i * rb + t * rt, i * rb + at * rt
            d, z, old, through = dz[s], gates[r], hp[s], work[i]
            if after:
                reset(d[2 * n :], z[width:], z, d, d[width:], gate_act)
                product(through, dh[i], z[:n])
            else:
                product(rh[s], z[n : 2 * n], old)
                reset(through, old, z, d, through, gate_act)
                for j in range(n):
                    through[j] += dh[i, j] * z[j]
        packed_product(row, ld, packed, flat_work, n, batch, n, 2 * n, True)
        if after:
            packed_product(row[width:], ld, packed_h, flat_work, n, batch, n, n, True)
        settle(dh, work, mask, rb, at * rt)
