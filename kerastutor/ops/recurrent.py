"""Recurrent layers over whole sequences: one op runs all the time steps, one op is its gradient.

Inputs of a forward op: x (B, T, F), first states (B, H) each, kernel w (F, G * H), recurrent kernel
u (H, G * H), bias b, and optionally a bool mask (B, T). G is the number of gates. Outputs: all h
(B, T, H), the last states, then what only the gradient reads (`reserve`): the other states and the
activated gates at every step.

Rules: with `time_major` the first two axes of x, mask and the outputs are (T, B). With `reverse`
the steps run from the last element of x to the first, and outputs are in the order of the steps, as
K.rnn has it. A masked step leaves the states as they are and repeats the state h as its output.

The cells themselves are in cells.py; second derivatives are taken through their steps of graph ops.
"""

import numpy as np

from kerastutor import dtypes
from kerastutor.graph.autodiff import backward
from kerastutor.graph.node import F, Op, op
from kerastutor.ops.cells import ACTIVATIONS, Gru, Lstm, SimpleRnn
from kerastutor.ops.samples import lazy, numbers
from kerastutor.ops.scan import scan


class Cell(Op):
    """Family: attributes, layout, shapes. A cell gives `gates`, `states` and the three steps."""

    gates = 1
    states = 1
    kept_gates = 0  # how many gates' activations are recorded for the gradient

    def functions(self, index):
        """(activation, recurrent activation), or their derivatives with index 1."""
        return ACTIVATIONS[self.activation][index], ACTIVATIONS[self.recurrent_activation][index]

    def split(self, inputs):
        """(x, states, w, u, b, mask or None) of the inputs of a forward op."""
        n = self.states
        if len(inputs) not in (n + 4, n + 5):
            raise TypeError(f"{self.name}: it takes {n + 4} or {n + 5} tensors, got {len(inputs)}.")
        return (
            inputs[0],
            tuple(inputs[1 : n + 1]),
            *inputs[n + 1 : n + 4],
            inputs[n + 4] if len(inputs) > n + 4 else None,
        )

    def bias_shape(self, width):
        """Shape of the bias."""
        return (width,)

    def check(self, inputs):
        """Raise for inputs that do not fit; returns (the first two axes, B, H)."""
        x, states, w, u, b, mask = self.split(inputs)
        for name in (self.activation, self.recurrent_activation):
            if name not in ACTIVATIONS:
                raise ValueError(
                    "{}: activations must be among {}, got {!r}.".format(
                        self.name, ", ".join(sorted(ACTIVATIONS)), name
                    )
                )
        found = [t.dtype for t in (x, *states, w, u, b)]
        if len(set(found)) > 1 or not dtypes.is_float(found[0]):
            raise TypeError(
                "{}: inputs must have the same float dtype, got {}.".format(
                    self.name, ", ".join(map(str, found))
                )
            )
        if len(x.shape) != 3:
            raise ValueError(f"{self.name}: x must have 3 axes, got shape {tuple(x.shape)}.")
        lead, features, units = tuple(x.shape[:2]), x.shape[2], u.shape[0] if len(u.shape) else None
        batch = lead[1] if self.time_major else lead[0]
        if units is None:
            raise ValueError(
                f"{self.name}: recurrent kernel must have known sizes, got shape {tuple(u.shape)}."
            )
        width = units * self.gates
        self.fit("state", [(t, (batch, units)) for t in states])
        self.fit("kernel", [(w, (features, width))])
        self.fit("recurrent kernel", [(u, (units, width))])
        self.fit("bias", [(b, self.bias_shape(width))])
        if mask is not None:
            self.fit("mask", [(mask, lead)])
            if mask.dtype != "bool":
                raise TypeError(
                    f"{self.name}: mask must be bool, got {mask.dtype}. Convert with K.cast(mask, "
                    "'bool')."
                )
        return lead, batch, units

    def fit(self, what, pairs):
        """Raise unless each tensor has the wanted shape, as far as both are known."""
        for t, want in pairs:
            if len(t.shape) != len(want) or any(
                None not in (a, b) and a != b for a, b in zip(t.shape, want, strict=False)
            ):
                raise ValueError(
                    f"{self.name}: {what} must have shape {want}, got {tuple(t.shape)}."
                )

    def inward(self, a):
        """(B, T, ...) array as (T, B, ...) in the order of the steps."""
        a = a if self.time_major else a.swapaxes(0, 1)
        return a[::-1] if self.reverse else a

    def outward(self, a):
        """(T, B, ...) array in the order of the steps, with its axes as the outputs have them."""
        return np.ascontiguousarray(a if self.time_major else a.swapaxes(0, 1))


class Sequence(Cell):
    """Family: forward over all steps."""

    kernel = "sequence"

    @property
    def nout(self):
        return 2 * self.states + bool(self.kept_gates)

    @property
    def reserve(self):
        """Outputs that only the gradient reads."""
        return tuple(range(self.states + 1, self.nout))

    def infer(self, *inputs):
        lead, batch, units = self.check(inputs)
        dtype = inputs[0].dtype
        results = [((*lead, units), dtype)] + [((batch, units), dtype)] * self.states
        results += [((*lead, units), dtype)] * (self.states - 1)
        if self.kept_gates:
            results.append(((*lead, units * self.kept_gates), dtype))
        return results

    def reference(self, *arrays):
        x, states, w, u, b, mask = self.split(arrays)
        xs = self.inward(x)
        masks = None if mask is None else self.inward(mask)[..., None]
        steps, batch = xs.shape[:2]
        projected = xs @ w + self.input_bias(b)
        history = [np.empty((steps, *s.shape), s.dtype) for s in states]
        gates = np.empty((steps, batch, u.shape[0] * self.kept_gates), x.dtype)
        for t in range(steps):
            new, gates[t] = self.forward_step(projected[t], states, u, b)
            states = (
                new
                if masks is None
                else tuple(np.where(masks[t], a, old) for a, old in zip(new, states, strict=False))
            )
            for store, state in zip(history, states, strict=False):
                store[t] = state
        results = (
            [self.outward(history[0])]
            + [np.array(s) for s in states]
            + [self.outward(s) for s in history[1:]]
        )
        return (*results, self.outward(gates)) if self.kept_gates else tuple(results)

    def input_bias(self, b):
        """The part of the bias that joins the projected input."""
        return b

    def gradient(self, g, inputs, outputs):
        n = self.states
        if any(t is not None for t in g[n + 1 :]):
            raise ValueError(
                f"{self.name}: outputs after the last states must not be differentiated."
            )
        arrived = [
            F.zeros_like(y) if t is None else t for t, y in zip(g, outputs[: n + 1], strict=False)
        ]
        kept = [outputs[0], *outputs[n + 1 :]]
        grads = getattr(F, self.name + "_grad")(*arrived, *kept, *inputs, **self.attributes())
        return list(grads) + [None] * (len(inputs) - len(grads))

    def composed(self, inputs):
        """All h and the last states, from elementary graph ops."""
        x, states, w, u, b, mask = self.split(inputs)
        sequences = [x] if mask is None else [x, mask]
        if not self.time_major:
            sequences = [F.transpose(s, perm=(1, 0, *range(2, len(s.shape)))) for s in sequences]
        if self.reverse:
            sequences = [F.reverse(s, axes=(0,)) for s in sequences]

        def step(items, states):
            projected = F.add(F.matmul(items[0], w), self.input_bias(b))
            new = self.graph_step(projected, states, u, b)
            if mask is not None:
                open_ = F.expand_dims(items[1], axis=1)
                new = [F.where(open_, a, old) for a, old in zip(new, states, strict=False)]
            return [new[0]], new

        [hs], last = scan(step, sequences, states)
        return [hs if self.time_major else F.transpose(hs, perm=(1, 0, 2)), *last]


class SequenceGrad(Cell):
    """Family: gradient of a forward op.

    Inputs: gradients of all h and of the last states, all h, the reserve, and the inputs of the
    forward op. Outputs: gradients of x, the first states, w, u and b.
    """

    kernel = "sequence_grad"
    forward = None  # the forward op's class

    @property
    def nout(self):
        return self.states + 4

    @property
    def records(self):
        """Number of recorded sequences among the inputs."""
        return self.states + bool(self.kept_gates)

    def parts(self, inputs):
        """(gradients that arrived, records, forward inputs)."""
        a, b = self.states + 1, self.states + 1 + self.records
        return inputs[:a], inputs[a:b], inputs[b:]

    def infer(self, *inputs):
        arrived, records, inputs = self.parts(inputs)
        lead, batch, units = self.check(inputs)
        self.fit("gradient of all h", [(arrived[0], (*lead, units))])
        self.fit("gradient of a state", [(g, (batch, units)) for g in arrived[1:]])
        self.fit("recorded state", [(r, (*lead, units)) for r in records[: self.states]])
        return [(tuple(t.shape), t.dtype) for t in inputs[: self.states + 4]]

    def reference(self, *arrays):
        (g_all, *g_states), records, inputs = self.parts(arrays)
        x, first, w, u, b, mask = self.split(inputs)
        xs = self.inward(x)
        masks = None if mask is None else self.inward(mask)[..., None]
        swap = (lambda a: a) if self.time_major else (lambda a: a.swapaxes(0, 1))
        g_all, records = swap(g_all), [swap(r) for r in records]
        history, gates = records[: self.states], records[self.states] if self.kept_gates else None
        steps = len(xs)
        dz = np.empty((steps, xs.shape[1], w.shape[1]), x.dtype)
        du, db = np.zeros_like(u), np.zeros_like(b)
        for t in range(steps - 1, -1, -1):
            before = [s[t - 1] if t else s0 for s, s0 in zip(history, first, strict=False)]
            now = [s[t] for s in history]
            arrived = [g_states[0] + g_all[t], *g_states[1:]]
            here = None if masks is None else masks[t]
            keep = arrived if here is None else [np.where(here, g, 0) for g in arrived]
            dz[t], older = self.backward_step(
                keep, before, now, None if gates is None else gates[t], u, du, db
            )
            g_states = (
                older
                if here is None
                else [np.where(here, a, g) for a, g in zip(older, arrived, strict=False)]
            )
        rows = dz.reshape(-1, dz.shape[2])
        dw = xs.reshape(-1, xs.shape[2]).T @ rows
        self.add_input_bias(db, rows)
        dx = dz @ w.T
        dx = dx[::-1] if self.reverse else dx
        return (self.outward(dx), *g_states, dw, du, db)

    def add_input_bias(self, db, rows):
        """Add the gradient of the bias that joined the projected input."""
        db += rows.sum(0, dtype=rows.dtype)

    def gradient(self, g, inputs, outputs):
        arrived, records, inputs = self.parts([F.identity(t) for t in inputs])
        forward = self.forward(**self.attributes())
        wanted = list(inputs[: self.states + 4])
        first = backward(
            list(zip(forward.composed(inputs), arrived, strict=False)), wanted, through=False
        )
        starts = [
            (t, start)
            for t, start in zip(first, g, strict=False)
            if t is not None and start is not None
        ]
        sources = [*arrived, *wanted]
        second = backward(starts, sources, through=False)
        n = len(arrived)
        return [
            *second[:n],
            *([None] * len(records)),
            *second[n:],
            *([None] * (len(inputs) - len(wanted))),
        ]


# ---- samples -------------------------------------------------------------------------------------
_mask = np.array([[1, 1, 0, 1, 0], [0, 1, 1, 0, 1]], bool)


def calls(states, gates, units=3, two_biases=False):
    """Inputs of a forward op: plain, masked, reversed and time-major."""

    def inputs(batch, steps):
        lead = (batch, steps, 4)
        bias = numbers(2, gates * units) if two_biases else numbers(gates * units)
        return (
            numbers(*lead),
            *(numbers(lead[0], units) for _ in range(states)),
            numbers(4, gates * units),
            numbers(units, gates * units),
            bias,
        )

    other = {"activation": "sigmoid"}
    major = inputs(3, 2)
    extra = {"reset_after": True} if two_biases else {}
    yield (*inputs(2, 5), dict(extra))
    yield (*inputs(2, 5), _mask, dict(extra))
    yield (*inputs(3, 4), {"reverse": True, **extra})
    yield (*inputs(2, 5), _mask, {"reverse": True, "activation": "linear", **extra})
    yield (major[0].swapaxes(0, 1), *major[1:], {"time_major": True, **other, **extra})


def gradient_calls(cls):
    """Inputs of the gradient op for the calls of a forward op."""
    for *arrays, attrs in cls.samples:
        forward = cls(**attrs)
        results = forward.reference(*arrays)
        n = forward.states
        arrived = [numbers(*r.shape) for r in results[: n + 1]]
        yield (*arrived, results[0], *results[n + 1 :], *arrays, attrs)


_plain = next(calls(2, 4))
_bad = [
    ((*_plain[:3], numbers(5, 12), *_plain[4:]), ValueError, "kernel must have shape"),
    ((_plain[0][0], *_plain[1:]), ValueError, "3 axes"),
    ((*_plain[:-1], {"activation": "softmax"}), ValueError, "activations must be"),
    ((*_plain[:-1], numbers(2, 5)), TypeError, "mask must be bool"),
    ((*_plain[:3], _plain[3].astype("float64"), *_plain[4:]), TypeError, "same float dtype"),
]


@op("simple_rnn_sequence")
class SimpleRnnSequence(SimpleRnn, Sequence):
    """(x, h0, w, u, b, mask?) -> all h, last h."""

    samples = lazy(lambda: list(calls(1, 1)))


@op("simple_rnn_sequence_grad")
class SimpleRnnSequenceGrad(SimpleRnn, SequenceGrad):
    """Gradient of simple_rnn_sequence."""

    forward, checked_by = SimpleRnnSequence, "simple_rnn_sequence"
    samples = lazy(lambda: list(gradient_calls(SimpleRnnSequence)))


@op("lstm_sequence")
class LstmSequence(Lstm, Sequence):
    """(x, h0, c0, w, u, b, mask?) -> all h, last h, last c, all c, gates."""

    samples = lazy(
        lambda: (
            list(calls(2, 4))
            + [(*next(calls(2, 4))[:-1], {"recurrent_activation": "sigmoid", "activation": "relu"})]
        )
    )
    bad = _bad


@op("lstm_sequence_grad")
class LstmSequenceGrad(Lstm, SequenceGrad):
    """Gradient of lstm_sequence."""

    forward, checked_by = LstmSequence, "lstm_sequence"
    samples = lazy(lambda: list(gradient_calls(LstmSequence)))


@op("gru_sequence")
class GruSequence(Gru, Sequence):
    """(x, h0, w, u, b, mask?) -> all h, last h, gates."""

    samples = lazy(lambda: list(calls(1, 3)) + list(calls(1, 3, two_biases=True)))


@op("gru_sequence_grad")
class GruSequenceGrad(Gru, SequenceGrad):
    """Gradient of gru_sequence."""

    forward, checked_by = GruSequence, "gru_sequence"
    samples = lazy(lambda: list(gradient_calls(GruSequence)))
