"""A pass: the chains of elementwise ops that optimizers build for a parameter become one op.

Worked example, SGD with momentum: `v = momentum * m - lr * g`, with the updates m <- v and
p <- p + v, is found below `add(p, sub(mul(momentum, m), mul(lr, g)))` by the pattern MOMENTUM, and
both new values become outputs of one `momentum_step`, which goes through the memory once. What no
pattern fits (another optimizer, AMSGrad, a learner's own) stays as it is.
"""

import numpy as np

from kerastutor.graph.node import Node, registry
from kerastutor.graph.tensor import Variable

# A pattern is the name of what stands there, or (op, patterns of its inputs ...); ("is", name,
# pattern) names what the pattern fits. Names of arrays are those in _ARRAYS, others are scalars.
_ARRAYS = ("p", "m", "v", "g")


def _mean(keep, old, rest, new):
    return ("add", ("mul", keep, old), ("mul", rest, new))


def _root(x):
    return ("sqrt", ("clip", x))


_VELOCITY = ("is", "new_m", ("sub", ("mul", "momentum", "m"), ("mul", "lr", "g")))
MOMENTUM = ("add", "p", _VELOCITY)
NESTEROV = ("add", "p", ("sub", ("mul", "momentum", _VELOCITY), ("mul", "lr", "g")))
_SQUARES = ("is", "new_v", _mean("rho", "v", "rest", ("square", "g")))
RMSPROP = ("sub", "p", ("div", ("mul", "lr", "g"), ("add", _root(_SQUARES), "epsilon")))
ADAM = (
    "sub",
    "p",
    (
        "div",
        ("mul", "lr", ("is", "new_m", _mean("beta_1", "m", "rest_1", "g"))),
        ("add", _root(_SQUARES), "epsilon"),
    ),
)

# (pattern, op, its attributes, names of its inputs, names of its outputs after the parameter)
STEPS = (
    (MOMENTUM, "momentum_step", {}, ("p", "m", "g", "momentum", "lr"), ("new_m",)),
    (NESTEROV, "momentum_step", {"nesterov": True}, ("p", "m", "g", "momentum", "lr"), ("new_m",)),
    (RMSPROP, "rmsprop_step", {}, ("p", "v", "g", "lr", "rho", "rest", "epsilon"), ("new_v",)),
    (
        ADAM,
        "adam_step",
        {},
        ("p", "m", "v", "g", "lr", "beta_1", "rest_1", "rho", "rest", "epsilon"),
        ("new_m", "new_v"),
    ),
)


def merged_updates(roots, order):
    """Dictionary of the tensors that outputs of merged updates replace.

    # Arguments
        roots: list of tensors.
        order: the nodes that they depend on.
    """
    replaced, wanted = {}, set(roots)
    steps = [(*step, registry[step[1]](**step[2])) for step in STEPS]
    for node in order:
        name = node.op.name
        if name in ("add", "sub") and isinstance(node.inputs[0], Variable):
            p = node.inputs[0]
            for pattern, _, _, inputs, slots, op in steps:
                if pattern[0] != name:
                    continue
                found = _Match(p).fits(pattern, node.outputs[0])
                if found and wanted.issuperset([found[slot] for slot in slots]):
                    shapes = [(p.shape, p.dtype)] * op.nout
                    made = Node(op, tuple([found[x] for x in inputs]), shapes)
                    made.where, made.device = node.where, node.device
                    old = [node.outputs[0], *[found[slot] for slot in slots]]
                    replaced.update(zip(old, made.outputs))
                    break
    return replaced


class _Match:
    """What a pattern's names stand for, as it is followed down from the new value of p."""

    def __init__(self, p):
        self.p, self.found = p, {}

    def fits(self, pattern, t):
        """The dictionary of names when the pattern fits the tensor, else None."""
        return self.found if self._fits(pattern, t) else None

    def _fits(self, pattern, t):
        if type(pattern) is str:
            return self._name(pattern, t)
        if pattern[0] == "is":
            _, name, below = pattern
            if name not in self.found and self._fits(below, t):
                self.found[name] = t
            return self.found.get(name) is t
        node = t.node
        name = pattern[0]
        if node is None or node.op.name != name or len(node.inputs) != len(pattern) - 1:
            return False
        if name == "clip" and (node.op.low, node.op.high) != (0, np.inf):
            return False
        if name not in ("add", "mul"):
            return self._all_fit(pattern, node.inputs)
        before = dict(self.found)
        if self._all_fit(pattern, node.inputs):
            return True
        self.found = before
        return self._all_fit(pattern, node.inputs[::-1])

    def _all_fit(self, pattern, inputs):
        for below, x in zip(pattern[1:], inputs):
            if not self._fits(below, x):
                return False
        return True

    def _name(self, name, t):
        p = self.p
        if t.dtype != p.dtype:
            return False
        if name not in _ARRAYS:
            good = not t.shape
        elif name == "g":
            good = t.shape == p.shape
        else:
            good = isinstance(t, Variable) and t.shape == p.shape and (name != "p" or t is p)
        return good and self.found.setdefault(name, t) is t
