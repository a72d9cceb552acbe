"""Plans: a graph with concrete shapes as tables that compiled loops run.

Making a plan goes through the whole compiler:

    bind        shapes, jobs                                   bind.py, lower/, redraw.py
    schedule    groups of jobs, cut into chunks                schedule.py
    lifetimes   who reads what, what is written over what      lifetime.py, walk.py
    allocate    addresses in an arena                          place.py
    tables      rows, tasks, phases                            tables.py
    verify      every row stays inside the plan's memory       verify.py

A plan owns an arena for intermediate tensors and buffers for fed arrays. Variables live outside, in
their own memory.
"""

import numpy as np

from kerastutor.compiler.bind import Bindable, aligned, bind
from kerastutor.compiler.job import SKIP
from kerastutor.compiler.lifetime import find_runs, lifetimes, write_in_place, write_over
from kerastutor.compiler.memory import Memory
from kerastutor.compiler.place import allocate
from kerastutor.compiler.redraw import redraw
from kerastutor.compiler.schedule import mode, schedule
from kerastutor.compiler.tables import Tables, commit_rows
from kerastutor.compiler.verify import verify
from kerastutor.compiler.walk import find_walks
from kerastutor.graph.pause import collector_paused
from kerastutor.graph.tensor import Constant, Variable, aligned_empty
from kerastutor.kernels import executor, kernels

BLOCK = 8192  # elements: runs of elementwise jobs go through blocks that stay in the nearest cache


class Plan:
    """See the module's docstring.

    # Arguments
        graph: `Bindable` of the outputs, then the new values of updates (or a list of these
            tensors).
        variables: the variables to update, one per new value.
        counters: run counters of random ops, to be advanced after each run.
        feeds: dictionary placeholder -> shape.
    """

    def __init__(self, graph, variables, counters, feeds):
        with collector_paused():
            self._make(graph, variables, counters, feeds)

    def _make(self, graph, variables, counters, feeds):
        self.graph = graph if isinstance(graph, Bindable) else Bindable(graph)
        self.roots = self.graph.roots
        self.variables, self.counters = variables, list(dict.fromkeys(counters))
        self.n_outputs = len(self.roots) - len(variables)
        self.bound = bind(self.graph, feeds)
        batches = [shape[0] for x, shape in feeds.items() if shape and x.shape[0] is None]
        batches = batches or [shape[0] for shape in feeds.values() if shape]
        roots = {self.root(t) for t in self.roots}
        self.bound.jobs = redraw(self.bound.jobs, self.bound.specs, roots)
        self.groups = schedule(self.bound.jobs, max(batches, default=None), self.bound.specs)
        self.inputs = {x: aligned_empty(shape, x.dtype) for x, shape in feeds.items()}
        self._keep = [held for job in self.bound.jobs for held in job.keep]
        self._place()
        self._tables()
        self.loops = [table for _, _, job in self.listing for table in job.loops]
        extremes = [rows for table in self.loops for rows in table.extremes()]
        verify(np.concatenate([self.rows, *extremes]) if extremes else self.rows, self._regions())
        self._forget()

    # ---- memory ----------------------------------------------------------------------------------
    def root(self, t):
        """Tensor whose memory `t` uses."""
        return self.bound.storage.get(t, t)

    def _place(self):
        roots = [self.root(t) for t in self.roots]
        self.memory = lifetimes(self.groups, self.bound.specs, self._leaf, roots)
        find_runs(self.groups, BLOCK)
        find_walks(self.groups)
        updates = list(zip(roots[self.n_outputs :], self.variables))
        late = {r for r in roots if isinstance(r, Variable)}
        self.commits = write_in_place(self.groups, self.memory, updates, late)
        write_over(self.groups)
        self.arena = aligned_empty((allocate(self.groups, BLOCK) + 64,), "uint8")
        self.arena[...] = 0
        start = self.arena.ctypes.data
        for m in self.memory.values():
            if m.written_to is not None:
                m.address = self.graph.place(m.written_to)
            elif m.group >= 0 and not m.local:
                m.address += start

    def _leaf(self, x):
        """Memory of a fed array, a constant or a variable."""
        if x in self.inputs:
            address = self.inputs[x].ctypes.data
        elif isinstance(x, (Variable, Constant)):
            address = self.graph.place(x)
        else:
            self._keep.append(aligned(self.bound.constants[x]))
            address = self._keep[-1].ctypes.data
        made = Memory(x, self.bound.specs[x], address=address)
        made.readers = [] if isinstance(x, Variable) else None
        return made

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
        m = self.memory[r]
        if m.written_to is not None:
            return m.written_to.value.reshape(spec.shape)
        start = m.address - self.arena.ctypes.data
        return self.arena[start : start + spec.nbytes].view(spec.dtype).reshape(spec.shape)

    @property
    def listing(self):
        """(phase, group, job) of every job, in the order in which they run."""
        return [(group.phase, group, job) for group in self.groups for job in group.jobs]

    # ---- tables ----------------------------------------------------------------------------------
    def _tables(self):
        self.context = np.zeros(executor.CONTEXT, np.int64)
        status = self.context.ctypes.data + 8 * executor.STATUS
        tables = Tables(self.arena.ctypes.data, status, BLOCK)
        self.steps = []  # ranges of phases that run compiled, and lists of jobs that run in Python
        begin = 0
        by_phase = {}
        for group in self.groups:
            by_phase.setdefault(group.phase, []).append(group)
        for groups in by_phase.values():
            tables.add_phase([group for group in groups if not group.host])
            hosts = [self._host(job) for group in groups if group.host for job in group.jobs]
            if hosts:
                if len(tables.phases) > begin:
                    self.steps.append((begin, len(tables.phases)))
                begin = len(tables.phases)
                self.steps.append(hosts)
        last, held = commit_rows(self.commits, self.memory)
        self._keep += held
        last += [kernels["advance"].row((), [self.graph.place(c)], []) for c in self.counters]
        if last:
            tables.add_task(last)
        if len(tables.phases) > begin:
            self.steps.append((begin, len(tables.phases)))
        self.rows, self.tasks, self.phases = tables.arrays()
        self.owners = tables.owners  # the job of each row
        self.cost = sum([group.cost for group in self.groups])
        self.mode = mode(self.groups)
        self.context[executor.ROWS] = self.rows.ctypes.data
        self.context[executor.TASKS] = self.tasks.ctypes.data
        self.context[executor.BLAS] = executor.blas_words.ctypes.data

    def _regions(self):
        """(first address, bytes) of all memory that the rows may touch."""
        found = [(m.address, m.size) for m in self.memory.values() if m.group < 0]
        found += [(self.graph.place(v), v.value.nbytes) for v in (*self.variables, *self.counters)]
        found += [
            (array.ctypes.data, array.nbytes) for array in (self.arena, self.context, *self._keep)
        ]
        return found

    def _forget(self):
        """Drop what only the making of the plan needed."""
        for job in self.bound.jobs:
            del job.reads, job.sources, job.targets
        for group in self.groups:
            del group.layouts
        outputs = {self.root(t) for t in self.roots[: self.n_outputs]}
        self.memory = {r: self.memory[r] for r in outputs if r in self.memory}

    def _host(self, job):
        """(node, input arrays, output arrays) of a job that runs in Python."""
        ins = []
        for x, access in zip(job.node.inputs, job.access):
            spec = self.bound.specs[x]
            ins.append(
                np.broadcast_to(np.zeros((), spec.dtype), spec.shape)
                if access == SKIP
                else self.view(x)
            )
        return job.node, ins, [self.view(t) for t in job.node.outputs]
