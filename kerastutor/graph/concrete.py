"""Concrete shapes of a graph, from the shapes of what it starts with.

Worked example: of `y = reshape(x, concat(shape(x)[:1], [-1]))` nothing is known while the graph is
built; with x of shape (2, 3, 4) the shape tensor has the value [2, -1], so y has the shape (2, 12).
"""

import numpy as np

from kerastutor.graph.spec import Spec
from kerastutor.graph.tensor import Constant
from kerastutor.graph.traverse import topological

SMALL = 64  # elements of tensors whose values are followed


def concrete(tensors, known):
    """Specs of tensors.

    # Arguments
        tensors: list of tensors.
        known: dictionary with the `Spec` of each placeholder and variable that they depend on.

    # Returns
        List of `Spec`; a size that depends on data is None.

    # Raises
        ValueError, TypeError: when shapes do not fit; the message names the op and the line that
            built it.
    """
    specs = dict(known)

    def spec(x):
        if x not in specs:
            if not isinstance(x, Constant):
                raise ValueError(
                    f"{x.name}: placeholder must be fed, got no value. Add it to the "
                    "inputs of the function."
                )
            specs[x] = Spec(x.shape, x.dtype, x.value if x.value.size <= SMALL else None)
        return specs[x]

    with np.errstate(all="ignore"):
        for node in topological(tensors, known=known):
            _follow(node, [spec(x) for x in node.inputs], specs)
    return [spec(x) for x in tensors]


def _follow(node, inputs, specs):
    """Adds the specs of a node's outputs; with values where these follow from known ones."""
    op = node.op
    try:
        results = op.infer(*inputs)
    except (ValueError, TypeError) as error:
        place = " (built in {}, line {})".format(*node.where) if node.where else ""
        raise type(error)(f"{error}{place}") from None
    made = [Spec(shape, dtype) for shape, dtype in results]
    specs.update(zip(node.outputs, made, strict=True))
    skip = op.shape_only
    if (
        not op.pure
        or any(s.size is None or s.size > SMALL for s in made)
        or any(s.size is None if i in skip else s.value is None for i, s in enumerate(inputs))
    ):
        return
    arrays = [
        np.broadcast_to(np.zeros((), s.dtype), s.shape) if i in skip else s.value
        for i, s in enumerate(inputs)
    ]
    values = op.reference(*arrays)
    for s, value in zip(made, values if op.nout > 1 else (values,), strict=True):
        s.value = np.ascontiguousarray(np.asarray(value, s.dtype)).reshape(s.shape)
