"""Plans: a graph with concrete shapes as tables that compiled loops run.

A plan owns an arena for intermediate tensors and buffers for fed arrays. Variables live outside, in their own memory. The rows hold
addresses; every address is checked against the memory it must lie in when the plan is made.
"""
import numpy as np

from kerastutor.compiler.bind import bind
from kerastutor.compiler.job import PART, SKIP
from kerastutor.compiler.memory import Arena
from kerastutor.compiler.schedule import schedule
from kerastutor.compiler.verify import verify
from kerastutor.graph.tensor import Variable, aligned_copy, aligned_empty
from kerastutor.kernels import executor, kernels
from kerastutor.kernels.jit import ROW

AWAKE_ONLY = 500.0         # microseconds below which sleeping helpers are not woken
BLOCK = 8192               # elements: chains of elementwise jobs run in blocks that stay in the nearest cache


class Plan:
    """See the module's docstring.

    # Arguments
        roots: rewritten tensors: outputs, then new values of updates.
        variables: the variables to update, one per new value.
        counters: run counters of random ops, to be advanced after each run.
        feeds: dictionary placeholder -> shape.
    """

    def __init__(self, roots, variables, counters, feeds):
        self.roots, self.variables, self.counters = roots, variables, list(dict.fromkeys(counters))
        self.bound = bind(roots, feeds)
        sizes = [shape[0] for x, shape in feeds.items() if shape and x.shape[0] is None] or [s[0] for s in feeds.values() if s]
        self.groups, self._made_by = schedule(self.bound, max(sizes, default=None))
        self.n_outputs = len(roots) - len(variables)
        self._leaves(feeds)
        self._lifetimes()
        self._find_chains()
        self._allocate()
        self._tables()

    # ---- memory -----------------------------------------------------------------------------------------------
    def root(self, t):
        """Tensor whose memory `t` uses."""
        return self.bound.storage.get(t, t)

    def _leaves(self, feeds):
        self.inputs = {x: aligned_empty(shape, x.dtype) for x, shape in feeds.items()}
        self.base, self._keep = {}, []
        for x, buffer in self.inputs.items():
            self.base[x] = buffer.ctypes.data
        for t, value in self.bound.constants.items():
            held = value if value.flags.c_contiguous and value.ctypes.data % 16 == 0 else aligned_copy(value)
            self._keep.append(held)
            self.base[t] = held.ctypes.data
        self.arrays = dict(self.inputs)

    def _lifetimes(self):
        """Readers of each computed tensor, and which of them may share their memory inside one chunk."""
        self.home, self.last, self.local = {}, {}, {}
        self.readers = {}
        self.position = {}
        for g, group in enumerate(self.groups):
            for i, job in enumerate(group.jobs):
                for t in job.node.outputs:
                    self.home[t] = g
                    self.position[t] = i
                    self.last[t] = (g, i)
                    self.local[t] = not group.host
        for g, group in enumerate(self.groups):
            for i, job in enumerate(group.jobs):
                for x, access in zip(job.node.inputs, job.access):
                    if access == SKIP:
                        continue
                    r = self.root(x)
                    self.readers.setdefault(r, []).append((g, i, access))
                    if r in self.home:
                        self.last[r] = max(self.last[r], (g, i))
                        if g != self.home[r] or (access != PART and group.units != 1):
                            self.local[r] = False
        for t in self.roots:
            r = self.root(t)
            if r in self.home:
                self.local[r] = False
                self.last[r] = (len(self.groups), 0)

    def _find_chains(self):
        """Runs of neighbouring elementwise jobs of one size, in each group.

        Such a run is carried out block by block, so that what one job leaves is still in the nearest cache when the next one reads it.
        Tensors that only live inside the run need the memory of one block.
        """
        self.chain = {}                        # job -> (group, first, last) of its run
        self.inside = set()                    # tensors that live inside one run
        for g, group in enumerate(self.groups):
            if group.host:
                continue
            i = 0
            while i < len(group.jobs):
                first = i
                size = self._block_size(group.jobs[i])
                while size and i + 1 < len(group.jobs) and self._block_size(group.jobs[i + 1]) == size:
                    i += 1
                if i > first and size > 2 * BLOCK and size % group.units == 0:
                    for job in group.jobs[first:i + 1]:
                        self.chain[job] = (g, first, i)
                    for k in range(first, i + 1):
                        for t in group.jobs[k].node.outputs:
                            if self.local[t] and self.last[t][1] <= i:
                                self.inside.add(t)
                i += 1

    def _block_size(self, job):
        """Elements of an elementwise job without inner repetition; 0 for other jobs."""
        return job.units if job.in_place and len(job.node.outputs) == 1 else 0

    def _allocate(self):
        """Offsets: tensors of one chunk in the chunk's own part of the arena, others in memory shared by the phases."""
        self._in_place()
        arena = Arena()
        events = {}
        self.offset = {}
        specs = self.bound.specs
        chunk_memory = {g: [self._chunk(g, c) for c in range(len(group.cuts) - 1)] for g, group in enumerate(self.groups)}
        self.chunk_offset, self.local_offset = {}, {}
        for g, group in enumerate(self.groups):
            phase = group.phase
            for c, (size, offsets) in enumerate(chunk_memory[g]):
                events.setdefault(phase, []).append((("chunk", g, c), size, phase))
                self.local_offset[(g, c)] = offsets
            for job in group.jobs:
                for t in job.node.outputs:
                    if not self.local[t] and t not in self.written_to:
                        end = self.last[t][0]
                        end = self.groups[end].phase if end < len(self.groups) else 1 << 60
                        events.setdefault(phase, []).append((t, specs[t].nbytes, end))
        ending = []
        for phase in sorted(events):
            still = []
            for end, offset, size in ending:
                if end < phase:
                    arena.give(offset, size)
                else:
                    still.append((end, offset, size))
            ending = still
            for what, size, end in events[phase]:
                offset = arena.take(size)
                if isinstance(what, tuple):
                    self.chunk_offset[what[1:]] = offset
                else:
                    self.offset[what] = offset
                ending.append((end, offset, size))
        self.arena = aligned_empty((arena.size + 64,), "uint8")
        self.arena[...] = 0
        start = self.arena.ctypes.data
        for t, offset in self.offset.items():
            self.base[t] = start + offset
        for t, variable in self.written_to.items():
            self.base[t] = variable.value.ctypes.data

    def _chunk(self, g, c):
        """(bytes, offsets) of the local tensors of chunk c of group g."""
        group = self.groups[g]
        lo, hi = group.cuts[c], group.cuts[c + 1]
        arena, offsets, dying = Arena(), {}, {}

        def size(t):
            if t in self.inside:
                return BLOCK * self.bound.specs[t].itemsize
            return self.bound.specs[t].nbytes * (hi - lo) // group.units
        small, mine = None, []                 # blocks of the run that is being walked through, and the tensors in them
        for i, job in enumerate(group.jobs):
            _, first, end = self.chain.get(job, (g, i, i))
            if first < end and i == first:
                small, mine = Arena(), []
            reused = self._reusable(job, g, i, offsets, size)
            for t in job.node.outputs:
                if not self.local[t]:
                    continue
                if reused is not None:
                    offsets[t] = offsets[reused]
                    if t in self.inside:
                        mine.append(t)
                elif t in self.inside:
                    offsets[t] = small.take(size(t))
                    mine.append(t)
                else:
                    offsets[t] = arena.take(size(t))
                # in a run, memory of whole chunks must not change hands before the run ends: block 0 is far ahead of block 1
                over = max(self.last[t][1], i)
                if t not in self.inside:
                    later = group.jobs[over] if over < len(group.jobs) else None
                    over = self.chain[later][2] if later in self.chain else over
                dying.setdefault(over, []).append(t)
                if reused is not None:
                    next(d for d in dying.values() if reused in d).remove(reused)
            if job.scratch:
                scratch = job.scratch(lo, hi, group.units)
                offsets[job] = arena.take(scratch)
                arena.give(offsets[job], scratch)
            dead = dying.pop(i, ())
            for t in dead:
                if t in self.inside:
                    small.give(offsets[t], size(t))
            if first < end and i == end and mine:
                base = arena.take(small.size)
                arena.give(base, small.size)
                for t in mine:
                    offsets[t] += base
            for t in dead:
                if t not in self.inside:
                    arena.give(offsets[t], size(t))
        return arena.size, offsets

    def _reusable(self, job, g, i, offsets, size):
        """An input that dies here and over which the job may write its output, or None."""
        t = job.node.outputs[0]
        if not job.in_place or not self.local[t]:
            return None
        for x, access in zip(job.node.inputs, job.access):
            r = self.root(x)
            if access == PART and r in offsets and self.last[r] == (g, i) and size(r) == size(t) \
                    and (r in self.inside) == (t in self.inside):
                return r
        return None

    def _in_place(self):
        """New values of variables that may be written straight into the variable.

        Allowed when every reader of the variable comes earlier, or reads the same part in the same chain no later; and when everything
        that can fail has run before, so that a failed run changes nothing.
        """
        self.written_to, self.commits = {}, []
        fallible = max((g for g, group in enumerate(self.groups) for job in group.jobs if job.fallible), default=-1)
        last_fallible = self.groups[fallible].phase if fallible >= 0 else -1
        outputs = {self.root(t) for t in self.roots}         # read at the very end, so they need the old values of variables
        outputs -= {self.root(t) for t in self.roots[self.n_outputs:] if not isinstance(self.root(t), Variable)}
        taken = set()
        targets = set(self.variables)
        for t, variable in zip(self.roots[self.n_outputs:], self.variables):
            r = self.root(t)
            if self._may_write(r, variable, last_fallible, outputs, taken, targets):
                self.written_to[r] = variable
                taken.add(r)
            else:
                self.commits.append((r, variable))

    def _may_write(self, r, variable, last_fallible, outputs, taken, targets):
        if r not in self.home or r in taken or variable in outputs or self.bound.specs[r].nbytes != variable.value.nbytes:
            return False
        g = self.home[r]
        group = self.groups[g]
        if group.host or group.phase <= last_fallible:
            return False
        i = self.position[r]
        job = group.jobs[i]
        if len(job.node.outputs) != 1:
            return False
        for h, k, access in self.readers.get(variable, ()):
            if self.groups[h].phase < group.phase:
                continue
            same = h == g and k <= i and (access == PART or group.units == 1 or len(group.cuts) == 2)
            if not same or (k == i and not job.in_place):
                return False
        return True

    # ---- tables -----------------------------------------------------------------------------------------------
    def _tables(self):
        rows, tasks, phases = [], [], []
        self.steps = []                        # native phase ranges and host jobs, in order
        self.listing = []                      # for explain(): (phase, group, job, chunks)
        begin = 0
        status = np.zeros(executor.CONTEXT, np.int64)
        self.context = status
        index = {id(group): g for g, group in enumerate(self.groups)}
        by_phase = {}
        for group in self.groups:
            by_phase.setdefault(group.phase, []).append(group)
        for phase in sorted(by_phase):
            first = len(tasks)
            hosts = []
            for group in by_phase[phase]:
                g = index[id(group)]
                for job in group.jobs:
                    self.listing.append((phase, group, job))
                if group.host:
                    hosts += group.jobs
                    continue
                for c in range(len(group.cuts) - 1):
                    start = len(rows)
                    lo, hi = group.cuts[c], group.cuts[c + 1]
                    rows += self._chunk_rows(group, g, c, lo, hi)
                    tasks.append((start, len(rows) - start))
            if len(tasks) > first:
                phases.append((first, len(tasks) - first))
            if hosts:
                if len(phases) > begin:
                    self.steps.append((begin, len(phases)))
                begin = len(phases)
                self.steps.append([self._host(job) for job in hosts])
        last = []
        held = {}
        for r, _ in self.commits:                  # variables that take each other's values: all are read before any is written
            if isinstance(r, Variable) and r not in held:
                held[r] = aligned_empty(r.value.shape, r.dtype)
                self._keep.append(held[r])
                last += copy_row(r.value.ctypes.data, held[r].ctypes.data, held[r].nbytes)
        for r, variable in self.commits:
            source = held[r].ctypes.data if r in held else self.base[r]
            last += copy_row(source, variable.value.ctypes.data, variable.value.nbytes)
        for counter in self.counters:
            last.append(kernels["advance"].row((), [counter.value.ctypes.data], []))
        if last:
            tasks.append((len(rows), len(last)))
            phases.append((len(tasks) - 1, 1))
            rows += last
        if len(phases) > begin:
            self.steps.append((begin, len(phases)))
        self.rows = np.array(rows, np.int64).reshape(-1, ROW)
        self.tasks = np.array(tasks, np.int64).reshape(-1, 2)
        self.phases = np.array(phases, np.int64).reshape(-1, 2)
        self.cost = sum(group.cost for group in self.groups)
        shared = len(phases) and max(count for _, count in phases) > 1
        self.mode = executor.ALONE if not shared else executor.JOIN if self.cost < AWAKE_ONLY else executor.WAKE
        self.loops = [table for _, _, job in self.listing for table in job.loops]
        verify(np.concatenate([self.rows] + [rows for table in self.loops for rows in table.extremes()]), self._regions())
        self.context[executor.ROWS] = self.rows.ctypes.data
        self.context[executor.TASKS] = self.tasks.ctypes.data

    def _regions(self):
        """Memory that the rows may touch."""
        found = [(self.arena.ctypes.data, self.arena.nbytes, "arena"), (self.context.ctypes.data, self.context.nbytes, "status")]
        found += [(buffer.ctypes.data, buffer.nbytes, "input") for buffer in self.inputs.values()]
        found += [(held.ctypes.data, held.nbytes, "constant") for held in self._keep]
        found += [(held.ctypes.data, held.nbytes, "constant") for _, _, job in self.listing for held in job.keep]
        found += [(v.value.ctypes.data, v.value.nbytes, v.name) for v in list(self.variables) + self.counters]
        found += [(t.value.ctypes.data, t.value.nbytes, t.name) for t in self.base if isinstance(t, Variable)]
        return found

    def _chunk_rows(self, group, g, c, lo, hi):
        """Rows of one task: job after job, chains of elementwise jobs block by block."""
        rows, i = [], 0
        while i < len(group.jobs):
            job = group.jobs[i]
            if job not in self.chain:
                rows += self._job_rows(job, group, g, c, lo, hi)
                i += 1
                continue
            last = self.chain[job][2]
            size = job.units
            begin, end = size * lo // group.units, size * hi // group.units
            for start in range(begin, end, BLOCK):
                for k in range(i, last + 1):
                    rows += self._block_rows(group.jobs[k], group, g, c, begin, start, min(start + BLOCK, end))
            i = last + 1
        return rows

    def _block_rows(self, job, group, g, c, begin, lo, hi):
        """Rows of an elementwise job for the elements from lo to hi; the chunk begins at element `begin`."""
        def place(t, part):
            address = self._at(t, group, g, c, part)
            r = self.root(t)
            return address + (lo - begin) * self.bound.specs[r].itemsize if part and r not in self.inside else address
        ins = [0 if access == SKIP else place(x, access == PART) for x, access in zip(job.node.inputs, job.access)]
        return job.emit(ins, [place(job.node.outputs[0], True)], lo, hi, job.units)

    def _job_rows(self, job, group, g, c, lo, hi):
        ins = [0 if access == SKIP else self._at(x, group, g, c, access == PART) for x, access in zip(job.node.inputs, job.access)]
        outs = [self._at(t, group, g, c, True) for t in job.node.outputs]
        if job.scratch:
            outs.append(self.arena.ctypes.data + self.chunk_offset[(g, c)] + self.local_offset[(g, c)][job])
        if job.fallible:
            outs.append(self.context.ctypes.data + 8 * executor.STATUS)
        return job.emit(ins, outs, lo, hi, group.units)

    def _at(self, t, group, g, c, part):
        r = self.root(t)
        local = self.local_offset[(g, c)].get(r)
        if local is not None:
            return self.arena.ctypes.data + self.chunk_offset[(g, c)] + local
        base = self.base.get(r)
        if base is None:
            if not isinstance(r, Variable):
                raise ValueError("plan: %r has no memory." % r)
            base = self.base[r] = r.value.ctypes.data
        return base + (self.bound.specs[r].nbytes * group.cuts[c] // group.units if part else 0)

    def view(self, t):
        """Array over a tensor's memory, for tensors that are not local to a chunk."""
        r = self.root(t)
        spec = self.bound.specs[t]
        if isinstance(r, Variable):
            return r.value.reshape(spec.shape)
        if r in self.inputs:
            return self.inputs[r].reshape(spec.shape)
        if r in self.bound.constants:
            return self.bound.constants[r].reshape(spec.shape)
        if r in self.written_to:
            return self.written_to[r].value.reshape(spec.shape)
        start = self.offset[r]
        return self.arena[start:start + spec.nbytes].view(spec.dtype).reshape(spec.shape)

    def _host(self, job):
        """(node, input arrays, output arrays) of a job that runs in Python."""
        ins = []
        for x, access in zip(job.node.inputs, job.access):
            spec = self.bound.specs[x]
            ins.append(np.broadcast_to(np.zeros((), spec.dtype), spec.shape) if access == SKIP else self.view(x))
        return job.node, ins, [self.view(t) for t in job.node.outputs]


def copy_row(source, target, size):
    """Row that copies `size` bytes, as a list (empty when there is nothing to copy)."""
    kind = "uint8" if (size | source | target) % 4 else "float32"
    n = size // np.dtype(kind).itemsize
    return [kernels["copy"].row((kind,), [source, target], [n, n], [1, 1, 1, 1, 1, n, 0, 0, 0, 0, 0, 1])] if n else []
