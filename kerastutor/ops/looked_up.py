"""Recurrent layers over rows of a table, by index: what `compiler/look_up.py` makes of a `gather`
and the recurrent op that reads it.

`distinct_rows` finds which rows are read; the two other ops hold a recurrent op (recurrent.py) and
take, in place of its x, the table and what `distinct_rows` gives. Nobody differentiates them: they
are made after the gradients.
"""

import numpy as np

from kerastutor.graph.node import Op, op, registry
from kerastutor.graph.shapes import count
from kerastutor.graph.spec import Spec
from kerastutor.kernels.rnn_table import worthwhile
from kerastutor.ops.gather import check_index_type, check_range, ints
from kerastutor.ops.recurrent import GruSequence, LstmSequence, SimpleRnnSequence
from kerastutor.ops.samples import lazy, numbers


@op("distinct_rows")
class DistinctRows(Op):
    """(indices, table) -> places, words: indices = read(places, words), each of the words once.

    words[0] is how many there are, and the last ones are -1. Where there are so many that it is not
    worthwhile (kernels/rnn_table.py), words are the indices as they are, and places are all -1. Of
    the table only the shape is used.
    """

    kernel = "distinct_rows"
    nout = 2
    shape_only = (1,)
    gradient = None
    samples = [
        (ints([3, 0, 3], [6, 6, 3]), numbers(7, 2)),
        (ints(1, 0, 1, 1, 0), numbers(2, 3)),
        (np.array([5], "int64"), numbers(6, 2)),
        (ints([3, 0, 3], [6, 6, 3]), numbers(7, 50)),
    ]
    bad = [
        ((ints(0, 7), numbers(7, 2)), ValueError, "got 7"),
        ((numbers(3), numbers(7, 2)), TypeError, "must be integers"),
    ]

    def infer(self, indices, table):
        check_index_type(self.name, indices)
        most = [n for n in (count(indices.shape), table.shape[0]) if n is not None]
        known = len(most) == 2
        return [
            (tuple(indices.shape), "int32"),
            ((1 + min(most) if known else None,), "int32"),
        ]

    def reference(self, indices, table):
        check_range(self.name, indices, len(table))
        found = list(dict.fromkeys(indices.reshape(-1).tolist()))
        words = np.full(1 + min(indices.size, len(table)), -1, "int32")
        if indices.size < words.size and not worthwhile(indices.size, len(found), table.shape[1]):
            words[0], words[1:] = indices.size, indices.reshape(-1)
            return np.full(indices.shape, -1, "int32"), words
        words[0], words[1 : 1 + len(found)] = len(found), found
        place = {word: i for i, word in enumerate(found)}
        places = [place[i] for i in indices.reshape(-1).tolist()]
        return np.array(places, "int32").reshape(indices.shape), words


def read(places, words):
    """The indices that `distinct_rows` was given."""
    if places.size and places.flat[0] < 0:
        return words[1:].reshape(places.shape)
    return words[1:][places]


class OnTable(Op):
    """Family: a recurrent op whose x is table[read(places, words)]."""

    attrs = {"of": None}
    gradient = None

    @property
    def nout(self):
        return self.of.nout

    def key(self):
        return (self.name, *self.of.key())

    def looked_up(self, table, places):
        """Spec of x."""
        return Spec((*places.shape, table.shape[1]), table.dtype)

    def split(self, inputs):
        """(what comes before the table, table, places, words, what comes after) of the inputs."""
        n = self.before
        return inputs[:n], *inputs[n : n + 3], inputs[n + 3 :]

    def infer(self, *inputs):
        first, table, places, _, rest = self.split(inputs)
        results = self.of.infer(*first, self.looked_up(table, places), *rest)
        return [self.result(results[0], table), *results[1:]]

    def result(self, found, table):
        """(shape, dtype) of the first output, where the recurrent op gives `found`."""
        return found


def calls():
    """(recurrent op, table, places, words, its arrays after x) for each sample of one."""
    table = numbers(6, 4)
    for cls in (SimpleRnnSequence, LstmSequence, GruSequence):
        for *arrays, attrs in cls.samples:
            indices = np.resize(ints(3, 0, 3, 5, 0, 1), arrays[0].shape[:2])
            yield cls(**attrs), table, *DistinctRows().reference(indices, table), arrays[1:]


def call(of, *arrays):
    """Inputs of table_sequence."""
    *arrays, rest = arrays
    return (*arrays, *rest, {"of": of})


def gradient_call(of, *arrays):
    """Inputs of table_sequence_grad, for those of table_sequence."""
    *arrays, rest = arrays
    results = TableSequence(of=of).reference(*arrays, *rest)
    n = of.states + 1
    arrived = [numbers(*r.shape) for r in results[:n]]
    made = registry[of.name + "_grad"](**of.attributes())
    return (*arrived, results[0], *results[n:], *arrays, *rest, {"of": made})


@op("table_sequence")
class TableSequence(OnTable):
    """The outputs of the recurrent op."""

    kernel = "table_sequence"
    before = 0
    samples = lazy(lambda: [call(*c) for c in calls()])

    def reference(self, *arrays):
        _, table, places, words, rest = self.split(arrays)
        return self.of.reference(table[read(places, words)], *rest)


@op("table_sequence_grad")
class TableSequenceGrad(OnTable):
    """Gradients of the table, the first states, w, u and b."""

    kernel = "table_sequence_grad"
    checked_by = "table_sequence"
    samples = lazy(lambda: [gradient_call(*c) for c in calls()])

    @property
    def before(self):
        return self.of.states + 1 + self.of.records

    def result(self, found, table):
        return tuple(table.shape), table.dtype

    def reference(self, *arrays):
        first, table, places, words, rest = self.split(arrays)
        indices = read(places, words)
        dx, *others = self.of.reference(*first, table[indices], *rest)
        dtable = np.zeros(table.shape, table.dtype)
        np.add.at(dtable, indices.reshape(-1), dx.reshape(-1, table.shape[1]))
        return (dtable, *others)
