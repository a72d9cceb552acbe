"""Walks over the graph, without recursion: a graph may be 100,000 nodes deep."""


def topological(outputs, skip=None, known=()):
    """Nodes that `outputs` depend on, inputs before users, in a fixed order.

    # Arguments
        outputs: tensors.
        skip: function (node, input position) -> True for edges not to follow, or None.
        known: tensors whose makers are not wanted.

    # Returns
        List of nodes.
    """
    order, seen = [], set()
    opened = []  # nodes whose inputs are on the stack, with None below them
    stack = [t.node for t in reversed(outputs) if t.node is not None and t not in known]
    while stack:
        node = stack.pop()
        if node is None:
            order.append(opened.pop())
            continue
        if node in seen:
            continue
        seen.add(node)
        opened.append(node)
        stack.append(None)
        inputs = node.inputs
        if skip is not None:
            inputs = [x for i, x in enumerate(inputs) if not skip(node, i)]
        for x in reversed(inputs):
            maker = x.node
            if maker is not None and maker not in seen and x not in known:
                stack.append(maker)
    return order


def ancestors(outputs):
    """Set of all tensors that `outputs` depend on, the outputs and the leaves included."""
    found = set(outputs)
    for node in topological(outputs):
        found.update(node.outputs)
        found.update(node.inputs)
    return found


def leaves(outputs, order=None):
    """Set of the tensors without a maker that `outputs` depend on.

    # Arguments
        outputs: tensors.
        order: `topological(outputs)`, when it is known already.
    """
    found = {x for x in outputs if x.node is None}
    for node in topological(outputs) if order is None else order:
        for x in node.inputs:
            if x.node is None:
                found.add(x)
    return found


def rebuild(outputs, replace):
    """Copies of tensors in which some of the tensors they depend on are replaced.

    # Arguments
        outputs: list of tensors.
        replace: dictionary tensor -> tensor to use instead.

    # Returns
        List of tensors; what does not depend on a replaced tensor is not copied.
    """
    new = dict(replace)
    for node in topological(outputs, known=replace):
        if any(x in new for x in node.inputs):
            copy = type(node)(
                node.op,
                tuple(new.get(x, x) for x in node.inputs),
                [(t.shape, t.dtype) for t in node.outputs],
            )
            copy.where, copy.device = node.where, node.device
            new.update(zip(node.outputs, copy.outputs))
    return [new.get(t, t) for t in outputs]
