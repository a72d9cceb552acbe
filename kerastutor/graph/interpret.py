"""The reference interpreter: run a graph node by node on the NumPy references.

It is slow and simple, and the oracle of everything fast: whatever a plan computes must equal what
this computes.
"""

import numpy as np

from kerastutor import dtypes
from kerastutor.graph.tensor import Constant, Placeholder, Variable
from kerastutor.graph.traverse import topological


def interpret(outputs, feeds, check=False, order=None):
    """Values of tensors.

    # Arguments
        outputs: list of tensors.
        feeds: dictionary tensor -> array (placeholders, or any other tensor whose value is known).
        check: also raise FloatingPointError at the first node that makes NaN or infinity out of
            finite numbers.
        order: `topological(outputs, known=feeds)`, when it is known already.

    # Returns
        List of arrays.
    """
    with np.errstate(all="ignore"):
        return _run(outputs, feeds, check, order or topological(outputs, known=feeds))


def _run(outputs, feeds, check, order):
    values = {}
    uses = {}
    for node in order:
        for x in node.inputs:
            uses[x] = uses.get(x, 0) + 1
    for x in outputs:
        uses[x] = uses.get(x, 0) + 1

    def value(x):
        if x in values:
            return values[x]
        if x in feeds:
            return feeds[x]
        if isinstance(x, (Constant, Variable)):
            return x.value
        if isinstance(x, Placeholder) and x.default is not None:
            return np.asarray(x.default, x.dtype)
        raise ValueError(
            "%s: placeholder must be fed, got no value. Add it to the inputs of the function."
            % x.name
        )

    for node in order:
        arrays = [value(x) for x in node.inputs]
        results = run_node(node, arrays)
        if check:
            finite = all(np.isfinite(a).all() for a in arrays if a.dtype.kind == "f")
            if finite and not all(np.isfinite(r).all() for r in results if r.dtype.kind == "f"):
                raise FloatingPointError(
                    "%s made NaN or infinity out of finite inputs, in line %s"
                    % (node.op, node.where)
                )
        for x, result in zip(node.outputs, results):
            values[x] = result
        for x in node.inputs:  # drop what nobody needs any more
            uses[x] -= 1
            if not uses[x]:
                values.pop(x, None)
    return [np.array(value(x)) for x in outputs]


def run_node(node, arrays):
    """Outputs of one node as a list of arrays, with shape and type checked against the
    declaration.
    """
    try:
        results = node.op.reference(*arrays)
    except (ValueError, TypeError, IndexError) as error:
        place = " (built in %s, line %d)" % node.where if node.where else ""
        raise ValueError("%s%s" % (error, place)) from error
    if node.op.nout == 1:
        results = (results,)
    out = []
    for x, result in zip(node.outputs, results):
        result = np.asarray(result)
        if dtypes.name_of(result) != x.dtype:
            result = result.astype(x.dtype)
        if result.ndim != len(x.shape) or any(
            n is not None and n != m for n, m in zip(x.shape, result.shape)
        ):
            raise ValueError(
                "%s: reference must give shape %s, got %s from inputs %s."
                % (node.op.name, tuple(x.shape), result.shape, [a.shape for a in arrays])
            )
        out.append(result)
    return out
