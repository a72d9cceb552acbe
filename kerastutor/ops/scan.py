"""Loops over time: `scan` traces one step and applies it to every element of sequences.

The step becomes an inner graph. Its inputs are one element of each sequence and the states; tensors of the outer
graph that it uses are captured and become further inputs of the `scan` node, so gradients reach them.
"""
import numpy as np

from kerastutor import dtypes
from kerastutor.graph.autodiff import backward
from kerastutor.graph.interpret import interpret
from kerastutor.graph.node import F, Node, Op, op
from kerastutor.graph.tensor import Constant, Placeholder
from kerastutor.graph.traverse import rebuild, topological


def scan(step, sequences, states, length=None, reverse=False):
    """Apply `step` to each element of sequences, handing states on.

    # Arguments
        step: function (items, states) -> (outputs, new states); lists of tensors. It is called once.
        sequences: list of tensors with time on axis 0.
        states: list of first states.
        length: int tensor or int, the number of steps; needed only when there is no sequence.
        reverse: whether to run from the last element to the first; outputs keep the order of the sequences.

    # Returns
        (list of outputs stacked along axis 0, list of last states).

    # Raises
        ValueError: when the new states do not have the number, types or shapes of the first ones.
    """
    sequences = list(sequences)
    if not sequences:
        if length is None:
            raise ValueError("scan: length must be given when there are no sequences.")
        sequences = [F.arange(np.int32(0), length, np.int32(1))]
        return scan(lambda items, state: step([], state), sequences, states, reverse=reverse)
    items = [Placeholder(x.shape[1:], x.dtype, name="item") for x in sequences]
    states = list(states)
    held = [Placeholder(x.shape, x.dtype, name="state") for x in states]
    outs, news = step(list(items), list(held))
    outs, news = list(outs), list(news)
    if len(news) != len(states):
        raise ValueError("scan: step must return %d new states, got %d." % (len(states), len(news)))
    for old, new in zip(held, news):
        if new.dtype != old.dtype or len(new.shape) != len(old.shape) or any(
                None not in (a, b) and a != b for a, b in zip(old.shape, new.shape)):
            raise ValueError("scan: new state must have shape %s and dtype %s like the first state, got %s and %s."
                             % (tuple(old.shape), old.dtype, tuple(new.shape), new.dtype))
    instance = Scan(items=items, held=held, outs=outs, news=news, reverse=reverse)
    instance.captures = _captures(outs + news, items + held)
    inputs = tuple(sequences) + tuple(states) + tuple(instance.captures)
    node = Node(instance, inputs, instance.infer(*inputs))
    return node.outputs[:len(outs)], node.outputs[len(outs):len(outs) + len(states)]


def _captures(results, inner):
    """Outer tensors that the inner graph uses, constants excepted."""
    inside = set(inner)
    found = {}
    order = topological(results, known=inside)
    for node in order:
        if any(x in inside for x in node.inputs) or not node.inputs or not node.op.pure:
            inside.update(node.outputs)
    used = [x for node in order if node.outputs[0] in inside for x in node.inputs] + list(results)
    for x in used:
        if x not in inside and not isinstance(x, Constant):
            found[x] = True
    return list(found)


@op("scan")
class Scan(Op):
    """Inputs: sequences, first states, captured tensors. Outputs: stacked step outputs, last states, and the states
    before each step (which only the gradient uses)."""

    attrs = {"items": (), "held": (), "outs": (), "news": (), "reverse": False}
    pure = False

    def __init__(self, **attrs):
        super().__init__(**attrs)
        self.captures = []
        self.nout = len(self.outs) + 2 * len(self.held)
        if self.nout == 1:
            self.nout = 2          # always a list
        self.counters = [node.op.counter for node in topological(list(self.outs) + list(self.news))
                         if getattr(node.op, "counter", None) is not None]

    def key(self):
        return (self.name, id(self))

    def infer(self, *inputs):
        n, k = len(self.items), len(self.held)
        length = None
        for x in inputs[:n]:
            if not len(x.shape):
                raise ValueError("scan: sequences must have a time axis, got a scalar.")
            if length is None:
                length = x.shape[0]
            elif x.shape[0] not in (None, length):
                raise ValueError("scan: sequences must have equal lengths, got %s." % [t.shape[0] for t in inputs[:n]])
        results = [((length,) + tuple(y.shape), y.dtype) for y in self.outs]
        results += [(tuple(s.shape), s.dtype) for s in inputs[n:n + k]]
        results += [((length,) + tuple(s.shape), s.dtype) for s in inputs[n:n + k]]
        if len(results) < 2:
            results.append(((0,), "float32"))
        return results

    def reference(self, *arrays):
        n, k = len(self.items), len(self.held)
        sequences, states = arrays[:n], list(arrays[n:n + k])
        feeds = dict(zip(self.captures, arrays[n + k:]))
        length = len(sequences[0])
        outs, before = [[] for _ in self.outs], [[] for _ in states]
        for t in (range(length - 1, -1, -1) if self.reverse else range(length)):
            feeds.update(zip(self.items, [x[t] for x in sequences]))
            feeds.update(zip(self.held, states))
            for store, state in zip(before, states):
                store.append(state)
            values = interpret(list(self.outs) + list(self.news), feeds)
            for store, value in zip(outs, values):
                store.append(value)
            states = values[len(outs):]
        if not length:                            # shapes of an empty result come from zeros
            feeds.update((p, np.zeros(x.shape[1:], x.dtype)) for p, x in zip(self.items, sequences))
            feeds.update(zip(self.held, states))
            values = interpret(list(self.outs), feeds)
            outs = [np.zeros((0,) + v.shape, v.dtype) for v in values]
            before = [np.zeros((0,) + s.shape, s.dtype) for s in states]
        order = -1 if self.reverse else 1
        stacked = [np.asarray(store)[::order] for store in outs] + states + [np.asarray(store)[::order] for store in before]
        if len(stacked) < 2:
            stacked.append(np.zeros(0, "float32"))
        return tuple(stacked)

    def gradient(self, gs, inputs, outputs):
        n, k, m = len(self.items), len(self.held), len(self.outs)
        before = outputs[m + k:m + 2 * k]
        smooth = [i for i, s in enumerate(self.held) if dtypes.is_float(s.dtype)]
        caught = [i for i, c in enumerate(self.captures) if dtypes.is_float(c.dtype)]
        arrived = [i for i in range(m) if gs[i] is not None]
        xs = [i for i, x in enumerate(self.items) if dtypes.is_float(x.dtype)]
        first = [gs[m + i] if gs[m + i] is not None else F.zeros_like(outputs[m + i]) for i in smooth]
        first += [F.zeros_like(self.captures[i]) for i in caught]
        # a gradient that arrives at the recorded states joins the state's gradient at that step
        recorded = {i: gs[m + k + i] for i in smooth if gs[m + k + i] is not None}

        def step(items, states):
            x, h = items[:n], items[n:n + k]
            g_out = dict(zip(arrived, items[n + k:n + k + len(arrived)]))
            g_rec = dict(zip(recorded, items[n + k + len(arrived):]))
            g_state, totals = states[:len(smooth)], states[len(smooth):]
            captures = [self.captures[i] for i in caught]
            inner = dict(zip(list(self.items) + list(self.held), list(x) + list(h)))
            values = rebuild(list(self.outs) + list(self.news), inner)
            starts = [(values[i], g_out[i]) for i in arrived if dtypes.is_float(values[i].dtype)]
            starts += [(values[m + i], g) for i, g in zip(smooth, g_state)]
            wanted = [x[i] for i in xs] + [h[i] for i in smooth] + captures
            grads = backward(starts, wanted, through=False)
            grads = [F.zeros_like(v) if g is None else g for g, v in zip(grads, wanted)]
            new = grads[len(xs):len(xs) + len(smooth)]
            new = [F.add(g, g_rec[i]) if i in g_rec else g for i, g in zip(smooth, new)]
            return grads[:len(xs)], new + [F.add(a, b) for a, b in zip(totals, grads[len(xs) + len(smooth):])]

        sequences = list(inputs[:n]) + list(before) + [gs[i] for i in arrived] + list(recorded.values())
        outs, last = scan(step, sequences, first, reverse=not self.reverse)
        results = [None] * len(inputs)
        for i, g in zip(xs, outs):
            results[i] = g
        for i, g in zip(smooth, last):
            results[n + i] = g
        for i, g in zip(caught, last[len(smooth):]):
            results[n + k + i] = g
        return results
