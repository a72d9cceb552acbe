"""Gated recurrent units over whole sequences; see rnn.py.

With two rows of biases the reset gate acts after the recurrent product, which the second row joins.
The recurrent kernel is packed in two parts: the columns of the gates, and those of the candidate.
"""

from kerastutor.kernels.jit import helper, kernel
from kerastutor.kernels.mathlib import like
from kerastutor.kernels.rnn import (
    FMA,
    PLACE,
    activate,
    copy_rows,
    plus,
    product,
    project,
    put,
    put_last,
    settle,
    slope,
)
from kerastutor.kernels.tile import pack, packed_product
from kerastutor.kernels.vector import flat, load8, same8, store8


@kernel(
    "T x[R,F], T h0[B,H], T w[F,V], T u[H,V], T b[A,V], bool mask[M], T h[R,H], T last[B,H], "
    "T gates[R,G], T packed[P], T packed_h[Q], " + PLACE,
    FMA,
)
def gru(x, h0, w, u, b, mask, h, last, gates, packed, packed_h, *place):
    """Gates z, r, candidate; h = z * h + (1 - z) * candidate."""
    rb, rt, act, gate_act, back = place
    batch, n = h0.shape
    steps, width, kept = h.shape[0] // batch, 3 * n, gates.shape[1]
    after = kept > width
    one = like(h0[0, 0], 1)
    project(x, w, b[0], gates, batch, rb, rt, back)
    pack(flat(u), 0, width, 1, n, 2 * n, packed)
    pack(flat(u), 2 * n, width, 1, n, n, packed_h)
    for t in range(steps):
        here = t * rt
        before, step = (flat(h0), n) if t == 0 else (flat(h[here - rt :]), rb * n)
        row, ld = flat(gates[here:]), rb * kept
        if after:
            for i in range(batch):
                z = gates[i * rb + here]
                plus(z[: 2 * n], b[1, : 2 * n])
                put(z[width:], b[1, 2 * n :])
            packed_product(before, step, packed_h, row[width:], ld, batch, n, n, True)
        packed_product(before, step, packed, row, ld, batch, 2 * n, n, True)
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
            packed_product(flat(h[here:]), rb * n, packed_h, row[2 * n :], ld, batch, n, n, True)
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
    put_last(last, h, rb, rt)


@helper
def first_back(v, update, candidate, old, units, act, gate_act):
    """Gradients of the inputs of the update gate and of the candidate, from that of the output.

    Single numbers, or vectors of them, as in `second_back`; `units` is 1 and 0.2 in their type.
    """
    one, fifth = units
    return (
        v * (old - candidate) * slope(update, gate_act, one, fifth),
        v * (one - update) * slope(candidate, act, one, fifth),
    )


@helper
def second_back(d, factor, reset, units, gate_act):
    """Gradients of the reset gate's input and of what it is multiplied with, from the product's."""
    one, fifth = units
    return d * factor * slope(reset, gate_act, one, fifth), d * reset


@helper
def update_and_candidate(dout, g, z, old, d, act, gate_act):
    """Add g to dout; `first_back` for a sample, eight units at a time and the rest one by one."""
    n = dout.shape[0]
    last = 2 * n
    units, j = (same8(z, 1.0), same8(z, 0.2)), 0
    while j + 8 <= n:
        v, update, candidate = load8(dout, j) + load8(g, j), load8(z, j), load8(z, last + j)
        d0, d2 = first_back(v, update, candidate, load8(old, j), units, act, gate_act)
        store8(dout, j, v)
        store8(d, j, d0)
        store8(d, last + j, d2)
        j += 8
    ones = like(z[0], 1), like(z[0], 0.2)
    for k in range(j, n):
        v = dout[k] + g[k]
        d[k], d[last + k] = first_back(v, z[k], z[last + k], old[k], ones, act, gate_act)
        dout[k] = v


@helper
def reset(product, factor, z, d, through, gate_act):
    """`second_back` for a sample: fills the second third of d, and `through`."""
    n = factor.shape[0]
    units, j = (same8(z, 1.0), same8(z, 0.2)), 0
    while j + 8 <= n:
        d1, rest = second_back(
            load8(product, j), load8(factor, j), load8(z, n + j), units, gate_act
        )
        store8(d, n + j, d1)
        store8(through, j, rest)
        j += 8
    ones = like(z[0], 1), like(z[0], 0.2)
    for k in range(j, n):
        d[n + k], through[k] = second_back(product[k], factor[k], z[n + k], ones, gate_act)


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
