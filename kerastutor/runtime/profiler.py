"""Where the time of a plan goes: every row by itself, on one thread.

    print(profile(model.train_function, inputs))

Rows run in their order, again and again, and the shortest time of each counts; steps that run on
the NumPy reference are timed too. What runs at the same time on two threads is counted one after
the other here, so the sum is the work, not the duration.
"""

import time
from typing import NamedTuple

import numpy as np

from kerastutor.compiler.verify import named_arrays
from kerastutor.graph.interpret import run_node
from kerastutor.kernels import executor, native
from kerastutor.kernels.jit import ROW, by_address


class Entry(NamedTuple):
    """One row of a plan, or one node that runs in Python.

    `kernel` is None for a node that runs in Python; `job` is None for rows that belong to no node
    (a stored variable, a counter). `bytes` is the size of all arrays that the row names.
    """

    phase: int
    task: int
    kernel: str
    job: object
    microseconds: float
    bytes: int

    @property
    def op(self):
        """Name of the op."""
        return self.job.name if self.job is not None else "(store)"


class Profile:
    """The entries of a plan, and sums over them.

    # Attributes
        entries: list of `Entry`, in the order in which they run.
    """

    def __init__(self, entries):
        self.entries = entries

    @property
    def microseconds(self):
        """The work in all, on one thread."""
        return sum(e.microseconds for e in self.entries)

    def by(self, key):
        """Sums for all entries with the same key, the longest first.

        # Arguments
            key: function of an entry, or the name of an attribute: `"op"`, `"kernel"`, `"phase"`.

        # Returns
            List of (key, microseconds, entries, floating-point operations, bytes).
        """
        groups = {}
        for e in self.entries:
            found = getattr(e, key) if isinstance(key, str) else key(e)
            groups.setdefault(found, []).append(e)
        sums = []
        for found, entries in groups.items():
            jobs = {id(e.job): e.job for e in entries if e.job is not None}
            sums.append((found, sum(e.microseconds for e in entries), len(entries),
                         sum(job.flops for job in jobs.values()), sum(e.bytes for e in entries)))
        return sorted(sums, key=lambda each: -each[1])

    def table(self, key="op", gflops=None, gigabytes=None, most=25):
        """The sums as text.

        # Arguments
            key: as in `by`.
            gflops, gigabytes: what one thread of this machine can do in a second, for the columns
                that say how near a line is to it; None leaves them out.
            most: number of lines.

        # Returns
            A string. GFLOP/s count the operations of the mathematics (a fast algorithm may exceed
            the machine's); GB/s count each array once for each row that names it.
        """
        total = self.microseconds or 1.0
        lines = [f"{'us':>10} {'share':>6} {'rows':>6} {'GFLOP/s':>8} {'GB/s':>7}  {key}"]
        for name, spent, rows, flops, size in self.by(key)[:most]:
            rates = []
            for amount, limit in ((flops, gflops), (size, gigabytes)):
                rate = amount / spent / 1e3 if spent else 0.0
                rates.append((rate, f" {rate / limit:4.0%}" if limit else ""))
            (speed, of_peak), (flow, of_memory) = rates
            lines.append(f"{spent:10.1f} {spent / total:6.1%} {rows:6d} {speed:8.1f}{of_peak} "
                         f"{flow:7.1f}{of_memory}  {name or 'NumPy'}")
        lines.append(f"{total:10.1f} in all")
        return "\n".join(lines)

    def __str__(self):
        return self.table()


def profile(function, inputs, repeats=9):
    """Time every row of the plan that runs for inputs of these shapes.

    # Arguments
        function: what `K.function` gives, `model.train_function` too.
        inputs: list of arrays, as for a call.
        repeats: how often each row runs.

    # Returns
        A `Profile`. Variables are as before.

    # Raises
        ValueError: when no plan runs, because a shape depends on data.
    """
    plan = function.plan(inputs)
    if plan is None:
        raise ValueError(
            f"{function.name}: it must run compiled to be profiled, got one with shapes that "
            "depend on data. It runs on the NumPy references."
        )
    kept = [(v, v.value.copy()) for v in (*plan.variables, *plan.counters)]
    try:
        function(inputs)  # fills the plan's buffers
        return Profile(_entries(plan, repeats))
    finally:
        for variable, value in kept:
            variable.value[...] = value


def _entries(plan, repeats):
    place = _places(plan)
    call = _Caller(plan)
    best = np.full(len(plan.rows), np.inf)
    host = {}
    idle = min(call(0, 0) for _ in range(100))
    for _ in range(repeats):
        for step in plan.steps:
            if isinstance(step, tuple):
                for phase in range(*step):
                    first, count = plan.phases[phase].tolist()
                    for start, rows in plan.tasks[first : first + count].tolist():
                        for i in range(start, start + rows):
                            best[i] = min(best[i], call(i, 1) - idle)
                continue
            for node, ins, outs in step:
                begin = time.perf_counter_ns()
                with np.errstate(all="ignore"):
                    for out, value in zip(outs, run_node(node, ins)):
                        out[...] = value
                spent = time.perf_counter_ns() - begin
                host[node] = min(host.get(node, np.inf), spent)
    jobs = {job.node: (phase, job) for phase, _, job in plan.listing if job.host}
    entries = [
        Entry(*place[i], by_address[int(row[0])][0].name, plan.owners[i], max(ns, 0) / 1e3,
              sum(size for _, _, size in named_arrays(row.tolist())))
        for i, (row, ns) in enumerate(zip(plan.rows, best))
    ]
    for node, spent in host.items():
        phase, job = jobs[node]
        size = sum(plan.bound.specs[t].nbytes for t in (*node.inputs, *node.outputs))
        entries.append(Entry(phase, 0, None, job, spent / 1e3, size))
    return entries


def _places(plan):
    """(phase, task) of each row."""
    found = {}
    for phase, (first, count) in enumerate(plan.phases.tolist()):
        for task in range(count):
            start, rows = plan.tasks[first + task].tolist()
            found.update((i, (phase, task)) for i in range(start, start + rows))
    return found


class _Caller:
    """Runs a few rows of a plan on this thread: (first row, how many) -> nanoseconds."""

    def __init__(self, plan):
        self.task = np.zeros((1, 2), np.int64)
        self.phase = np.array([[0, 1]], np.int64)
        self.context = np.zeros(executor.CONTEXT, np.int64)
        self.context[executor.ROWS] = plan.rows.ctypes.data
        self.context[executor.TASKS] = self.task.ctypes.data
        self.context[executor.PHASES] = self.phase.ctypes.data
        self.context[executor.COUNT] = 1
        self.context[executor.BLAS] = executor.blas_words.ctypes.data
        self.row = np.zeros(ROW, np.int64)
        self.row[0] = executor.drive.address(())
        self.row[1] = self.context.ctypes.data
        self.drive = native.function(int(self.row[0]))
        self.pointer = self.row.ctypes.data

    def __call__(self, first, count):
        self.task[0] = first, count
        begin = time.perf_counter_ns()
        self.drive(native.HIDDEN, native.HIDDEN, self.pointer)
        return time.perf_counter_ns() - begin
