"""Recurrent layers over an Embedding: a rewrite of graphs.

Worked example, `LSTM(128)(Embedding(20000, 128)(words))`: the table's rows are gathered for every
word of every sentence, and each is multiplied with the layer's kernel; on the way back the same
again, twice. But a batch has far fewer different words than words. So

    lstm_sequence(gather(table, words), ...)  ->  table_sequence(table, *distinct_rows(words), ...)

which multiplies each row once (ops/looked_up.py, kernels/rnn_table.py). Its gradient gives that of
the table, in place of the gradient of x and what `gather_grad` makes of it.
"""

from kerastutor.graph.node import F


class LookUps:
    """The rule of the rewrite, and the nodes that it is about.

    # Arguments
        roots: list of tensors.
        order: the nodes that they depend on.
    """

    def __init__(self, roots, order):
        self.forwards = {n for n in order if n.op.kernel == "sequence" and _gathered(n.inputs[0])}
        readers = {}
        for node in order if self.forwards else ():
            for x in node.inputs:
                readers.setdefault(x, []).append(node)
        self.backwards = {
            node: readers.get(node.outputs[0], ())
            for node in (order if self.forwards else ())
            if node.op.kernel == "sequence_grad"
            and _gathered(_x(node))
            and node.outputs[0] not in roots
            and all(_scatters(r, _x(node)) for r in readers.get(node.outputs[0], ()))
        }
        self.scatters = {reader for found in self.backwards.values() for reader in found}
        self.distinct = {}  # (indices, table) -> what distinct_rows gives

    def rule(self, node, inputs):
        """The tensors that take the place of a node's outputs, or None."""
        if node in self.scatters:  # the new op gives the gradient of the table itself
            return inputs[0]
        if node not in self.forwards and node not in self.backwards:
            return None
        at = _place_of_x(node)
        table, index = inputs[at].node.inputs
        if (index, table) not in self.distinct:
            self.distinct[index, table] = F.distinct_rows(index, table)
        made = F.table_sequence if node in self.forwards else F.table_sequence_grad
        rows = table, *self.distinct[index, table]
        results = made(*inputs[:at], *rows, *inputs[at + 1 :], of=node.op)
        results[0].node.where, results[0].node.device = node.where, node.device
        return results


def _place_of_x(node):
    """Which of the inputs of a recurrent op, or of its gradient, is x."""
    op = node.op
    return 0 if op.kernel == "sequence" else op.states + 1 + op.records


def _x(node):
    return node.inputs[_place_of_x(node)]


def _gathered(x):
    """Whether a tensor holds rows of a matrix, for indices in two axes."""
    node = x.node
    return (
        node is not None
        and node.op.name == "gather"
        and len(node.inputs[0].shape) == 2
        and len(node.inputs[1].shape) == 2
    )


def _scatters(node, x):
    """Whether a node makes the gradient of the table out of that of x, and that alone."""
    return node.op.name == "gather_grad" and node.inputs[1:] == x.node.inputs[::-1]
