"""Rows of a loop: of one chunk of samples, or of all of them. See scan.py."""
import numpy as np

from kerastutor.compiler.job import PART, SKIP
from kerastutor.compiler.loop import Piece, Table
from kerastutor.compiler.lower.elementwise import bits
from kerastutor.graph.shapes import count
from kerastutor.kernels import kernels
from kerastutor.ops.scan import time_axis


class Chunk:
    """One chunk of a loop. A place is (address in step 0, bytes that each step adds).

    # Arguments
        job: the `ScanJob`.
        ins, outs: addresses, as `Job.emit` gets them.
        part: (lo, hi, of).

    # Attributes
        table: of the steps.
        rows: rows before the loop, and the row of the loop.
    """

    def __init__(self, job, ins, outs, part):
        self.job, self.op, self.part = job, job.op, part
        lo, hi, of = part
        self.alone = job.units > 1 and job.carried is None      # a chunk of steps, not of samples
        self.steps = job.length * (hi - lo) // of if self.alone else job.length
        n, k, m = len(self.op.items), len(self.op.held), len(self.op.outs)
        self.sequences, self.first, outer = ins[:n], ins[n : n + k], ins[n + k :]
        self.results, self.states = outs[:m], outs[m : m + k]
        self.records = outs[m + k : m + k + len(self.op.records)]
        scratch, *self.status = outs[len(job.outputs) :]
        _, offset = job.place(lo, hi, of)
        self.places = {t: (scratch + at, 0) for t, at in offset.items()}
        fixed = {**job.fixed, **dict(zip(self.op.held, self.states, strict=True))}
        outer = dict(zip(self.op.captures, outer, strict=True))
        self.places.update((t, (address, 0)) for t, address in {**outer, **fixed}.items())
        for item, x, address in zip(self.op.items, job.inputs, self.sequences, strict=False):
            if job.dense(x):
                self.places[item] = self._in_time(address, x)
        for r, j in job.into_state.items():
            self.places[r] = (self.states[j], 0)
        for r, i in job.into_output.items():
            self.places[r] = self._in_time(self.results[i], job.outputs[i])
        pieces = self._copies_in() + list(map(self._piece, job.jobs)) + self._copies_out()
        self.table = Table(pieces, self.steps)
        self.rows = [*self._rows_before(), self.table.row()]

    def _in_time(self, address, sequence):
        """Place of the element of a step in a sequence, for its first sample."""
        at = time_axis(self.op.axis, len(sequence.shape))
        size = count(sequence.shape[at + 1 :]) * sequence.itemsize
        if self.op.reverse and not self.alone:
            return address + (self.steps - 1) * size, -size
        return address, size

    def _rows_before(self):
        rows = []
        for spec, source, target in zip(self.job.first, self.first, self.states, strict=False):
            rows += self._copy(self._share(spec.nbytes), source, target)
        for piece in map(self._piece, self.job.once):
            rows += piece.at(0)[0]
        return rows

    def _share(self, size):
        """The chunk's share of something that is there for each sample."""
        lo, hi, of = self.part
        return size if self.job.carried is None else size * (hi - lo) // of

    def _copies_in(self):
        """Elements of sequences that are not one piece of memory; states to be recorded."""
        job, pieces = self.job, []
        for item, x, address in zip(self.op.items, job.inputs, self.sequences, strict=False):
            if item in job.last and not job.dense(x):
                pieces.append(self._column("copy", x, address, self.places[item]))
        sequences = job.outputs[len(self.results) + len(self.states) :]
        for i, x, address in zip(self.op.records, sequences, self.records, strict=False):
            pieces.append(self._column("spread", x, address, self.places[self.op.held[i]]))
        return pieces

    def _copies_out(self):
        """Outputs and new states that are not where they are to be."""
        job, pieces = self.job, []
        for i, r in enumerate(job.outs):
            if job.into_output.get(r) != i:
                pieces.append(self._column("spread", job.outputs[i], self.results[i],
                                           self._mine(r)))
        moves = []
        for j, r in enumerate(job.news):
            if job.into_state.get(r) == j or r is self.op.held[j]:
                continue
            source, target = self._mine(r), (self.states[j], 0)
            if job.needs_stage(j):
                stage = self.places["stage", r]
                pieces.append(self._move(job.first[j], source, stage))
                source = stage
            moves.append(self._move(job.first[j], source, target))
        return pieces + moves

    def _mine(self, r):
        """Place of this chunk of a tensor of the step."""
        base, stride = self.places[r]
        if self.job.carried is not None and r not in self.job.carried:
            lo, _, of = self.part
            base += self.job.step.specs[r].nbytes * lo // of
        return base, stride

    def _column(self, name, sequence, address, dense):
        """Piece that copies the element of a step out of a sequence, or (`spread`) into one."""
        at = time_axis(self.op.axis, len(sequence.shape))
        rows, width = count(sequence.shape[:at]), count(sequence.shape[at + 1 :])
        rows, stride = self._share(rows), width * sequence.shape[at]
        kind = bits(sequence.dtype)
        places = [self._in_time(address, sequence), dense]
        if name == "spread":
            places.reverse()
        return Piece(lambda a: [_strided(name, kind, *a, rows, width, stride)], places)

    def _move(self, spec, source, target):
        """Piece that copies a whole state."""
        size = self._share(spec.nbytes)
        return Piece(lambda a: self._copy(size, *a), [source, target])

    def _copy(self, size, source, target):
        """Rows that copy bytes."""
        kind = "float32" if size % 4 == 0 else "uint8"
        width = size // np.dtype(kind).itemsize
        return [_strided("copy", kind, source, target, 1, width, width)]

    def _piece(self, job):
        """Piece of a job of the step."""
        part = self.job.part(job, *self.part)
        places = []
        for x, access in zip(job.node.inputs, job.access, strict=True):
            r = self.job.root(x)
            if access == SKIP:
                places.append((0, 0))
            elif access == PART and part != (0, 1, 1):
                places.append(self._mine(r))
            else:
                places.append(self.places[r])
        n = len(places)
        places += [self.places[t] for t in job.node.outputs]
        if job.scratch:
            places.append(self.places[job])
        if job.fallible:
            places.append((self.status[0], 0))
        return Piece(lambda a: job.emit(a[:n], a[n:], *part), places, getattr(job, "made", ()))


def _strided(name, kind, source, target, rows, width, stride):
    """Row that copies `rows` pieces of `width` elements, `stride` apart on one side."""
    if width == 1:
        rows, width, step = 1, rows, stride
    else:
        step = 1
    span, total = (rows - 1) * stride + (width - 1) * step + 1, rows * width
    lengths = [span, total] if name == "copy" else [total, span]
    return kernels[name].row((kind,), [source, target], lengths,
                             [1, 1, 1, 1, rows, width, 0, 0, 0, 0, stride, step])
