"""Loops over time: the step is bound once, and its rows run again and again at other addresses.

Worked example, K.rnn with h' = tanh(x w + h u), x of shape (B, T, F). The step has three jobs:
x_t w, h u + that, tanh. Before them comes a row that copies x[:, t] to a dense x_t; the last job
writes straight into the memory of the state, which is the memory of the loop's last state; a row
behind it copies the state to y[:, t]. Only those two copies differ from step to step (see
compiler/loop.py). No job mixes samples, so the whole loop may be cut into chunks of the batch.

A loop whose step has an op without kernel, or a shape that depends on data, has no job: then its
NumPy reference runs.
"""
from kerastutor.compiler.bind import Dynamic, bind
from kerastutor.compiler.job import COPY_BYTES, PART, SKIP, WHOLE, Job
from kerastutor.compiler.lower import lowering
from kerastutor.compiler.lower.scan_rows import Chunk
from kerastutor.compiler.memory import Arena
from kerastutor.graph.shapes import count
from kerastutor.graph.tensor import Constant, aligned_copy
from kerastutor.graph.traverse import rebuild
from kerastutor.ops.scan import item_shape, time_axis

NEAR = 256 * 1024                # bytes of the memory of a step that stays in the nearest cache ...
NEAR_SPEED = 0.4                 # ... and the share of the time that its jobs then take


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

    # Attributes
        once, jobs: what is done before the loop, and in each step.
        carried: tensors of the step of which a chunk of the loop has its samples only; None when
            the loop cannot be cut by samples.
        into_state, into_output: tensors that are made right where they are to be in the end.
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
        super().__init__(
            node, access, units, self._cost(), self._emit, name=f"loop of {len(self.jobs)} jobs",
            flops=self.length * sum(j.flops for j in self.jobs),
            fallible=any(j.fallible for j in (*self.once, *self.jobs)),
            scratch=lambda lo, hi, of: self.place(lo, hi, of)[0])

    def _cost(self):
        """Microseconds: the jobs do not reckon with small steps that stay in the nearest cache."""
        once, each = sum(j.cost for j in self.once), sum(j.cost for j in self.jobs)
        moved = sum(s.nbytes for s in (*self.inputs, *self.outputs)) / COPY_BYTES / 2
        near = NEAR_SPEED if self.place(0, 1, 1)[0] < NEAR else 1.0
        return once + self.length * each * near + moved

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
            if job.node.op.pure and all(r in fixed for r, _ in self.reading(job)):
                fixed.update(job.node.outputs)
                self.once.append(job)
            else:
                self.jobs.append(job)
        self.made_by, self.last = {}, {}
        for i, job in enumerate(self.jobs):
            self.made_by.update((t, i) for t in job.node.outputs)
            for r, _ in self.reading(job):
                self.last[r] = i
        for r in self.outs + self.news:
            self.last[r] = len(self.jobs)

    def reading(self, job):
        """(tensor, access) of what a job reads."""
        return [(self.root(x), a) for x, a in zip(job.node.inputs, job.access, strict=True)
                if a != SKIP]

    def _constants(self):
        """Memory of constants."""
        used = {r for job in self.step.jobs for r, _ in self.reading(job)}
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
        if op.axis == 0 or not wide or batch < 2 or any(
                not len(x.shape) or x.shape[0] != batch for x in same):
            return None
        carried = set(wide) | set(op.held)
        for job in self.jobs:
            access = [a for r, a in self.reading(job) if r in carried]
            if access:
                if any(a != PART for a in access) or job.units % batch:
                    return None
                carried.update(job.node.outputs)
        shapes = [x.shape for x in self.outputs[: len(self.outs)]]
        fits = all(len(shape) > 1 and shape[0] == batch for shape in shapes)
        return carried if fits else None

    def _access(self):
        """(access, units): how the loop may be cut."""
        op, n, k = self.op, len(self.op.items), len(self.op.held)
        used = {r for job in self.step.jobs for r, _ in self.reading(job)}
        used.update(self.outs, self.news)
        alone = not k and op.axis == 0           # each step by itself
        cut = WHOLE if self.carried is None and not alone else PART
        access = []
        for item, x in zip(op.items, self.inputs, strict=False):
            per_sample = self.carried is None or len(x.shape) > 1
            access.append(SKIP if item not in used else cut if per_sample else WHOLE)
        access += [cut] * k
        for hole, x in zip(op.captures, self.inputs[n + k :], strict=True):
            if self._per_sample(hole, x):
                self.carried.add(hole)
            access.append(SKIP if hole not in used else
                          PART if self.is_carried(hole) else WHOLE)
        return tuple(access), self.inputs[0].shape[0] if cut == PART else 1

    def _per_sample(self, hole, x):
        """True when the chunk of a loop needs no more than its samples of an outer tensor."""
        if self.carried is None or not len(x.shape) or x.shape[0] != self.inputs[0].shape[0] \
                or hole in self.outs + self.news:
            return False
        reads = [(job.node.outputs[0], a) for job in self.step.jobs
                 for r, a in self.reading(job) if r is hole]
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
                    or self.step.specs[r].nbytes != self.first[j].nbytes \
                    or (self.carried is not None and r not in self.carried):
                continue
            after = [job for job in self.jobs[i:] if any(x is held for x, _ in self.reading(job))]
            own = all(a == PART for x, a in self.reading(self.jobs[i]) if x is held)
            if not after or (after == [self.jobs[i]] and self.jobs[i].in_place and own):
                self.into_state[r] = j
        for i, r in enumerate(self.outs):
            if r in self.made_by and r not in self.into_state and r not in self.into_output \
                    and self.dense(self.outputs[i]):
                self.into_output[r] = i

    def dense(self, sequence):
        """True when the element of one step is one piece of memory."""
        return count(sequence.shape[: time_axis(self.op.axis, len(sequence.shape))]) == 1

    def _bytes(self, t, lo, hi, of):
        """Bytes of a chunk of a tensor of the step."""
        size = self.step.specs[t].nbytes
        return size * (hi - lo) // of if self.is_carried(t) else size

    def is_carried(self, t):
        """True when a chunk has its samples of a tensor only."""
        return self.carried is not None and t in self.carried

    def place(self, lo, hi, of):
        """(bytes, dictionary tensor or job -> offset) of the memory of one chunk's step."""
        arena, offset = Arena(), {}
        sequences = zip(self.op.items, self.inputs, strict=False)
        stay = [item for item, x in sequences if item in self.last and not self.dense(x)]
        stay += [t for job in self.once for t in job.node.outputs]
        stay += [r for j, r in enumerate(self.news) if self.needs_stage(j)]
        for t in stay:
            offset[t if t not in self.op.held else ("stage", t)] = arena.take(
                self._bytes(t, lo, hi, of))
        dying = {}
        for i, job in enumerate((*self.once, *self.jobs)):
            i -= len(self.once)
            if i >= 0:
                self._place_outputs(job, i, (lo, hi, of), arena, offset, dying)
            if job.scratch:
                size = job.scratch(*self.part(job, lo, hi, of))
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
            over = next((r for r, a in self.reading(job) if a == PART and r in dying.get(i, ())
                         and self._bytes(r, *part) == size), None) if job.in_place else None
            if over is None:
                offset[t] = arena.take(size)
            else:
                offset[t] = offset[over]
                dying[i].remove(over)
            dying.setdefault(self.last.get(t, i), []).append(t)

    def needs_stage(self, j):
        """True when a new state is another state's old value, so that it must be set aside."""
        return self.news[j] in self.op.held and self.news[j] is not self.op.held[j]

    def part(self, job, lo, hi, of):
        """The chunk, for jobs that are done per sample; everything, for others."""
        return (lo, hi, of) if self.is_carried(job.node.outputs[0]) else (0, 1, 1)

    # ---- rows ----------------------------------------------------------------------------------
    def _emit(self, ins, outs, lo, hi, of):
        chunk = Chunk(self, ins, outs, (lo, hi, of))
        self.made.append(chunk.table)
        return chunk.rows
