"""Recurrent layers over whole sequences.

A forward op is one job, cut by samples. Its gradient is several: the walk back through the steps, cut by samples; and the
gradients of the inputs and weights, plain products that follow from what the walk leaves behind (`dz` and `hp`, see
kernels/rnn.py), each cut its own way and left out when nobody needs it.
"""

from kerastutor.compiler.job import COPY_BYTES, FLOPS, PART, SKIP, WHOLE, Job
from kerastutor.compiler.lower import lowering
from kerastutor.compiler.lower.parts import Part, in_parts
from kerastutor.kernels import kernels, rnn
from kerastutor.kernels.tile import packed_size

_CODES = {
    "tanh": rnn.TANH,
    "sigmoid": rnn.SIGMOID,
    "hard_sigmoid": rnn.HARD_SIGMOID,
    "relu": rnn.RELU,
    "linear": rnn.LINEAR,
}
_KERNELS = {
    "simple_rnn_sequence": "simple_rnn",
    "lstm_sequence": "lstm",
    "gru_sequence": "gru",
    "simple_rnn_sequence_grad": "simple_rnn_grad",
    "lstm_sequence_grad": "lstm_grad",
    "gru_sequence_grad": "gru_grad",
}


class Sizes:
    """The sizes of a recurrent op, and the scalars that its kernels share."""

    def __init__(self, op, x, u, masked):
        self.steps, self.batch = x.shape[:2] if op.time_major else x.shape[1::-1]
        self.features, self.units = x.shape[2], u.shape[0]
        self.rows = self.batch * self.steps
        self.width = u.shape[1]  # columns of the kernels
        self.kept = op.kept_gates * self.units if op.kept_gates else self.width
        self.masked = masked
        self.cuts = 1 if op.time_major else self.batch
        self.op = op
        self.step_flops = 2.0 * self.rows * self.units * self.width

    def scalars(self, batch):
        """rb, rt, activations, back; for a part of `batch` samples."""
        op = self.op
        place = (1, batch) if op.time_major else (self.steps, 1)
        codes = (_CODES[op.activation], _CODES[op.recurrent_activation])
        return place + codes + (int(op.reverse),)

    def part(self, lo, hi, of):
        """(samples, rows, rows of the mask) of a part."""
        batch = self.batch * (hi - lo) // of
        return batch, batch * self.steps, batch * self.steps if self.masked else 0

    def packed(self, back):
        """Elements of the packed recurrent kernel, or, for a GRU, of its two parts; transposed for the way back."""
        n, gru = self.units, self.op.gates == 3
        parts = [2 * n, n] if gru else [self.width]
        return [packed_size(m, n) if back else packed_size(n, m) for m in parts]

    def cost(self, flops):
        """Microseconds of products in steps, and of the passes over the gates."""
        return 0.6 * flops / FLOPS + 0.0015 * self.rows * self.kept + 0.4 * self.steps


@lowering("sequence")
def sequence(node, inputs, outputs):
    """Job for all steps forwards."""
    op = node.op
    x, states, w, u, b, mask = op.split(inputs)
    if x.dtype not in ("float32", "float64") or any(s.size == 0 for s in (x, u)):
        return None
    size = Sizes(op, x, u, mask is not None)
    made = kernels[_KERNELS[op.name]]
    packed = size.packed(False)

    def emit(ins, outs, lo, hi, of):
        batch, rows, masked = size.part(lo, hi, of)
        ins = list(ins) + ([] if masked else [0])
        sizes = [rows, size.features, batch, size.units]
        if op.name == "lstm_sequence":
            sizes += [size.width, masked]
        elif op.name == "gru_sequence":
            sizes += [size.width, b.size // size.width, masked, size.kept]
        else:
            sizes += [masked]
        places = [outs[-1], outs[-1] + packed[0] * x.itemsize][: len(packed)]
        return [
            made.row(
                (x.dtype,), ins + list(outs[:-1]) + places, sizes + packed, size.scalars(batch)
            )
        ]

    cut = PART if size.cuts > 1 else WHOLE
    access = (cut,) * (1 + op.states) + (WHOLE,) * 3 + (cut,) * size.masked
    flops = size.step_flops + 2.0 * size.rows * size.features * size.width
    return Job(
        node,
        access,
        size.cuts,
        size.cost(flops),
        emit,
        flops=flops,
        scratch=lambda lo, hi, of: sum(packed) * x.itemsize,
    )


@lowering("sequence_grad")
def sequence_grad(node, inputs, outputs):
    """Jobs for the way back."""
    op = node.op
    arrived, records, given = op.parts(inputs)
    x, first, w, u, b, mask = op.split(given)
    if x.dtype not in ("float32", "float64") or any(s.size == 0 for s in (x, u)):
        return None
    size = Sizes(op, x, u, mask is not None)
    n_arrived, n_records, n = len(arrived), len(records), op.states
    start = n_arrived + n_records  # index of x
    dx, *d_states, dw, du, db = node.outputs
    dtype = x.dtype
    after = op.name == "gru_sequence_grad" and op.reset_after
    gated = (
        op.name == "gru_sequence_grad" and not op.reset_after
    )  # the reset gate acts before the product
    walk = Part(
        node,
        op.name + ": steps",
        d_states,
        [
            ((size.batch, size.steps, size.kept), dtype),
            ((size.batch, size.steps, size.units), dtype),
        ]
        + [((size.batch, size.steps, size.units), dtype)] * gated,
    )
    dz, hp = walk.made[:2]
    cut = PART if size.cuts > 1 else WHOLE
    access = (cut,) * start + (SKIP,) + (cut,) * n + (SKIP, WHOLE, SKIP) + (cut,) * size.masked
    name = _KERNELS[op.name]
    packed = size.packed(True)

    def emit_walk(ins, outs, lo, hi, of):
        batch, rows, masked = size.part(lo, hi, of)
        states, u_, mask_ = (
            list(ins[start + 1 : start + 1 + n]),
            ins[start + n + 2],
            ins[start + n + 4] if masked else 0,
        )
        back = list(ins[:start]) + states + [u_, mask_]
        work = outs[-1] + sum(packed) * x.itemsize
        made = (
            list(outs[:-1])
            + [0] * after
            + [work, outs[-1], outs[-1] + packed[0] * x.itemsize][: 1 + len(packed)]
        )
        sizes = [rows, size.units, batch]
        if op.gates > 1:
            sizes.append(size.kept)
        if op.gates == 3:
            sizes.append(size.width)
        sizes.append(masked)
        if op.gates == 3:
            sizes.append(rows if gated else 0)
        return [kernels[name].row((dtype,), back + made, sizes + packed, size.scalars(batch))]

    def scratch(lo, hi, of):
        return (sum(packed) + size.batch * (hi - lo) // of * size.units) * x.itemsize

    jobs = [
        Job(
            walk,
            access,
            size.cuts,
            size.cost(size.step_flops),
            emit_walk,
            scratch=scratch,
            flops=size.step_flops,
        )
    ]
    rows, width, kept, units, features = size.rows, size.width, size.kept, size.units, size.features
    flops = 2.0 * rows * features * width

    def emit_dx(ins, outs, lo, hi, of):
        here = rows * (hi - lo) // of
        return [
            kernels["matmul"].row(
                (dtype,),
                [ins[0], ins[1], outs[0]],
                [here * kept, w.size, here, features],
                (width, 0, 1, kept, width),
            )
        ]

    jobs.append(
        Job(
            Part(node, "inputs", [dx], (), (dz, node.inputs[start + n + 1])),
            (PART, WHOLE),
            rows,
            flops / FLOPS,
            emit_dx,
            flops=flops,
        )
    )

    def emit_dw(ins, outs, lo, hi, of):
        return [
            _product(
                dtype,
                ins[0],
                ins[1],
                outs[0],
                features,
                width,
                rows,
                features,
                kept,
                width,
                lo,
                hi,
                of,
            )
        ]

    jobs.append(
        Job(
            Part(node, "kernel", [dw], (), (node.inputs[start], dz)),
            (WHOLE, WHOLE),
            features,
            flops / FLOPS,
            emit_dw,
            flops=flops,
        )
    )
    first_columns = 2 * units if op.gates == 3 else width

    def emit_du(ins, outs, lo, hi, of):
        made = [
            _product(
                dtype,
                ins[0],
                ins[1],
                outs[0],
                units,
                first_columns,
                rows,
                units,
                kept,
                width,
                lo,
                hi,
                of,
            )
        ]
        if first_columns < width:
            at = first_columns * x.itemsize
            source = ins[1] + (at if gated else width * x.itemsize)
            made.append(
                _product(
                    dtype,
                    ins[-1] if gated else ins[0],
                    source,
                    outs[0] + at,
                    units,
                    units,
                    rows,
                    units,
                    kept,
                    width,
                    lo,
                    hi,
                    of,
                )
            )
        return made

    jobs.append(
        Job(
            Part(node, "recurrent kernel", [du], (), (hp, dz) + tuple(walk.made[2:])),
            (WHOLE,) * (2 + gated),
            units,
            size.step_flops / FLOPS,
            emit_du,
            flops=size.step_flops,
        )
    )

    def emit_db(ins, outs, lo, hi, of):
        first_, columns = width * lo // of, width * (hi - lo) // of
        made = [_sums(dtype, ins[0] + first_ * x.itemsize, outs[0], rows, columns, kept)]
        if after:
            second = outs[0] + width * x.itemsize
            for source, target, m in ((0, 0, 2 * units), (width, 2 * units, units)):
                made.append(
                    _sums(
                        dtype,
                        ins[0] + source * x.itemsize,
                        second + target * x.itemsize,
                        rows,
                        m,
                        kept,
                    )
                )
        return made

    jobs.append(
        Job(
            Part(node, "bias", [db], (), (dz,)),
            (WHOLE,),
            1 if after else width,
            rows * kept * x.itemsize / COPY_BYTES,
            emit_db,
        )
    )
    return in_parts(node, jobs)


def _product(dtype, a, g, y, m, n, k, lda, ldg, ldy, lo, hi, of):
    """Row of the kernel for y = a' g, for rows lo to hi of y; `y` stands at the first of them already."""
    first, here = m * lo // of, m * (hi - lo) // of
    start = a + first * (4 if dtype == "float32" else 8)
    return kernels["weight_grad"].row(
        (dtype,),
        [start, g, y],
        [(k - 1) * lda + here, (k - 1) * ldg + n, (here - 1) * ldy + n],
        (here, n, k, lda, ldg, ldy),
    )


def _sums(dtype, x, y, rows, columns, stride):
    """Row of the kernel that adds up columns."""
    return kernels["column_sums"].row(
        (dtype,), [x, y], [(rows - 1) * stride + columns, columns], (rows, stride)
    )
