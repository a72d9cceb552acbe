"""Loops over time: the step is bound once, and its rows run again and again at other addresses.

Worked example, K.rnn with h' = tanh(x w + h u), x of shape (B, T, F). The step has three jobs:
x_t w, h u + that, tanh. Before them comes a row that copies x[:, t] to a dense x_t; the last job
writes straight into the memory of the state, which is the memory of the loop's last state; a row
behind it copies the state to y[:, t]. Only those two copies differ from step to step (see
compiler/loop.py). No job mixes samples, so the whole loop may be cut into chunks of the batch.

A loop whose step has an op without kernel, or a shape that depends on data, has no job: then its
NumPy reference runs.
"""
import numpy as np

from kerastutor.compiler.bind import Dynamic, bind
from kerastutor.compiler.job import COPY_BYTES, PART, SKIP, WHOLE, Job
from kerastutor.compiler.loop import Piece, Table
from kerastutor.compiler.lower import lowering
from kerastutor.compiler.lower.elementwise import bits
from kerastutor.compiler.memory import Arena
from kerastutor.graph.shapes import count
from kerastutor.graph.tensor import Constant, aligned_copy
from kerastutor.graph.traverse import rebuild
from kerastutor.kernels import kernels
from kerastutor.ops.scan import item_shape, time_axis


@lowering("scan")
def scan(node, inputs, outputs):
    """Job for a loop, or None."""
    made = len(node.op.outs) + len(node.op.held) + len(node.op.records)
    n, k = len(node.op.items), len(node.op.held)
    if not all(s.size for s in (*inputs[: n + k], *outputs[:made])):
        return None
    op = node.op
    known = {hole: Constant(spec.value)
             for hole, spec in zip(op.captures, inputs[n + k :], strict=True)
             if spec.value is not None}
    roots = rebuild([*op.outs, *op.news], known)
    shapes = [item_shape(x.shape, op.axis) for x in inputs[:n]] + [x.shape for x in inputs[n:]]
    leaves = dict(zip((*op.items, *op.held, *op.captures), shapes, strict=True))
    try:
        step = bind(roots, leaves)
    except Dynamic:
        return None
    if any(job.host for job in step.jobs) or any(
            step.specs[new].shape != x.shape
            for new, x in zip(roots[len(op.outs) :], inputs[n : n + k], strict=True)):
        return None
    return ScanJob(node, inputs, outputs, step, roots)


class ScanJob(Job):
    """The job of a loop.

    # Arguments
        node, inputs, outputs: as for a rule.
        step: the `Bound` graph of a step.
        roots: its outputs, then its new states.

    """

    def __init__(self, node, inputs, outputs, step, roots):
        self.op, self.step, self.inputs, self.outputs = node.op, step, inputs, outputs
        m = len(self.op.outs)
        self.outs = [self.root(t) for t in roots[:m]]
        self.news = [self.root(t) for t in roots[m:]]
        self.first = inputs[len(self.op.items) :]
        axis = time_axis(self.op.axis, len(inputs[0].shape))
        self.length = inputs[0].shape[axis]
        self._order()
        self._constants()
        self.carried = self._carried()
        self._find_homes()
        access, units = self._access()
        self.made = []
        once, each = sum(j.cost for j in self.once), sum(j.cost for j in self.jobs)
        moved = sum(s.nbytes for s in (*inputs, *outputs)) / COPY_BYTES
        super().__init__(
            node, access, units, once + self.length * each + moved, self._emit,
            name="loop of %d jobs" % len(self.jobs), flops=self.length * sum(
                j.flops for j in self.jobs),
            fallible=any(j.fallible for j in (*self.once, *self.jobs)),
            scratch=lambda lo, hi, of: self._place(lo, hi, of)[0])

    def root(self, t):
        """Tensor whose memory `t` uses."""
        return self.step.storage.get(t, t)

    @property
    def loops(self):
        """See `Job`."""
        return self.made + [table for job in self.once for table in job.loops]

    # ---- what runs when ------------------------------------------------------------------------
    def _order(self):
        """Jobs that need nothing of a step run once; the others in each step."""
        fixed = set(self.step.constants) | set(self.op.captures)
        self.once, self.jobs = [], []
        for job in self.step.jobs:
            if job.node.op.pure and all(r in fixed for r, _ in self._reads(job)):
                fixed.update(job.node.outputs)
                self.once.append(job)
            else:
                self.jobs.append(job)
        self.made_by, self.last = {}, {}
        for i, job in enumerate(self.jobs):
            self.made_by.update((t, i) for t in job.node.outputs)
            for r, _ in self._reads(job):
                self.last[r] = i
        for r in self.outs + self.news:
            self.last[r] = len(self.jobs)

    def _reads(self, job):
        """(tensor, access) of what a job reads."""
        return [(self.root(x), a) for x, a in zip(job.node.inputs, job.access, strict=True)
                if a != SKIP]

    def _constants(self):
        """Memory of constants."""
        used = {r for job in self.step.jobs for r, _ in self._reads(job)}
        used.update(self.outs, self.news)
        self.fixed, self.keep = {}, []
        for t, value in self.step.constants.items():
            if t in used:
                good = value.flags.c_contiguous and value.ctypes.data % 16 == 0
                self.keep.append(value if good else aligned_copy(value))
                self.fixed[t] = self.keep[-1].ctypes.data
        self.keep += [array for job in self.step.jobs for array in job.keep]

    def _carried(self):
        """Tensors of the step that hold something per sample, when samples never mix; else None.

        Then the loop may be cut into chunks of the batch.
        """
        op, sequences = self.op, self.inputs[: len(self.op.items)]
        batch = self.inputs[0].shape[0]
        wide = [item for item, x in zip(op.items, sequences, strict=True) if len(x.shape) > 1]
        same = [x for x in sequences if len(x.shape) > 1] + list(self.first[: len(op.held)])
        results = [self.step.specs[t] for t in self.outs]
        if op.axis == 0 or not wide or batch < 2 or any(
                not len(x.shape) or x.shape[0] != batch for x in same):
            return None
        carried = set(wide) | set(op.held)
        for job in self.jobs:
            access = [a for r, a in self._reads(job) if r in carried]
            if access:
                if any(a != PART for a in access) or job.units % batch:
                    return None
                carried.update(job.node.outputs)
        shapes = [self.outputs[i].shape for i in range(len(results))]
        if any(len(shape) < 2 or shape[0] != batch for shape in shapes):
            return None
        return carried

    def _access(self):
        """(access, units): how the loop may be cut."""
        op, n, k = self.op, len(self.op.items), len(self.op.held)
        used = {r for job in self.step.jobs for r, _ in self._reads(job)}
        used.update(self.outs, self.news)
        each_step_alone = not k and op.axis == 0
        cut = WHOLE if self.carried is None and not each_step_alone else PART
        access = []
        for item, x in zip(op.items, self.inputs, strict=False):
            per_sample = self.carried is None or len(x.shape) > 1
            access.append(SKIP if item not in used else cut if per_sample else WHOLE)
        access += [cut] * k
        for hole, x in zip(op.captures, self.inputs[n + k :], strict=True):
            if self._per_sample(hole, x):
                self.carried.add(hole)
            access.append(SKIP if hole not in used else
                          PART if self.carried and hole in self.carried else WHOLE)
        units = 1
        if each_step_alone:
            units = self.length
        elif self.carried is not None:
            units = self.inputs[0].shape[0]
        return tuple(access), units

    def _per_sample(self, hole, x):
        """True when the chunk of a loop needs no more than its samples of an outer tensor."""
        if self.carried is None or not len(x.shape) or x.shape[0] != self.inputs[0].shape[0] \
                or hole in self.outs + self.news:
            return False
        reads = [(job.node.outputs[0], a) for job in self.step.jobs
                 for r, a in self._reads(job) if r is hole]
        return all(t in self.carried and a == PART for t, a in reads)

    # ---- where it lives ------------------------------------------------------------------------
    def _find_homes(self):
        """Tensors that are made right where they are to be in the end.

        A new state may replace the old one as soon as nobody needs that any more. An output is made
        in its place when that is one piece of memory, and not a column of samples.
        """
        self.into_state, self.into_output = {}, {}
        ending = self.outs + self.news
        for j, r in enumerate(self.news):
            held = self.op.held[j]
            i = self.made_by.get(r)
            if i is None or r in self.into_state or held in ending \
                    or self.step.specs[r].nbytes != self.first[j].nbytes:
                continue
            after = [job for job in self.jobs[i:] if any(x is held for x, _ in self._reads(job))]
            own = all(a == PART for x, a in self._reads(self.jobs[i]) if x is held)
            if not after or (after == [self.jobs[i]] and self.jobs[i].in_place and own):
                self.into_state[r] = j
        for i, r in enumerate(self.outs):
            if r in self.made_by and r not in self.into_state and r not in self.into_output \
                    and self._dense(self.outputs[i]):
                self.into_output[r] = i

    def _dense(self, sequence):
        """True when the element of one step is one piece of memory."""
        return count(sequence.shape[: time_axis(self.op.axis, len(sequence.shape))]) == 1

    def _bytes(self, t, lo, hi, of):
        """Bytes of a chunk of a tensor of the step."""
        size = self.step.specs[t].nbytes
        return size * (hi - lo) // of if self.carried and t in self.carried else size

    def _place(self, lo, hi, of):
        """(bytes, dictionary tensor or job -> offset) of the memory of one chunk's step."""
        arena, offset = Arena(), {}
        sequences = zip(self.op.items, self.inputs, strict=False)
        stay = [item for item, x in sequences if item in self.last and not self._dense(x)]
        stay += [t for job in self.once for t in job.node.outputs]
        stay += [r for j, r in enumerate(self.news) if self._needs_stage(j)]
        for t in stay:
            offset[t if t not in self.op.held else ("stage", t)] = arena.take(
                self._bytes(t, lo, hi, of))
        dying = {}
        for i, job in enumerate((*self.once, *self.jobs)):
            i -= len(self.once)
            if i >= 0:
                self._place_outputs(job, i, (lo, hi, of), arena, offset, dying)
            if job.scratch:
                size = job.scratch(*self._part(job, lo, hi, of))
                offset[job] = arena.take(size)
                arena.give(offset[job], size)
            for t in dying.pop(i, ()):
                arena.give(offset[t], self._bytes(t, lo, hi, of))
        return arena.size, offset

    def _place_outputs(self, job, i, part, arena, offset, dying):
        for t in job.node.outputs:
            if t in self.into_state or t in self.into_output:
                continue
            size = self._bytes(t, *part)
            over = next((r for r, a in self._reads(job) if a == PART and r in dying.get(i, ())
                         and self._bytes(r, *part) == size), None) if job.in_place else None
            if over is None:
                offset[t] = arena.take(size)
            else:
                offset[t] = offset[over]
                dying[i].remove(over)
            dying.setdefault(self.last.get(t, i), []).append(t)

    def _needs_stage(self, j):
        """True when a new state is another state's old value, so that it must be set aside."""
        return self.news[j] in self.op.held and self.news[j] is not self.op.held[j]

    def _part(self, job, lo, hi, of):
        """The chunk, for jobs that are done per sample; everything, for others."""
        mine = self.carried and job.node.outputs[0] in self.carried
        return (lo, hi, of) if mine else (0, 1, 1)

    # ---- rows ----------------------------------------------------------------------------------
    def _emit(self, ins, outs, lo, hi, of):
        return _Chunk(self, ins, outs, lo, hi, of).rows()


class _Chunk:
    """Rows of one chunk of a loop. A place is (address in step 0, bytes that each step adds)."""

    def __init__(self, job, ins, outs, lo, hi, of):
        self.job, self.op, self.part = job, job.op, (lo, hi, of)
        self.alone = job.units > 1 and job.carried is None      # each step by itself
        self.steps = job.length * (hi - lo) // of if self.alone else job.length
        n, k, m = len(self.op.items), len(self.op.held), len(self.op.outs)
        self.sequences, self.first, outer = ins[:n], ins[n : n + k], ins[n + k :]
        self.results, self.states = outs[:m], outs[m : m + k]
        self.records = outs[m + k : m + k + len(self.op.records)]
        rest = list(outs[len(job.outputs) :])
        size, offset = job._place(lo, hi, of)
        scratch = rest.pop(0)
        self.status = rest
        self.places = {t: (scratch + at, 0) for t, at in offset.items()}
        self.places.update((t, (address, 0)) for t, address in job.fixed.items())
        self.places.update(
            (hole, (address, 0)) for hole, address in zip(self.op.captures, outer, strict=True)
            if hole not in self.places)
        self.places.update(
            (held, (address, 0)) for held, address in zip(self.op.held, self.states, strict=True))
        for item, x, address in zip(self.op.items, job.inputs, self.sequences, strict=False):
            if job._dense(x):
                self.places[item] = self._in_time(address, x)
        for r, j in job.into_state.items():
            self.places[r] = (self.states[j], 0)
        for r, i in job.into_output.items():
            self.places[r] = self._in_time(self.results[i], job.outputs[i])

    def _in_time(self, address, sequence):
        """Place of the element of a step in a sequence, for its first sample."""
        at = time_axis(self.op.axis, len(sequence.shape))
        size = count(sequence.shape[at + 1 :]) * sequence.itemsize
        if self.op.reverse and not self.alone:
            return address + (self.steps - 1) * size, -size
        return address, size

    def rows(self):
        """Rows before the loop, and the row of the loop."""
        job = self.job
        rows = []
        for spec, source, target in zip(job.first, self.first, self.states, strict=False):
            rows += self._copy(self._share(spec.nbytes), source, target)
        for piece in map(self._piece, job.once):
            rows += piece.at(0)[0]
        pieces = self._copies_in() + list(map(self._piece, job.jobs)) + self._copies_out()
        table = Table(pieces, self.steps)
        job.made.append(table)
        return rows + [table.row()]

    def _share(self, size):
        lo, hi, of = self.part
        return size * (hi - lo) // of if self.job.carried else size

    def _copies_in(self):
        """Elements of sequences that are not one piece of memory; states to be recorded."""
        job, pieces = self.job, []
        for item, x, address in zip(self.op.items, job.inputs, self.sequences, strict=False):
            if item in job.last and not job._dense(x):
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
            if job._needs_stage(j):
                stage = self.places["stage", r]
                pieces.append(self._move(job.first[j], source, stage))
                source = stage
            moves.append(self._move(job.first[j], source, target))
        return pieces + moves

    def _mine(self, r):
        """Place of this chunk of a tensor of the step."""
        base, stride = self.places[r]
        job = self.job
        if job.carried is not None and r not in job.carried:
            lo, _, of = self.part
            base += job.step.specs[r].nbytes * lo // of
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
        part = self.job._part(job, *self.part)
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
        return Piece(lambda a: job.emit(a[:n], a[n:], *part), places, job.made if isinstance(job, ScanJob) else ())


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
