"""Recurrent layers over whole sequences.

A forward op is one job, cut by samples. Its gradient is several: the walk back through the steps,
cut by samples; and the gradients of the inputs and weights, plain products that follow from what
the walk leaves behind (`dz` and `hp`, see kernels/rnn.py), each cut its own way and left out when
nobody needs it.

A gradient of weights that is small beside `dz` is made in two jobs: each half of the batch sums up
its own samples, on the thread whose near cache holds them after the walk; then the halves are
added.

Where x is rows of a table, see looked_up.py as well.
"""

import math

from kerastutor.compiler.job import COPY_BYTES, FLOPS, PART, SKIP, WHOLE, Job
from kerastutor.compiler.lower import lowering
from kerastutor.compiler.lower.parts import Part, in_parts
from kerastutor.kernels import kernels, rnn
from kerastutor.kernels.joined import fits, joined_size
from kerastutor.kernels.tile import packed_size

SAMPLES = 8  # a chunk has at least this many samples: two tiles (kernels/tile.py)
HALVES = 2  # in which the samples are summed up for the gradients of weights ...
FEW = 4  # ... where the rows of dz are so many times as many as those of the weights
_CODES = {
    "tanh": rnn.TANH,
    "sigmoid": rnn.SIGMOID,
    "hard_sigmoid": rnn.HARD_SIGMOID,
    "relu": rnn.RELU,
    "linear": rnn.LINEAR,
}


class Sizes:
    """The sizes of a recurrent op, and the numbers that its kernels share.

    # Arguments
        op: the op.
        x, u: Specs of its inputs.
        masked: whether there is a mask.
        distinct: the most rows of a table that x may consist of; None where there is no table.
    """

    def __init__(self, op, x, u, masked, distinct=None):
        self.steps, self.batch = x.shape[:2] if op.time_major else x.shape[1::-1]
        self.features, self.units = x.shape[2], u.shape[0]
        self.rows = self.batch * self.steps
        self.distinct, self.looked_up = distinct, distinct is not None
        self.width = u.shape[1]  # columns of the kernels
        self.kept = op.kept_gates * self.units if op.kept_gates else self.width
        self.masked = masked
        self.cuts = 1 if op.time_major else self.batch
        self.op, self.dtype, self.itemsize = op, x.dtype, x.itemsize
        self.step_flops = 2.0 * self.rows * self.units * self.width
        self.input_flops = 2.0 * (distinct or self.rows) * self.features * self.width

    def place(self, batch):
        """What kernels take last, for a part of `batch` samples (rnn.PLACE)."""
        op = self.op
        strides = (1, batch) if op.time_major else (self.steps, 1)
        codes = _CODES[op.activation], _CODES[op.recurrent_activation]
        return strides + codes + (int(op.reverse),)

    def part(self, lo, hi, of):
        """(samples, rows, rows of the mask) of a part."""
        batch = self.batch * (hi - lo) // of
        return batch, batch * self.steps, batch * self.steps if self.masked else 0

    def packed(self, back):
        """Elements of the packed kernels, in two parts for a GRU (see kernels/rnn_gru.py).

        With `back` of the transposed recurrent kernel.
        """
        n, f, gru = self.units, self.features, self.op.gates == 3
        if back or self.op.gates == 1 or not fits(f, n, self.width):
            parts = [2 * n, n] if gru else [self.width]
            return [packed_size(m, n) if back else packed_size(n, m) for m in parts]
        if not gru:
            return [joined_size(f, n, self.width)]
        candidate = joined_size(f, n, n)
        if self.op.reset_after:
            candidate = joined_size(f, 0, n) + joined_size(0, n, n)
        return [joined_size(f, n, 2 * n), candidate]

    def cost(self, flops):
        """Microseconds of products in steps, and of the passes over the gates."""
        return 0.6 * flops / FLOPS + 0.0015 * self.rows * self.kept + 0.4 * self.steps


def usable(x, u):
    """Whether kernels fit."""
    return x.dtype in ("float32", "float64") and x.size and u.size


@lowering("sequence")
def sequence(node, inputs, outputs):
    """Job for all steps forwards."""
    op = node.op
    x, _, _, u, b, mask = op.split(inputs)
    if not usable(x, u):
        return None
    return steps_forwards(node, Sizes(op, x, u, mask is not None), b)


def steps_forwards(node, size, b):
    """Job for all steps.

    # Arguments
        node: its inputs are those of the recurrent op; with `size.looked_up` the projected rows
            and the place of each stand before them.
        size: `Sizes`.
        b: Spec of the bias.
    """
    op, item = size.op, size.itemsize
    made = kernels[op.name.removesuffix("_sequence")]
    packed = size.packed(False)

    def emit(ins, outs, lo, hi, of):
        batch, rows, masked = size.part(lo, hi, of)
        sizes = [rows, size.features, batch, size.units]
        if op.gates == 3:
            sizes += [size.width, b.size // size.width, masked, size.kept]
        else:
            sizes += [size.width] * (op.gates == 4) + [masked]
        taken, ins = (list(ins[:2]), ins[2:]) if size.looked_up else ([0, 0], ins)
        rooms = [outs[-1], outs[-1] + packed[0] * item][: len(packed)]
        places = list(ins) + [0] * (not masked) + list(outs[:-1]) + rooms + taken
        looked_up = [size.distinct, rows] if size.looked_up else [0, 0]
        return [made.row((size.dtype,), places, sizes + packed + looked_up, size.place(batch))]

    cut = PART if size.cuts > 1 else WHOLE
    access = (cut,) * (1 + op.states) + (WHOLE,) * 3 + (cut,) * size.masked
    access = (WHOLE, cut) * size.looked_up + access
    flops = size.step_flops + (0 if size.looked_up else size.input_flops)
    room = sum(packed) * item
    return Job(
        node,
        access,
        size.cuts,
        size.cost(flops),
        emit,
        flops=flops,
        scratch=lambda lo, hi, of: room,
        least=min(SAMPLES, size.cuts),
    )


@lowering("sequence_grad")
def sequence_grad(node, inputs, outputs):
    """Jobs for the way back."""
    arrived, records, given = node.op.parts(inputs)
    x, _, w, u, _, mask = node.op.split(given)
    if not usable(x, u):
        return None
    size = Sizes(node.op, x, u, mask is not None)
    return in_parts(node, Back(node, len(arrived) + len(records), w, size).jobs())


class Back:
    """The jobs of a gradient op; `start` is the number of its inputs before x."""

    def __init__(self, node, start, w, size):
        self.node, self.start, self.w, self.size = node, start, w, size
        self.kernel = node.op.name.replace("_sequence", "")
        gru = node.op.gates == 3
        self.after = gru and node.op.reset_after
        self.before = gru and not node.op.reset_after  # the reset gate acts before the product
        dx, *d_states, dw, du, db = node.outputs
        shapes = [(size.batch, size.steps, size.kept)]
        shapes += [(size.batch, size.steps, size.units)] * (1 + self.before)
        made = [(shape, size.dtype) for shape in shapes]
        self.walk = Part(node, node.op.name + ": steps", d_states, made)
        dz, hp = self.walk.made[:2]
        x, w = node.inputs[start], node.inputs[start + node.op.states + 1]
        self.inputs = Part(node, "inputs", [dx], (), (dz, w))
        self.weights = Part(node, "kernel", [dw], (), (x, dz))
        self.recurrent = Part(node, "recurrent kernel", [du], (), (hp, dz, *self.walk.made[2:]))
        self.bias = Part(node, "bias", [db], (), (dz,))

    def jobs(self):
        """The jobs in order."""
        size = self.size
        bias_cost = size.rows * size.kept * size.itemsize / COPY_BYTES
        bias_units = 1 if self.after else size.width
        return [
            self.walk_job(),
            *self.input_jobs(),
            *self.weight_jobs(
                self.recurrent,
                size.units,
                size.step_flops / FLOPS,
                self.recurrent_rows,
                size.step_flops,
            ),
            *self.weight_jobs(self.bias, bias_units, bias_cost, self.bias_rows),
        ]

    def input_jobs(self):
        """Jobs for the gradients of the inputs and of the kernel."""
        size = self.size
        products = size.input_flops / FLOPS
        return [
            Job(
                self.inputs,
                (PART, WHOLE),
                size.rows,
                products,
                self.emit_inputs,
                flops=size.input_flops,
            ),
            *self.weight_jobs(
                self.weights, size.features, products, self.kernel_rows, size.input_flops
            ),
        ]

    def weight_jobs(self, part, columns, cost, rows_for, flops=0):
        """Jobs for the gradient of a weight.

        # Arguments
            part: what they do together.
            columns: of the left side of the product, or sums for the bias: what could be cut.
            cost: microseconds.
            rows_for: function (addresses of the inputs, address of the result, (first, number) of
                the columns, rows to sum up) -> kernel rows.
            flops: of the product.
        """
        size = self.size
        if not self.in_halves():
            return [self.whole_job(part, columns, cost, rows_for, flops)]
        elements = math.prod(part.outputs[0].shape)
        made = [((HALVES, elements), size.dtype)]
        halves = Part(self.node, part.op.name + " of halves", [], made, part.inputs)
        total = Part(self.node, part.op.name, part.outputs, (), tuple(halves.made))
        nbytes = elements * size.itemsize

        def emit_halves(ins, outs, lo, hi, of):
            first, last = (-(-HALVES * i // of) for i in (lo, hi))
            y = outs[0] - HALVES * nbytes * lo // of + first * nbytes
            rows = rows_for(ins, y, (0, columns), size.rows * (hi - lo) // of)
            if last > first + 1:  # both halves at once: nothing is left for the second
                places, sizes = [y + nbytes], [(last - first - 1) * elements]
                rows.append(kernels["fill"].row((size.dtype,), places, sizes, (0.0,)))
            return rows

        def emit_total(ins, outs, lo, hi, of):
            sizes = [HALVES * elements, elements]
            made = kernels["column_sums"]
            return [made.row((size.dtype,), [ins[0], outs[0]], sizes, (HALVES, elements))]

        access = (PART,) * len(part.inputs)
        least = size.cuts // HALVES
        return [
            Job(
                halves,
                access,
                size.cuts,
                cost,
                emit_halves,
                flops=flops,
                least=least,
                across=True,
            ),
            Job(total, (WHOLE,), 1, (1 + HALVES) * nbytes / COPY_BYTES, emit_total),
        ]

    def whole_job(self, part, columns, cost, rows_for, flops):
        """One job for the gradient of a weight.

        A chunk has half of the columns: each lays all of dz out for itself.
        """
        size = self.size

        def emit(ins, outs, lo, hi, of):
            return rows_for(ins, outs[0], columns_of(columns, lo, hi, of), size.rows)

        access = (WHOLE,) * len(part.inputs)
        return Job(part, access, columns, cost, emit, flops=flops, least=columns // 2)

    def in_halves(self):
        """Whether gradients of weights are made by halves of the batch."""
        size = self.size
        return size.cuts >= 2 * SAMPLES and size.rows >= FEW * max(size.features, size.units)

    def walk_job(self):
        """Job for the steps."""
        size, states = self.size, self.node.op.states
        cut = PART if size.cuts > 1 else WHOLE
        access = (cut,) * self.start + (SKIP,) + (cut,) * states + (SKIP, WHOLE, SKIP)
        access += (cut,) * size.masked
        room = sum(size.packed(True))

        def scratch(lo, hi, of):
            return (room + size.part(lo, hi, of)[0] * size.units) * size.itemsize

        cost = size.cost(size.step_flops)
        least = min(SAMPLES, size.cuts)
        return Job(
            self.walk,
            access,
            size.cuts,
            cost,
            self.emit_walk,
            flops=size.step_flops,
            scratch=scratch,
            least=least,
        )

    def emit_walk(self, ins, outs, lo, hi, of):
        """Row for the steps."""
        size, op, start = self.size, self.node.op, self.start
        batch, rows, masked = size.part(lo, hi, of)
        packed = size.packed(True)
        states = list(ins[start + 1 : start + 1 + op.states])
        mask = ins[start + op.states + 4] if masked else 0
        work = outs[-1] + sum(packed) * size.itemsize
        rooms = [work, outs[-1], outs[-1] + packed[0] * size.itemsize][: 1 + len(packed)]
        places = list(ins[:start]) + states + [ins[start + op.states + 2], mask]
        places += list(outs[:-1]) + [0] * self.after + rooms
        sizes = [rows, size.units, batch]
        if op.gates == 3:
            sizes += [size.kept, size.width, masked, rows if self.before else 0]
        else:
            sizes += [size.kept] * (op.gates == 4) + [masked]
        row = kernels[self.kernel].row((size.dtype,), places, sizes + packed, size.place(batch))
        return [row]

    def emit_inputs(self, ins, outs, lo, hi, of):
        """Row for dx = dz w'."""
        size = self.size
        rows = size.rows * (hi - lo) // of
        lengths = [rows * size.kept, self.w.size, rows, size.features]
        scalars = (size.width, 0, 1, size.kept, size.width)
        return [kernels["matmul"].row((size.dtype,), [*ins, outs[0]], lengths, scalars)]

    def kernel_rows(self, ins, out, part, rows):
        """Row for dw = x' dz."""
        size = self.size
        return [self.product(ins[0], ins[1], out, part, size.width, size.features, rows)]

    def recurrent_rows(self, ins, out, part, rows):
        """Rows for du = hp' dz; the candidate's columns of a GRU come from elsewhere."""
        size = self.size
        n, item = size.units, size.itemsize
        columns = 2 * n if size.op.gates == 3 else size.width
        made = [self.product(ins[0], ins[1], out, part, columns, n, rows)]
        if columns < size.width:
            source = ins[1] + (columns if self.before else size.width) * item
            left = ins[-1] if self.before else ins[0]
            made.append(self.product(left, source, out + columns * item, part, n, n, rows))
        return made

    def product(self, a, g, y, part, columns, width, rows):
        """Row for columns `part` of a' g; y stands at the first of them, `width` is a's."""
        size = self.size
        first, here = part
        ldg, ldy = size.kept, size.width
        lengths = [(rows - 1) * width + here, (rows - 1) * ldg + columns]
        lengths += [(here - 1) * ldy + columns]
        scalars = (here, columns, rows, width, ldg, ldy)
        places = [a + first * size.itemsize, g, y]
        return kernels["weight_grad"].row((size.dtype,), places, lengths, scalars)

    def bias_rows(self, ins, out, part, rows):
        """Rows for the sums of dz."""
        size = self.size
        n, item = size.units, size.itemsize
        first, here = (0, size.width) if self.after else part
        made = [self.sums(ins[0] + first * item, out, here, rows)]
        if self.after:
            second = out + size.width * item
            made.append(self.sums(ins[0], second, 2 * n, rows))
            made.append(self.sums(ins[0] + size.width * item, second + 2 * n * item, n, rows))
        return made

    def sums(self, x, y, columns, rows):
        """Row that adds up columns."""
        size = self.size
        lengths = [(rows - 1) * size.kept + columns, columns]
        return kernels["column_sums"].row((size.dtype,), [x, y], lengths, (rows, size.kept))


def columns_of(n, lo, hi, of):
    """(first, number) of the part from lo to hi of n."""
    return n * lo // of, n * (hi - lo) // of
