"""From nodes to jobs: one rule per kind of kernel.

A rule is a function (node, inputs, outputs) -> Job or None, with concrete `Spec`s of the node's inputs and outputs; None means that no
kernel fits (an unusual data type, say) and the node's NumPy reference is run instead. An op names its rule in its `kernel` attribute.
"""
rules = {}


def lowering(*names):
    """Decorator: register a rule under kernel names."""
    def register(function):
        for name in names:
            rules[name] = function
        return function
    return register


def lower(node, inputs, outputs):
    """Job of a node, or None when no kernel fits."""
    rule = rules.get(node.op.kernel)
    return rule(node, inputs, outputs) if rule else None
