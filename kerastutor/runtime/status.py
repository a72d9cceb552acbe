"""What a kernel's status means: kernels cannot raise, they leave a number, and this turns it into
an error.
"""

from kerastutor.graph.tensor import Variable

LABEL, INDEX = 1, 2

_OPS = {LABEL: "sparse_categorical_crossentropy", INDEX: "gather"}
_MESSAGES = {
    LABEL: "%s: labels must lie in [0, %d), got %d. The last layer "
    "needs one unit per class, and labels count from 0.",
    INDEX: "%s: indices must lie in [0, %d), got %d. In an Embedding layer input_dim must be "
    "larger than the largest index.",
}


def explain_status(status, value, limit, plan):
    """Raise the error that a kernel reported. No variable has been changed by the failed run.

    # Arguments
        status: which error.
        value: the wrong label or index.
        limit: the number of classes or rows.
        plan: the `Plan` that ran.
    """
    name, where = _culprit(status, limit, plan)
    raise ValueError(_MESSAGES[status] % (name, limit, value) + where)


def _culprit(status, limit, plan):
    """Name of what the error is about (a layer, where its weight tells), and the line that built
    it; the op and no line where several could be meant.
    """
    op = _OPS[status]
    found = []
    for _, _, job in plan.listing:
        node = job.node
        if node.op.name == op:
            x = node.inputs[0 if status == INDEX else 1]
            shape = plan.bound.specs[x].shape if x in plan.bound.specs else x.shape
            if shape[0 if status == INDEX else -1] == limit:
                found.append((x, node.where))
    if len(found) != 1:
        return op, ""
    x, where = found[0]
    layer = x.name.rpartition("/")[0] if isinstance(x, Variable) and status == INDEX else ""
    return layer or op, " (built in %s, line %d)" % where if where else ""
