"""Symbolic gradients, by walking the graph backwards.

Worked example: y = exp(a * x). `gradients(y, [x])` starts with dy/dy = 1, asks `exp` for 1 * y,
asks `mul` for (1 * y) * a, and returns that tensor. The result is built from ordinary ops, so it
can be differentiated again.
"""

import numpy as np

from kerastutor import dtypes
from kerastutor.graph.node import F
from kerastutor.graph.tensor import Constant
from kerastutor.graph.traverse import topological


def gradients(loss, variables, grad_loss=None):
    """Gradients of a tensor with respect to others.

    # Arguments
        loss: tensor; when it is not a scalar, the gradient is that of the sum of its elements.
        variables: list of tensors.
        grad_loss: gradient of `loss` to start from (same shape), or None for ones.

    # Returns
        List with a tensor of each variable's shape, or None where `loss` does not depend on it.
    """
    if not dtypes.is_float(loss.dtype):
        return [None] * len(variables)
    if grad_loss is None:
        grad_loss = F.ones_like(loss) if loss.shape else Constant(np.ones((), loss.dtype))
    return backward([(loss, grad_loss)], variables)


def backward(starts, variables, through=True):
    """Gradients of several tensors together.

    # Arguments
        starts: list of (tensor, its gradient).
        variables: list of tensors.
        through: whether a gradient that reached a variable also flows on to what the variable was
            made from.

    # Returns
        List with a tensor, or None, per variable.
    """
    wanted = set(variables)
    order = topological([t for t, _ in starts], known=() if through else wanted)
    needed = set()  # nodes that lie between the variables and the starts
    for node in order:
        shape_only = node.op.shape_only
        for i, x in enumerate(node.inputs):
            if i not in shape_only and (x in wanted or x.node in needed):
                needed.add(node)
                break
    parts = {}
    for t, g in starts:
        parts.setdefault(t, []).append(g)
    for node in reversed(order):
        if node not in needed or node.op.gradient is None or parts.keys().isdisjoint(node.outputs):
            continue
        grads = [_total(parts, t) for t in node.outputs]
        results = node.op.gradient(
            grads[0] if node.op.nout == 1 else grads, node.inputs, node.outputs
        )
        if len(results) != len(node.inputs):
            raise ValueError(
                "%s: gradient() must return %d entries, got %d."
                % (node.op.name, len(node.inputs), len(results))
            )
        for x, g in zip(node.inputs, results):
            if g is not None and dtypes.is_float(x.dtype) and (x in wanted or x.node in needed):
                parts.setdefault(x, []).append(g)
    return [_total(parts, x) for x in variables]


def _total(parts, tensor):
    """Sum of the gradients that arrived at a tensor; None when none did."""
    terms = parts.get(tensor)
    if terms is None:
        return None
    total = terms[0]
    for term in terms[1:]:
        total = F.add(total, term, same_shape=True)
    parts[tensor] = [total]
    return total
