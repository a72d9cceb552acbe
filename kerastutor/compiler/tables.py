"""The tables that compiled loops run: rows, tasks, phases (see kernels/executor.py).

Worked example, two groups of one phase, the first cut into two chunks: three tasks, each the rows
of its jobs one after the other, and one phase of three tasks. A run of elementwise jobs over 50,000
elements in blocks of 8192 adds the rows of its jobs for the first block, then for the second, and
so on: only the addresses differ, by the same number of bytes each time, so the rows of two blocks
give those of all.
"""

import numpy as np

from kerastutor.compiler.job import PART
from kerastutor.graph.tensor import Variable, aligned_empty
from kerastutor.kernels import kernels
from kerastutor.kernels.jit import ROW


class Tables:
    """Rows, tasks and phases, as they grow.

    # Arguments
        arena: address of the arena.
        status: address of the words in which kernels report errors.
        block: elements of a block.
    """

    def __init__(self, arena, status, block):
        self.arena, self.status, self.block = arena, status, block
        self._pieces, self._rows = [], []  # arrays of rows, and the rows after the last of them
        self._count = 0
        self.tasks, self.phases = [], []
        self.owners = []  # the job of each row, None for those that belong to no node

    # ---- adding ----------------------------------------------------------------------------------
    def add(self, rows, jobs=None):
        """Add rows: a list of them, or an array; and the job of each."""
        if isinstance(rows, np.ndarray):
            self._flush()
            self._pieces.append(rows.reshape(-1, ROW))
        else:
            self._rows += rows
        self._count += len(rows)
        self.owners += jobs or [None] * len(rows)

    def add_phase(self, groups):
        """Add a phase: the chunks of these groups, which may run at the same time."""
        first = len(self.tasks)
        for group in groups:
            for c in range(len(group.cuts) - 1):
                start = self._count
                self._chunk(group, c)
                self.tasks.append((start, self._count - start))
        if len(self.tasks) > first:
            self.phases.append((first, len(self.tasks) - first))

    def add_task(self, rows):
        """Add a phase of one task."""
        self.phases.append((len(self.tasks), 1))
        self.tasks.append((self._count, len(rows)))
        self.add(rows)

    def arrays(self):
        """(rows, tasks, phases) as int64 arrays."""
        self._flush()
        rows = (
            np.concatenate(self._pieces)
            if len(self._pieces) > 1
            else (self._pieces[0] if self._pieces else np.zeros((0, ROW), np.int64))
        )
        return (
            rows,
            np.array(self.tasks, np.int64).reshape(-1, 2),
            np.array(self.phases, np.int64).reshape(-1, 2),
        )

    def _flush(self):
        if self._rows:
            self._pieces.append(np.array(self._rows, np.int64).reshape(-1, ROW))
            self._rows = []

    # ---- jobs ------------------------------------------------------------------------------------
    def _chunk(self, group, c):
        """Rows of chunk c of a group: job after job, walks step by step, runs block by block."""
        lo, hi, units = group.cuts[c], group.cuts[c + 1], group.units
        layout, start = group.layouts[c], self.arena + group.starts[c]
        walked = {}
        for m, offset in layout.offsets:
            if m.walk and not m.inside:
                walked.setdefault(m.walk, []).append((m, start + offset))
            m.address = start + offset - (0 if m.inside else m.size * lo // units)
        i = 0
        while i < len(group.jobs):
            walk = group.jobs[i].walk
            end = i if walk is None else walk.last
            if walk is None:
                i = self._item(group, i, lo, hi, layout, start)
                continue
            cuts = walk.cuts(lo, hi)
            for first, last in zip(cuts, cuts[1:]):
                for m, address in walked.get(walk, ()):
                    m.address = address - m.size * first // units
                i = walk.first
                while i <= end:
                    i = self._item(group, i, first, last, layout, start)

    def _item(self, group, i, lo, hi, layout, start):
        """Add the rows of job i, or of the run that it begins, for units lo to hi; the number of
        the next job.
        """
        job, units = group.jobs[i], group.units
        if job.run:
            self._run(group.jobs[i : job.run[1] + 1], lo, hi, units)
            return job.run[1] + 1
        ins, outs = places(job, lo, units)
        if job.scratch:
            outs.append(start + layout.scratch[job])
        if job.fallible:
            outs.append(self.status)
        rows = job.emit(ins, outs, lo, hi, units)
        self.add(rows, [job] * len(rows))
        return i + 1

    def _run(self, jobs, lo, hi, units):
        """Rows of a run of elementwise jobs, for the elements of one chunk or step."""
        size = jobs[0].units
        begin, end = size * lo // units, size * hi // units
        full = (end - begin) // self.block
        chunk = [(job, *places(job, lo, units)) for job in jobs]
        if full:
            first, owners = self._block(chunk, 0, begin, begin + self.block, size)
            self.add(first, owners)
        if full > 1:
            second, _ = self._block(chunk, 1, begin + self.block, begin + 2 * self.block, size)
            step = np.array(second) - first
            times = np.arange(1, full).reshape(-1, 1, 1)
            self.add((np.array(first) + times * step).reshape(-1, ROW), owners * (full - 1))
        if begin + full * self.block < end:
            self.add(*self._block(chunk, full, begin + full * self.block, end, size))

    def _block(self, chunk, number, lo, hi, size):
        """(rows, job of each) of the jobs of a run for one block: elements lo to hi."""
        rows, owners, passed = [], [], number * self.block
        for job, ins, outs in chunk:
            ins = [
                a + passed * m.item if access == PART and not m.inside else a
                for a, m, access in zip(ins, job.sources, job.access)
            ]
            m = job.targets[0]
            outs = outs if m.inside else [outs[0] + passed * m.item]
            made = job.emit(ins, outs, lo, hi, size)
            rows += made
            owners += [job] * len(made)
        return rows, owners


def places(job, lo, units):
    """(addresses of inputs, of outputs) of a job for a chunk or step that begins at unit lo."""
    ins, outs = [], []
    for m, access in zip(job.sources, job.access):
        if m is None:
            ins.append(0)
        elif lo and access == PART and not m.inside:
            ins.append(m.address + m.size * lo // units)
        else:
            ins.append(m.address)
    for m in job.targets:
        outs.append(m.address + m.size * lo // units if lo and not m.inside else m.address)
    return ins, outs


def copy_row(source, target, size):
    """Row that copies `size` bytes, as a list (empty when there is nothing to copy)."""
    kind = "uint8" if (size | source | target) % 4 else "float32"
    n = size // np.dtype(kind).itemsize
    return (
        [
            kernels["copy"].row(
                (kind,), [source, target], [n, n], [1, 1, 1, 1, 1, n, 0, 0, 0, 0, 0, 1]
            )
        ]
        if n
        else []
    )


def commit_rows(commits, memory):
    """Rows that store new values in their variables, and arrays that they use.

    Variables that take each other's values are all read before any is written.

    # Arguments
        commits: list of (tensor that holds the new value, variable).
        memory: dictionary tensor -> Memory.
    """
    rows, held = [], {}
    for t, _ in commits:
        if isinstance(t, Variable) and t not in held:
            held[t] = aligned_empty(t.value.shape, t.dtype)
            rows += copy_row(memory[t].address, held[t].ctypes.data, held[t].nbytes)
    for t, variable in commits:
        source = held[t].ctypes.data if t in held else memory[t].address
        rows += copy_row(source, variable.value.ctypes.data, variable.value.nbytes)
    return rows, list(held.values())
