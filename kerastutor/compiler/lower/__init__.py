"""From nodes to jobs: one rule per kind of kernel.

A rule is a function (node, inputs, outputs) -> Job, ALIAS or None, with concrete `Spec`s of the
node's inputs and outputs. ALIAS means that the output is the memory of input 0, as it is; None that
no kernel fits (an unusual data type, say) and the node's NumPy reference is run instead. An op
names its rule in its `kernel` attribute.

A rule registered with `shared=True` looks at nothing but the op's attributes and the specs, so that
nodes with equal ones need their job worked out only once (bind.py).
"""

rules = {}
shared_rules = set()


def lowering(*names, shared=False):
    """Decorator: register a rule under kernel names."""

    def register(function):
        for name in names:
            rules[name] = function
            if shared:
                shared_rules.add(name)
        return function

    return register


def lower(node, inputs, outputs):
    """Job of a node; ALIAS when the output is the memory of input 0; None when no kernel fits."""
    rule = rules.get(node.op.kernel)
    return rule(node, inputs, outputs) if rule else None
