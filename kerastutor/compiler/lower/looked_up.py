"""Recurrent layers over rows of a table (ops/looked_up.py): the jobs around the steps.

The distinct rows are projected by a job of their own, cut by rows; the steps take what they need.
On the way back the gradients at equal rows are added up before the products. Where hardly any row
is read twice (kernels/rnn_table.py), the same jobs do what is done without a table.
"""

from kerastutor.compiler.job import COPY_BYTES, FLOPS, SKIP, WHOLE, Job
from kerastutor.compiler.lower import lowering
from kerastutor.compiler.lower.parts import Part, in_parts
from kerastutor.compiler.lower.recurrent import Back, Sizes, columns_of, steps_forwards, usable
from kerastutor.kernels import kernels

_COLUMNS = 16  # columns of sums in a block: a line of the cache


@lowering("distinct_rows")
def distinct_rows(node, inputs, outputs):
    """Job for the rows that are read."""
    index, table = inputs
    if not index.size or not table.size:
        return None
    rows, words = table.shape[0], outputs[1].size

    def emit(ins, outs, lo, hi, of):
        places, found, slots, status = outs
        addresses = [ins[0], places, found, slots, status]
        sizes, scalars = [index.size, words, rows], (table.shape[1],)
        return [kernels["distinct_rows"].row((index.dtype,), addresses, sizes, scalars)]

    cost = 0.005 * index.size
    room = 4 * rows
    return Job(node, (WHOLE, SKIP), 1, cost, emit, fallible=True, scratch=lambda lo, hi, of: room)


class Plain:
    """The recurrent op inside a node, as a node of its own, for what looks not at x itself.

    # Arguments
        node: a table_sequence or table_sequence_grad.
    """

    def __init__(self, node):
        before, self.table, self.places, self.words, rest = node.op.split(node.inputs)
        self.op, self.where, self.device = node.op.of, node.where, node.device
        self.inputs = (*before, self.table, *rest)
        self.outputs = node.outputs


def _sizes(node, inputs):
    """(`Sizes`, Specs of the recurrent op's forward inputs, rows of the table), or None where no
    kernel fits.
    """
    _, table, places, words, rest = node.op.split(inputs)
    x = node.op.looked_up(table, places)
    given = [x, *rest]
    _, _, _, u, _, mask = node.op.of.split(given)
    if not usable(x, u) or not table.size:
        return None
    return Sizes(node.op.of, x, u, mask is not None, words.size - 1), given, table.shape[0]


@lowering("table_sequence")
def table_sequence(node, inputs, outputs):
    """Jobs for the projection of the distinct rows, and for the steps."""
    found = _sizes(node, inputs)
    if found is None:
        return None
    size, given, rows = found
    plain = Plain(node)
    _, _, w, _, b, _ = size.op.split(plain.inputs)
    made = [((size.distinct, size.width), size.dtype), (given[0].shape, size.dtype)]
    rows_of = plain.table, w, b, plain.words, plain.places
    inputs = Part(node, "inputs", [], made, rows_of)
    projected, x = inputs.made
    steps = Part(
        node, size.op.name, node.outputs, (), (projected, plain.places, x, *plain.inputs[1:])
    )
    jobs = [project(inputs, size, rows), steps_forwards(steps, size, size.op.split(given)[4])]
    return in_parts(node, jobs)


def project(part, size, rows):
    """Job for the projection of the distinct rows out of `rows` of a table."""

    def emit(ins, outs, lo, hi, of):
        y, x = (
            address - n * size.itemsize * lo // of
            for address, n in zip(
                outs, (size.distinct * size.width, size.rows * size.features), strict=True
            )
        )
        sizes = [rows, size.features, size.width, size.distinct + 1, size.rows, size.distinct]
        return [kernels["project_rows"].row((size.dtype,), [*ins, y, x], sizes, (lo, hi, of))]

    return Job(
        part,
        (WHOLE,) * 5,
        size.distinct,
        size.input_flops / FLOPS,
        emit,
        flops=size.input_flops,
        across=True,
    )


@lowering("table_sequence_grad")
def table_sequence_grad(node, inputs, outputs):
    """Jobs for the way back."""
    found = _sizes(node, inputs)
    if found is None:
        return None
    return in_parts(node, TableBack(node, *found).jobs())


class TableBack(Back):
    """The jobs of a gradient op over rows of a table."""

    def __init__(self, node, size, given, rows):
        plain = Plain(node)
        _, _, w, u, _, _ = size.op.split(given)
        super().__init__(plain, node.op.before, w, size)
        dtable, *_, dw, _, _ = node.outputs
        w = size.op.split(plain.inputs[self.start :])[2]
        words, places, table = plain.words, plain.places, plain.table
        self.rows_of_table = rows
        dz = self.walk.made[0]

        def sums(width):
            return [((size.distinct, width), size.dtype)]

        self.totals = Part(node, "sums", [], sums(size.width), (dz, places))
        total = self.totals.made[0]
        self.inputs = Part(node, "inputs", [], sums(size.features), (dz, total, w, words, places))
        self.weights = Part(node, "kernel", [dw], (), (table, words, places, dz, total))
        self.table = Part(node, "table", [dtable], (), (self.inputs.made[0], words))

    def input_jobs(self):
        """Jobs for the gradients of the table and of the kernel."""
        size = self.size
        products = size.input_flops / FLOPS
        blocks = -(-size.width // _COLUMNS)
        moved = (size.rows + size.distinct) * size.width * size.itemsize
        return [
            Job(
                self.totals,
                (WHOLE, WHOLE),
                blocks,
                moved / COPY_BYTES,
                self.emit_sums,
                across=True,
            ),
            Job(
                self.inputs,
                (WHOLE,) * 5,
                size.distinct,
                products,
                self.emit_inputs,
                flops=size.input_flops,
                across=True,
            ),
            Job(
                self.weights,
                (WHOLE,) * 5,
                size.features,
                products,
                self.emit_weights,
                flops=size.input_flops,
                scratch=self.room,
                least=size.features // 2,
            ),
            self.table_job(),
        ]

    def emit_sums(self, ins, outs, lo, hi, of):
        """Row for the sums of dz at each place."""
        size = self.size
        blocks, item = -(-size.width // _COLUMNS), size.itemsize
        first, last = (min(blocks * i // of * _COLUMNS, size.width) for i in (lo, hi))
        y = outs[0] - size.distinct * size.width * item * lo // of + first * item
        here = last - first
        lengths = [(size.rows - 1) * size.kept + here, size.rows]
        lengths += [(size.distinct - 1) * size.width + here]
        scalars = (here, size.kept, size.width)
        places = [ins[0] + first * item, ins[1], y]
        return [kernels["sums_of_places"].row((size.dtype,), places, lengths, scalars)]

    def emit_inputs(self, ins, outs, lo, hi, of):
        """Row for the gradients of the distinct rows."""
        size = self.size
        y = outs[0] - size.distinct * size.features * size.itemsize * lo // of
        lengths = [size.rows * size.kept, size.distinct * size.width, size.features, size.width]
        lengths += [size.distinct + 1, size.rows, size.distinct]
        scalars = (lo, hi, of, size.kept)
        return [kernels["table_inputs"].row((size.dtype,), [*ins, y], lengths, scalars)]

    def room(self, lo, hi, of):
        """Bytes for some columns of the distinct rows."""
        size = self.size
        return size.distinct * columns_of(size.features, lo, hi, of)[1] * size.itemsize

    def emit_weights(self, ins, outs, lo, hi, of):
        """Row for dw."""
        size = self.size
        first, here = columns_of(size.features, lo, hi, of)
        table, *others = ins
        lengths = [self.rows_of_table * size.features - first, size.distinct + 1, size.rows]
        lengths += [size.rows * size.kept, size.distinct * size.width, here, size.width]
        lengths += [size.distinct * here]
        places = [table + first * size.itemsize, *others, *outs]
        scalars = (size.features, size.kept)
        return [kernels["table_weights"].row((size.dtype,), places, lengths, scalars)]

    def table_job(self):
        """Job for the gradient of the table: each part of it looks through all words."""
        size, rows = self.size, self.rows_of_table
        words = 4 * size.distinct

        def emit(ins, outs, lo, hi, of):
            first, here = rows * lo // of, rows * (hi - lo) // of
            lengths, scalars = [size.distinct, size.features, here], (first, rows)
            places = [ins[0], ins[1] + 4, *outs]  # nobody reads the status
            return [kernels["gather_grad"].row((size.dtype, "int32"), places, lengths, scalars)]

        moved = (rows + 3 * size.distinct) * size.features * size.itemsize
        return Job(
            self.table,
            (WHOLE, WHOLE),
            rows,
            moved / COPY_BYTES + 0.005 * size.distinct,
            emit,
            scratch=lambda lo, hi, of: 24,
            again=words,
        )
