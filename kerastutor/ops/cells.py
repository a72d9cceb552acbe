"""One time step of the recurrent layers: simple, LSTM, GRU.

Each cell is written three times: forwards in NumPy, backwards in NumPy, and as a step of graph ops.
The last is the specification. `z` is the projected input of the step (B, G * H), bias included;
`states` begins with h.

The steps have these forms, where `gates` are the activated gates that the backward step reads:

- `forward_step(z, states, u, b)` -> (new states, gates);
- `backward_step(g, before, now, gates, u, du, db)` -> (gradient of z, gradients of the states
  before); it adds to `du` and `db` in place; `g` holds the gradients of the new states `now`;
- `graph_step(z, states, u, b)` -> new states.
"""

import numpy as np

from kerastutor.graph.node import F

PLAIN = {"activation": "tanh", "time_major": False, "reverse": False}
GATED = {**PLAIN, "recurrent_activation": "hard_sigmoid"}

# name -> (the function, its derivative written with the function's result)
ACTIVATIONS = {
    "tanh": (np.tanh, lambda y: 1 - y * y),
    "sigmoid": (lambda x: 1 / (1 + np.exp(-x)), lambda y: y * (1 - y)),
    "hard_sigmoid": (
        lambda x: np.clip(x * x.dtype.type(0.2) + x.dtype.type(0.5), 0, 1),
        lambda y: np.where((y > 0) & (y < 1), y.dtype.type(0.2), y.dtype.type(0)),
    ),
    "relu": (lambda x: np.maximum(x, 0), lambda y: (y > 0).astype(y.dtype)),
    "linear": (lambda x: x, np.ones_like),
}


def activate(name, x):
    """Graph op of an activation."""
    return F.identity(x) if name == "linear" else getattr(F, name)(x)


def parts_of(z, gates):
    """The gates of a graph tensor (B, G * H), as a list."""
    units = z.shape[-1] // gates
    return [
        F.slice(z, begin=(0, k * units), end=(None, (k + 1) * units), step=(1, 1))
        for k in range(gates)
    ]


class SimpleRnn:
    """h = f(x w + b + h u)."""

    attrs = PLAIN
    recurrent_activation = "linear"

    def forward_step(self, z, states, u, b):
        f, _ = self.functions(0)
        return (f(z + states[0] @ u),), np.empty((len(z), 0), z.dtype)

    def backward_step(self, g, before, now, gates, u, du, db):
        df, _ = self.functions(1)
        dz = g[0] * df(now[0])
        du += before[0].T @ dz
        return dz, [dz @ u.T]

    def graph_step(self, z, states, u, b):
        return [activate(self.activation, F.add(z, F.matmul(states[0], u)))]


class Lstm:
    """Gates in the order i, f, c, o; c = f * c + i * candidate, h = o * act(c). Hochreiter and
    Schmidhuber 1997.
    """

    attrs = GATED
    gates, states, kept_gates = 4, 2, 4

    def forward_step(self, z, states, u, b):
        f, rf = self.functions(0)
        h, c = states
        z = z + h @ u
        n = u.shape[0]
        gates = np.concatenate([rf(z[:, : 2 * n]), f(z[:, 2 * n : 3 * n]), rf(z[:, 3 * n :])], 1)
        c = gates[:, n : 2 * n] * c + gates[:, :n] * gates[:, 2 * n : 3 * n]
        return (gates[:, 3 * n :] * f(c), c), gates

    def backward_step(self, g, before, now, gates, u, du, db):
        f, _ = self.functions(0)
        df, drf = self.functions(1)
        i, keep, candidate, o = np.split(gates, 4, 1)
        shown = f(now[1])
        dc = g[1] + g[0] * o * df(shown)
        dz = np.concatenate(
            [
                dc * candidate * drf(i),
                dc * before[1] * drf(keep),
                dc * i * df(candidate),
                g[0] * shown * drf(o),
            ],
            1,
        )
        du += before[0].T @ dz
        return dz, [dz @ u.T, dc * keep]

    def graph_step(self, z, states, u, b):
        i, keep, candidate, o = parts_of(F.add(z, F.matmul(states[0], u)), 4)
        i, keep, o = (activate(self.recurrent_activation, t) for t in (i, keep, o))
        c = F.add(F.mul(keep, states[1]), F.mul(i, activate(self.activation, candidate)))
        return [F.mul(o, activate(self.activation, c)), c]


class Gru:
    """Gates in the order z, r, h; h = z * h + (1 - z) * candidate. Cho et al. 2014,
    arXiv:1406.1078.

    With `reset_after` the reset gate acts after the recurrent product, and b is (2, 3 * H): for the
    input, and for the recurrent product.
    """

    attrs = {**GATED, "reset_after": False}
    gates = 3

    @property
    def kept_gates(self):
        """z, r and the candidate; with reset_after also the candidate's recurrent product."""
        return 4 if self.reset_after else 3

    def bias_shape(self, width):
        return (2, width) if self.reset_after else (width,)

    def input_bias(self, b):
        return b[0] if self.reset_after else b

    def add_input_bias(self, db, rows):
        total = rows.sum(0, dtype=rows.dtype)
        if self.reset_after:
            db[0] += total
        else:
            db += total

    def forward_step(self, z, states, u, b):
        f, rf = self.functions(0)
        h, n = states[0], u.shape[0]
        if self.reset_after:
            inner = h @ u + b[1]
            zr = rf(z[:, : 2 * n] + inner[:, : 2 * n])
            candidate = f(z[:, 2 * n :] + zr[:, n:] * inner[:, 2 * n :])
            kept = [zr, candidate, inner[:, 2 * n :]]
        else:
            zr = rf(z[:, : 2 * n] + h @ u[:, : 2 * n])
            candidate = f(z[:, 2 * n :] + (zr[:, n:] * h) @ u[:, 2 * n :])
            kept = [zr, candidate]
        return (zr[:, :n] * h + (1 - zr[:, :n]) * candidate,), np.concatenate(kept, 1)

    def backward_step(self, g, before, now, gates, u, du, db):
        df, drf = self.functions(1)
        h, n = before[0], u.shape[0]
        update, reset, candidate = gates[:, :n], gates[:, n : 2 * n], gates[:, 2 * n : 3 * n]
        d_candidate = g[0] * (1 - update) * df(candidate)
        d_update = g[0] * (h - candidate) * drf(update)
        older = g[0] * update
        if self.reset_after:
            d_reset = d_candidate * gates[:, 3 * n :] * drf(reset)
            inner = np.concatenate([d_update, d_reset, d_candidate * reset], 1)
            du += h.T @ inner
            db[1] += inner.sum(0, dtype=inner.dtype)
            older = older + inner @ u.T
        else:
            through = d_candidate @ u[:, 2 * n :].T
            d_reset = through * h * drf(reset)
            both = np.concatenate([d_update, d_reset], 1)
            du[:, : 2 * n] += h.T @ both
            du[:, 2 * n :] += (reset * h).T @ d_candidate
            older = older + through * reset + both @ u[:, : 2 * n].T
        return np.concatenate([d_update, d_reset, d_candidate], 1), [older]

    def graph_step(self, z, states, u, b):
        h = states[0]
        zz, zr, zh = parts_of(z, 3)
        if self.reset_after:
            iz, ir, ih = parts_of(F.add(F.matmul(h, u), b[1]), 3)
        else:
            uz, ur, uh = parts_of(u, 3)
            iz, ir = F.matmul(h, uz), F.matmul(h, ur)
        update, reset = (
            activate(self.recurrent_activation, F.add(p, q)) for p, q in ((zz, iz), (zr, ir))
        )
        inner = F.mul(reset, ih) if self.reset_after else F.matmul(F.mul(reset, h), uh)
        candidate = activate(self.activation, F.add(zh, inner))
        return [F.add(F.mul(update, h), F.mul(F.sub(1.0, update), candidate))]
