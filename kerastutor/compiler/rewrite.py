"""Graph passes: each takes a graph and gives back an equal, cheaper one. `PASSES` is the whole list, in order.

A graph is a list of root tensors. The first passes rebuild it from the leaves up; for each node they ask a table of rules for a
replacement. They run once per function and learning phase, before any shape is known.
"""
import numpy as np

from kerastutor.compiler.hoist import smaller_loops
from kerastutor.graph.node import F, Node
from kerastutor.graph.tensor import Constant
from kerastutor.graph.traverse import topological


def rebuild_with(roots, rule, leaves=None):
    """Rebuild a graph, replacing nodes as a rule says.

    # Arguments
        roots: list of tensors.
        rule: function (node, inputs) -> replacement tensor, or None to keep the node (on its new inputs).
        leaves: dictionary of tensors to replace from the start.

    # Returns
        List of tensors.
    """
    new = dict(leaves or {})
    for node in topological(roots):
        inputs = tuple(new.get(x, x) for x in node.inputs)
        result = rule(node, inputs)
        if result is not None:
            new[node.outputs[0]] = result
        elif any(a is not b for a, b in zip(inputs, node.inputs)):
            copy = Node(node.op, inputs, [(t.shape, t.dtype) for t in node.outputs])
            copy.where, copy.device = node.where, node.device
            new.update(zip(node.outputs, copy.outputs))
    return [new.get(t, t) for t in roots]


# ---- choose branches, drop what changes nothing ---------------------------------------------------------------
def _is(x, number):
    """True for a constant, or a tensor made by ones_like/zeros_like, that holds this number everywhere."""
    if isinstance(x, Constant):
        return x.value.size == 1 and x.value.reshape(()) == number
    return x.node is not None and x.node.op.name == ("ones_like" if number == 1 else "zeros_like")


def _keeps(x, node):
    """True when x surely has the shape of the node's output."""
    return tuple(x.shape) == tuple(node.outputs[0].shape) and None not in x.shape


def _switch(node, inputs):
    if isinstance(inputs[0], Constant):
        return inputs[1] if inputs[0].value else inputs[2]
    return inputs[1] if inputs[1] is inputs[2] else None


def _mul(node, inputs):
    for one, other in (inputs, inputs[::-1]):
        if _is(one, 1) and (not len(one.shape) or _keeps(other, node)):
            return other
    return None


def _add(node, inputs):
    for zero, other in (inputs, inputs[::-1]):
        if _is(zero, 0) and (not len(zero.shape) or node.op.same_shape):
            return other
    return None


def _sub(node, inputs):
    zero, other = inputs[1], inputs[0]
    return other if isinstance(zero, Constant) and not len(zero.shape) and zero.value == 0 else None


def _div(node, inputs):
    one, other = inputs[1], inputs[0]
    return other if isinstance(one, Constant) and not len(one.shape) and one.value == 1 else None


def _neg(node, inputs):
    below = inputs[0].node
    return below.inputs[0] if below is not None and below.op.name == "neg" else None


def _cast(node, inputs):
    return inputs[0] if inputs[0].dtype == node.op.dtype else None


def _transpose(node, inputs):
    if node.op.perm == tuple(range(len(node.op.perm))):
        return inputs[0]
    below = inputs[0].node
    if below is not None and below.op.name == "transpose":
        perm = tuple(below.op.perm[i] for i in node.op.perm)
        return below.inputs[0] if perm == tuple(range(len(perm))) else F.transpose(below.inputs[0], perm=perm)
    return None


def _same_shape(node, inputs):
    x, like = inputs
    return x if tuple(x.shape) == tuple(like.shape) and None not in x.shape else None



SIMPLER = {"identity": lambda node, inputs: inputs[0], "stop_gradient": lambda node, inputs: inputs[0], "switch": _switch,
           "mul": _mul, "add": _add, "sub": _sub, "div": _div, "neg": _neg, "cast": _cast, "transpose": _transpose,
           "sum_to": _same_shape, "broadcast_to": _same_shape, "reshape_like": _same_shape}


def simplify(roots, leaves):
    """Take the branch of the learning phase; drop identities, factors of one, terms of zero, casts to the same type."""
    def rule(node, inputs):
        found = SIMPLER.get(node.op.name)
        return found(node, inputs) if found else None
    return rebuild_with(roots, rule, leaves)


def merge_equal(roots, leaves=None):
    """Compute equal expressions once."""
    seen = {}

    def rule(node, inputs):
        if not node.op.pure or node.op.nout != 1:
            return None
        key = (node.op.key(), tuple(_identity(x) for x in inputs))
        try:
            known = seen.get(key)
        except TypeError:                     # an attribute that cannot be hashed
            return None
        if known is not None:
            return known
        if any(a is not b for a, b in zip(inputs, node.inputs)):
            copy = Node(node.op, inputs, [(t.shape, t.dtype) for t in node.outputs])
            copy.where, copy.device = node.where, node.device
            seen[key] = copy.outputs[0]
            return copy.outputs[0]
        seen[key] = node.outputs[0]
        return None
    return rebuild_with(roots, rule)


def _identity(x):
    """Constants of few elements are equal when their values are."""
    if isinstance(x, Constant) and x.value.size <= 16:
        return x.dtype, x.value.shape, x.value.tobytes()
    return id(x)


# ---- put neighbours into one kernel ---------------------------------------------------------------------------
def fuse(roots, leaves=None):
    """x @ w + b, and relu of it, become one `dense` op where nothing else needs the values in between."""
    uses = {}
    for node in topological(roots):
        for i, x in enumerate(node.inputs):
            if i not in node.op.shape_only:
                uses[x] = uses.get(x, 0) + 1
    for x in roots:
        uses[x] = uses.get(x, 0) + 1

    def rule(node, inputs):
        if node.op.name == "add":
            for old, product, bias in ((node.inputs[0],) + inputs, (node.inputs[1],) + inputs[::-1]):
                below = product.node
                if below is not None and below.op.name == "matmul" and not below.op.ta and not below.op.tb and uses.get(old) == 1 \
                        and len(product.shape) == 2 and _is_row(bias, product.shape[1]):
                    return F.dense(below.inputs[0], below.inputs[1], _flat_row(bias))
        if node.op.name == "relu":
            below = inputs[0].node
            if below is not None and below.op.name == "dense" and below.op.activation == "linear" and uses.get(node.inputs[0]) == 1:
                return F.dense(*below.inputs, activation="relu")
        return None
    return rebuild_with(roots, rule)


def _is_row(bias, size):
    shape = tuple(bias.shape)
    return size is not None and shape in ((size,), (1, size))


def _flat_row(bias):
    return bias if len(bias.shape) == 1 else F.reshape(bias, shape=(bias.shape[1],))


PASSES = (("simplify", simplify), ("merge_equal", merge_equal), ("fuse", fuse))


def optimize(roots, phase=None, phase_tensor=None):
    """Run all passes.

    # Arguments
        roots: list of tensors.
        phase: value of the learning phase (0 or 1), or None when it is not an input.
        phase_tensor: the placeholder that stands for it.

    # Returns
        List of tensors, in the same order.
    """
    leaves = {}
    if phase is not None:
        leaves[phase_tensor] = Constant(np.asarray(bool(phase)))
    for _, run in PASSES:
        roots = run(roots, leaves)
        leaves = {}
    smaller = smaller_loops(roots, optimize)
    return roots if smaller is roots else merge_equal(smaller)
