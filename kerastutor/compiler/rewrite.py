"""Graph passes: each takes a graph and gives back an equal, cheaper one. `PASSES` is the whole
list, in order.

A graph is a list of root tensors. A pass rebuilds it from the leaves up; for each node it asks a
rule for a replacement. Passes run once per function and learning phase, before any shape is known.

Worked example: for K.in_train_phase(dropout(x), x) * 1.0 in the test phase, `simplify` takes the
second branch of the switch, finds that a factor of one changes nothing, and leaves x.
"""

import numpy as np

from kerastutor.compiler.affine import AffineChains
from kerastutor.compiler.hoist import smaller_loops
from kerastutor.compiler.look_up import LookUps
from kerastutor.compiler.merge_updates import merged_updates
from kerastutor.compiler.sizes import Sizes
from kerastutor.graph.node import F, Node, registry
from kerastutor.graph.pause import collector_paused
from kerastutor.graph.tensor import Constant, Tensor
from kerastutor.graph.traverse import topological

_SMALL = 16  # elements: constants up to this size are equal when their values are


def rebuild_with(roots, rule, leaves=None, kept=None, order=None):
    """Rebuild a graph, replacing nodes as a rule says.

    # Arguments
        roots: list of tensors.
        rule: function (node, inputs) -> replacement tensor, a list of those of all outputs, or None
            to keep the node (on its new inputs).
        leaves: dictionary of tensors to replace from the start.
        kept: function (node) that is shown every kept node, on its new inputs; or None.
        order: `topological(roots)`, when it is known already.

    # Returns
        List of tensors; `roots` itself when nothing was replaced.
    """
    new = dict(leaves or {})
    for node in order or topological(roots):
        inputs = node.inputs
        for x in inputs:
            if x in new:
                inputs = tuple([new.get(x, x) for x in inputs])
                break
        result = rule(node, inputs)
        if result is not None:
            new.update(zip(node.outputs, result if isinstance(result, list) else [result]))
            continue
        if inputs is not node.inputs:
            copy = on_inputs(node, inputs)
            for t, made in zip(node.outputs, copy.outputs):
                new[t] = made
            node = copy
        if kept is not None:
            kept(node)
    return [new.get(t, t) for t in roots] if new else roots


def on_inputs(node, inputs, op=None):
    """The same op on other inputs of the same shapes, or another one whose outputs are like the
    node's; with the node's device and line.
    """
    made = Node.__new__(Node)
    made.op, made.inputs = op or node.op, inputs
    made.where, made.device = node.where, node.device
    made.outputs = outputs = []
    for t in node.outputs:
        outputs.append(Tensor(t.shape, t.dtype, made, t.index))
    return made


# ---- choose branches, drop what changes nothing --------------------------------------------------
def _is(x, number):
    """True for a constant, or a tensor made by ones_like/zeros_like, that holds this number
    everywhere.
    """
    if isinstance(x, Constant):
        return x.value.size == 1 and x.value.reshape(()) == number
    return x.node is not None and x.node.op.name in _FILLED[number]


_FILLED = {0: ("zeros_like", "zero_gradient"), 1: ("ones_like",)}


def _switch(node, inputs, sizes):
    if isinstance(inputs[0], Constant):
        return inputs[1] if inputs[0].value else inputs[2]
    return inputs[1] if inputs[1] is inputs[2] else None


def _mul(node, inputs, sizes):
    for one, other in (inputs, inputs[::-1]):
        if _is(one, 1) and (not len(one.shape) or sizes.same(one, other)):
            return other
    return None


def _add(node, inputs, sizes):
    for zero, other in (inputs, inputs[::-1]):
        if _is(zero, 0) and (not len(zero.shape) or node.op.same_shape or sizes.same(zero, other)):
            return other
    return None


def _sub(node, inputs, sizes):
    other, zero = inputs
    return other if _is(zero, 0) and (not len(zero.shape) or sizes.same(zero, other)) else None


def _div(node, inputs, sizes):
    other, one = inputs
    return other if _is(one, 1) and (not len(one.shape) or sizes.same(one, other)) else None


def _neg(node, inputs, sizes):
    below = inputs[0].node
    return below.inputs[0] if below is not None and below.op.name == "neg" else None


def _cast(node, inputs, sizes):
    return inputs[0] if inputs[0].dtype == node.op.dtype else None


def _transpose(node, inputs, sizes):
    if node.op.perm == tuple(range(len(node.op.perm))):
        return inputs[0]
    below = inputs[0].node
    if below is not None and below.op.name == "transpose":
        perm = tuple(below.op.perm[i] for i in node.op.perm)
        return (
            below.inputs[0]
            if perm == tuple(range(len(perm)))
            else F.transpose(below.inputs[0], perm=perm)
        )
    return None


def _same_shape(node, inputs, sizes):
    return inputs[0] if sizes.same(*inputs) else None


def _first(node, inputs, sizes):
    return inputs[0]


# Inputs in which an op is linear: when one of them is the gradient of a branch that was not taken,
# so is the result.
LINEAR = {
    "mul": (0, 1),
    "matmul": (0, 1),
    "div": (0,),
    "neg": (0,),
    "sum": (0,),
    "mean": (0,),
    "sum_to": (0,),
    "broadcast_to": (0,),
    "reshape": (0,),
    "reshape_like": (0,),
    "transpose": (0,),
    "slice_grad": (0,),
}


def untaken(node, inputs):
    """Zeros in place of a node, when it follows from the gradient of a branch that was not taken;
    else None.
    """
    for i in LINEAR.get(node.op.name, ()):
        below = inputs[i].node
        if below is not None and below.op.name == "zero_gradient":
            return F.zero_gradient(on_inputs(node, inputs).outputs[0])  # reads its shape alone
    return None


SIMPLER = {
    "identity": _first,
    "stop_gradient": _first,
    "switch": _switch,
    "mul": _mul,
    "add": _add,
    "sub": _sub,
    "div": _div,
    "neg": _neg,
    "cast": _cast,
    "transpose": _transpose,
    "sum_to": _same_shape,
    "broadcast_to": _same_shape,
    "reshape_like": _same_shape,
}


def simplify(roots, leaves=None, order=None):
    """Take the branch of the learning phase; drop identities, factors of one, terms of zero, casts
    to the same type, sums over nothing; compute equal expressions once.
    """
    walk = _Simplifier()
    return rebuild_with(roots, walk.rule, leaves, walk.kept, order)


class _Simplifier:
    """What `simplify` knows while it walks: sizes, and the tensor of every expression so far."""

    def __init__(self):
        self.sizes, self.seen, self.constants = Sizes(), {}, {}
        self.key = None  # of the node that the rule has looked at last
        self.zeros = False  # whether there was the gradient of a branch that was not taken

    def rule(self, node, inputs):
        if self.zeros:
            zeros = untaken(node, inputs)
            if zeros is not None:
                return zeros
        simpler = SIMPLER.get(node.op.name)
        if simpler is not None:
            result = simpler(node, inputs, self.sizes)
            if result is not None:
                if result.node is None or result in inputs:
                    return result
                return self.first(self.key_of(result.node, result.node.inputs), result)
        self.key = self.key_of(node, inputs)
        try:
            return self.seen.get(self.key)
        except TypeError:  # an attribute that cannot be hashed
            self.key = node
            return None

    def kept(self, node):
        self.sizes.see(node)
        self.seen[self.key] = node.outputs[0]
        if node.op.name == "zero_gradient":
            self.zeros = True

    def first(self, key, x):
        """The tensor that has had this key first; x when there is none."""
        try:
            return self.seen.setdefault(key, x)
        except TypeError:
            return x

    def key_of(self, node, inputs):
        """Equal for nodes that compute the same; the node itself when there can be no other one."""
        if not node.op.pure or node.op.nout != 1:
            return node
        for x in inputs:
            if isinstance(x, Constant):
                inputs = [self.identity(x) if isinstance(x, Constant) else x for x in inputs]
                break
        return (node.op.key(), *inputs)

    def identity(self, x):
        """What stands for a constant in a key: its value when it is small."""
        if x.value.size > _SMALL:
            return x
        known = self.constants.get(x)
        if known is None:
            known = self.constants[x] = (x.dtype, x.value.shape, x.value.tobytes())
        return known


# ---- put neighbours into one kernel --------------------------------------------------------------
def count_uses(roots, order):
    """How many nodes need each tensor's values; being a root counts too."""
    uses = {}
    for node in order:
        skip, inputs = node.op.shape_only, node.inputs
        if skip:
            inputs = [x for i, x in enumerate(inputs) if i not in skip]
        for x in inputs:
            uses[x] = uses.get(x, 0) + 1
    for x in roots:
        uses[x] = uses.get(x, 0) + 1
    return uses


def fuse(roots, leaves=None, order=None):
    """x @ w + b, and relu of it, become one `dense` op where nothing else needs the values in
    between.
    """
    order = order or topological(roots)
    if not any([node.op.name == "matmul" for node in order]):
        return roots
    uses = count_uses(roots, order)
    linear, relu = registry["dense"](), registry["dense"](activation="relu")

    def rule(node, inputs):
        name = node.op.name
        if name == "add":
            for old, product, bias in ((node.inputs[0], *inputs), (node.inputs[1], *inputs[::-1])):
                below = product.node
                if (
                    below is not None
                    and below.op.name == "matmul"
                    and not below.op.ta
                    and not below.op.tb
                    and uses.get(old) == 1
                    and len(product.shape) == 2
                    and _is_row(bias, product.shape[1])
                ):
                    return on_inputs(node, (*below.inputs, _flat_row(bias)), linear).outputs
        if name == "relu":
            below = inputs[0].node
            if (
                below is not None
                and below.op.name == "dense"
                and below.op.activation == "linear"
                and uses.get(node.inputs[0]) == 1
            ):
                return on_inputs(node, below.inputs, relu).outputs
        return None

    return rebuild_with(roots, rule, order=order)


def _is_row(bias, size):
    shape = tuple(bias.shape)
    return size is not None and shape in ((size,), (1, size))


def _flat_row(bias):
    return bias if len(bias.shape) == 1 else F.reshape(bias, shape=(bias.shape[1],))


def affine(roots, leaves=None, order=None):
    """A factor, a term and a cut-off for each channel, one after another, become one op."""
    order = order or topological(roots)
    if not any([node.op.name in AffineChains.begins and _has_channels(node) for node in order]):
        return roots
    return rebuild_with(roots, AffineChains(count_uses(roots, order)).rule, order=order)


def _has_channels(node):
    return len(node.outputs[0].shape) > 2


def merge(roots, leaves=None, order=None):
    """The chains of ops by which an optimizer changes a parameter become one op each."""
    order = order or topological(roots)
    replaced = merged_updates(roots, order)
    if not replaced:
        return roots
    for node in order:
        if node.outputs[0] not in replaced and not replaced.keys().isdisjoint(node.inputs):
            break  # something else reads a new value
    else:
        return [replaced.get(t, t) for t in roots]
    return rebuild_with(roots, lambda node, inputs: replaced.get(node.outputs[0]), order=order)


def look_up(roots, leaves=None, order=None):
    """Recurrent ops read the rows of tables themselves, each of them once."""
    order = order or topological(roots)
    found = LookUps(roots, order)
    return rebuild_with(roots, found.rule, order=order) if found.forwards else roots


PASSES = (
    ("merge", merge),  # first, as it leaves the others half as many nodes of a deep net ...
    ("simplify", simplify),
    ("fuse", fuse),
    ("merge", merge),  # ... and again, for chains that only now are as the patterns say
    ("affine", affine),
    ("look_up", look_up),
)


def optimize(roots, phase=None, phase_tensor=None, order=None):
    """Run all passes.

    # Arguments
        roots: list of tensors.
        phase: value of the learning phase (0 or 1), or None when it is not an input.
        phase_tensor: the placeholder that stands for it.
        order: `topological(roots)`, when it is known already.

    # Returns
        List of tensors, in the same order.
    """
    leaves = {}
    if phase is not None:
        leaves[phase_tensor] = Constant(np.asarray(bool(phase)))
    with collector_paused():
        order = order or topological(roots)
        for _, run in PASSES:
            changed = run(roots, leaves, order)
            if changed is not roots:
                roots, order = changed, topological(changed)
        smaller = smaller_loops(roots, optimize, order)
        return roots if smaller is roots else simplify(smaller)
