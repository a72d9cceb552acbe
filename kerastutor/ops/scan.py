"""Loops over time: `scan` traces one step and applies it to every element of sequences.

The step becomes an inner graph of its own. Its leaves are placeholders: one element of each
sequence (`items`), the states (`held`), and the tensors of the outer graph that it uses
(`captures`). The outer tensors are inputs of the `scan` node, so gradients reach them.

Time is axis 0 of the sequences, or axis 1 of those of rank 2 or more (`axis=1`, as in K.rnn).
"""

import numpy as np

from kerastutor import dtypes
from kerastutor.graph import scope
from kerastutor.graph.autodiff import backward
from kerastutor.graph.concrete import concrete
from kerastutor.graph.interpret import interpret
from kerastutor.graph.node import F, Node, Op, op
from kerastutor.graph.spec import Spec
from kerastutor.graph.tensor import Constant, Placeholder
from kerastutor.graph.traverse import rebuild, topological

_SPREAD = 0x9E3779B97F4A7C15  # an odd number without pattern: random steps of a loop lie far apart


def scan(step, sequences, states, length=None, reverse=False, axis=0):
    """Apply `step` to each element of sequences, handing states on.

    # Arguments
        step: function (items, states) -> (outputs, new states), all lists of tensors. It is called
            once.
        sequences: list of tensors with time on `axis`.
        states: list of first states.
        length: int tensor or int, the number of steps; needed only when there is no sequence.
        reverse: whether to run from the last element to the first; outputs keep the order of the
            sequences.
        axis: 0 or 1; vectors have their one axis.

    # Returns
        (list of outputs stacked along `axis`, list of last states).

    # Raises
        ValueError: when the new states do not have the number, types or shapes of the first ones.
    """
    sequences, states = list(sequences), list(states)
    if not sequences:
        if length is None:
            raise ValueError("scan: length must be given when there are no sequences.")
        sequences = [F.arange(np.int32(0), length, np.int32(1))]
        return scan(lambda items, held: step([], held), sequences, states, reverse=reverse)
    items = [Placeholder(item_shape(x.shape, axis), x.dtype, name="item") for x in sequences]
    held = [Placeholder(x.shape, x.dtype, name="state") for x in states]
    with scope.loop_scope() as token:
        outs, news = step(list(items), list(held))
    _check_states(held, list(news))
    m, results = len(outs), [*outs, *news]
    results = _drawn_anew(results, items, sequences, token, axis)
    captures = _captures(results, items + held, token)
    holes = [Placeholder(x.shape, x.dtype, name="outer") for x in captures]
    results = rebuild(results, dict(zip(captures, holes, strict=True)))
    instance = Scan(items=items, held=held, captures=holes, outs=results[:m], news=results[m:],
                    records=tuple(range(len(states))), reverse=reverse, axis=axis)
    inputs = (*sequences, *states, *captures)
    node = Node(instance, inputs, instance.infer(*inputs))
    return node.outputs[:m], node.outputs[m : m + len(states)]


def _check_states(held, news):
    if len(news) != len(held):
        raise ValueError(f"scan: step must return {len(held)} new states, got {len(news)}.")
    for old, new in zip(held, news, strict=True):
        if new.dtype != old.dtype or not _fits(old.shape, new.shape):
            raise ValueError(
                f"scan: new state must have shape {tuple(old.shape)} and dtype {old.dtype} like "
                f"the first state, got {tuple(new.shape)} and {new.dtype}."
            )


def _fits(a, b):
    """True when two shapes may be equal."""
    return len(a) == len(b) and all(None in pair or pair[0] == pair[1]
                                    for pair in zip(a, b, strict=True))


def time_axis(axis, rank):
    """Axis of a sequence of some rank that holds the time."""
    return min(axis, rank - 1)


def item_shape(shape, axis):
    """Shape of one element of a sequence."""
    if not len(shape):
        raise ValueError("scan: sequences must have a time axis, got a scalar.")
    at = time_axis(axis, len(shape))
    return tuple(shape[:at]) + tuple(shape[at + 1 :])


def stacked_shape(shape, axis, length):
    """Shape of elements stacked over time."""
    at = time_axis(axis, len(shape) + 1)
    return (*shape[:at], length, *shape[at:])


def _captures(results, inner, token):
    """Outer tensors that the inner graph uses, constants excepted."""
    inside = set(inner)
    found = {}
    order = topological(results, known=inside)
    for node in order:
        if any(x in inside for x in node.inputs) or _made_in(node, token):
            inside.update(node.outputs)
    used = [x for node in order if node.outputs[0] in inside for x in node.inputs] + list(results)
    for x in used:
        if x not in inside and not isinstance(x, Constant):
            found[x] = True
    return list(found)


# ---- random numbers ------------------------------------------------------------------------------
def _made_in(node, token):
    """True for a random op, or a loop with random ops, that was made in the step of this loop."""
    return getattr(node.op, "loop", None) is token


def _drawn_anew(results, items, sequences, token, axis):
    """Results in which random ops made in the step draw other numbers at each step.

    Their numbers follow from a counter: each step adds a multiple of a large number to it.
    """
    counters = {}
    for node in topological(results, known=items):
        if _made_in(node, token):
            counters.update(dict.fromkeys(_counters_of(node)))
    if not counters:
        return results
    x = sequences[0]
    length = F.shape(x)[time_axis(axis, len(x.shape))]
    sequences.append(F.arange(np.int32(0), length, np.int32(1)))
    items.append(Placeholder((), "int32", name="step"))
    stride = pow(_SPREAD, scope.loop_depth() + 1, 1 << 64)
    stride -= stride >> 63 << 64  # as a signed number
    offset = F.mul(F.cast(items[-1], dtype="int64"), np.int64(stride))
    return rebuild(results, {c: F.add(c, offset) for c in counters})


def _counters_of(node):
    """Run counters of a random op, or of those in a loop."""
    counter = getattr(node.op, "counter", None)
    return [counter] if counter is not None else getattr(node.op, "counters", [])


@op("scan")
class Scan(Op):
    """Inputs: sequences, first states, outer tensors. Outputs: stacked step outputs, last states,
    and, stacked, the states in `records` before each step (which only the gradient uses)."""

    attrs = {"items": (), "held": (), "captures": (), "outs": (), "news": (), "records": (),
             "reverse": False, "axis": 0}
    pure = False
    kernel = "scan"

    def __init__(self, **attrs):
        super().__init__(**attrs)
        self.nout = max(len(self.outs) + len(self.held) + len(self.records), 2)  # always a list
        self.loop = scope.loop()
        nodes = topological(list(self.outs) + list(self.news))
        self.counters = list(dict.fromkeys(c for node in nodes for c in _counters_of(node)))

    def key(self):
        return (self.name, id(self))

    def split(self, values):
        """(sequences, first states, outer tensors) of something per input."""
        n, k = len(self.items), len(self.held)
        return list(values[:n]), list(values[n : n + k]), list(values[n + k :])

    def infer(self, *inputs):
        sequences, states, outer = self.split(inputs)
        lengths = [x.shape[time_axis(self.axis, len(x.shape))] for x in sequences]
        length = next((n for n in lengths if n is not None), None)
        if any(n not in (None, length) for n in lengths):
            raise ValueError(f"scan: sequences must have equal lengths, got {lengths}.")
        outs = self.outs
        if isinstance(inputs[0], Spec):
            known = [Spec(item_shape(x.shape, self.axis), x.dtype) for x in sequences]
            known += [Spec(x.shape, x.dtype) for x in states] + outer
            leaves = [*self.items, *self.held, *self.captures]
            outs = concrete(self.outs, dict(zip(leaves, known, strict=True)))
        states = [(tuple(x.shape), x.dtype) for x in states]
        results = [(stacked_shape(y.shape, self.axis, length), y.dtype) for y in outs] + states
        results += [(stacked_shape(states[i][0], self.axis, length), states[i][1])
                    for i in self.records]
        return results + [((0,), "float32")] * (self.nout - len(results))

    def reference(self, *arrays):
        sequences, states, outer = self.split(arrays)
        sequences = [np.moveaxis(x, time_axis(self.axis, x.ndim), 0) for x in sequences]
        feeds = dict(zip(self.captures, outer, strict=True))
        length = len(sequences[0])
        outs, before = [[] for _ in self.outs], [[] for _ in self.records]
        order = -1 if self.reverse else 1
        for t in range(length)[::order]:
            feeds.update(zip(self.items, [x[t] for x in sequences], strict=True))
            feeds.update(zip(self.held, states, strict=True))
            for store, i in zip(before, self.records, strict=True):
                store.append(states[i])
            values = interpret(list(self.outs) + list(self.news), feeds)
            for store, value in zip(outs, values, strict=False):
                store.append(value)
            states = values[len(outs) :]
        if not length:  # shapes of an empty result come from zeros
            feeds.update((p, np.zeros(x.shape[1:], x.dtype))
                         for p, x in zip(self.items, sequences, strict=True))
            feeds.update(zip(self.held, states, strict=True))
            outs = [np.zeros((0, *v.shape), v.dtype) for v in interpret(list(self.outs), feeds)]
            before = [np.zeros((0, *states[i].shape), states[i].dtype) for i in self.records]

        def stacked(store):
            values = np.asarray(store)[::order]
            return np.moveaxis(values, 0, time_axis(self.axis, values.ndim))
        results = [stacked(s) for s in outs] + states + [stacked(s) for s in before]
        return tuple(results + [np.zeros(0, "float32")] * (self.nout - len(results)))

    def gradient(self, gs, inputs, outputs):
        n, k, m = len(self.items), len(self.held), len(self.outs)
        sequences, states, outer = self.split(inputs)
        outer = [F.identity(x) for x in outer]  # so that no two of them are the same tensor
        before, g_before = outputs[m + k : m + 2 * k], gs[m + k : m + 2 * k]
        smooth = [i for i, s in enumerate(states) if dtypes.is_float(s.dtype)]
        caught = [i for i, c in enumerate(outer) if dtypes.is_float(c.dtype)]
        arrived = [i for i in range(m) if gs[i] is not None]
        xs = [i for i, x in enumerate(sequences) if dtypes.is_float(x.dtype)]
        first = [F.zeros_like(states[i]) if gs[m + i] is None else gs[m + i] for i in smooth]
        first += [F.zeros_like(outer[i]) for i in caught]
        # a gradient that arrives at the recorded states joins the state's gradient at that step
        recorded = {i: g_before[i] for i in smooth if g_before[i] is not None}

        def step(items, totals):
            x, h = items[:n], items[n : n + k]
            g_out = dict(zip(arrived, items[n + k :], strict=False))
            g_rec = dict(zip(recorded, items[n + k + len(arrived) :], strict=False))
            g_state, totals = totals[: len(smooth)], totals[len(smooth) :]
            leaves = [*self.items, *self.held, *self.captures]
            inner = dict(zip(leaves, [*x, *h, *outer], strict=True))
            values = rebuild(list(self.outs) + list(self.news), inner)
            starts = [(values[i], g_out[i]) for i in arrived if dtypes.is_float(values[i].dtype)]
            starts += [(values[m + i], g) for i, g in zip(smooth, g_state, strict=True)]
            wanted = [x[i] for i in xs] + [h[i] for i in smooth] + [outer[i] for i in caught]
            grads = backward(starts, wanted, through=False)
            grads = [F.zeros_like(v) if g is None else g
                     for g, v in zip(grads, wanted, strict=True)]
            older = grads[len(xs) : len(xs) + len(smooth)]
            older = [F.add(g, g_rec[i]) if i in g_rec else g
                     for i, g in zip(smooth, older, strict=True)]
            caught_here = grads[len(xs) + len(smooth) :]
            totals = [F.add(a, b) for a, b in zip(totals, caught_here, strict=True)]
            return grads[: len(xs)], older + totals

        over = [*sequences, *before, *(gs[i] for i in arrived), *recorded.values()]
        outs, last = scan(step, over, first, reverse=not self.reverse, axis=self.axis)
        results = [None] * len(inputs)
        for i, g in zip(xs, outs, strict=True):
            results[i] = g
        for i, g in zip(smooth, last, strict=False):
            results[n + i] = g
        for i, g in zip(caught, last[len(smooth) :], strict=True):
            results[n + k + i] = g
        return results
