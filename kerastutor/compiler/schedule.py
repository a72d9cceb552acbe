"""When each job runs: phases, and inside a phase groups of jobs that are cut into the same parts.

Worked example, a dense net at batch 128: the forward pass, the loss and the gradients of the
activations only ever need the rows of one sample to compute the rows of that sample, so they form
one group cut into chunks of the batch (phase 0). A weight gradient needs all samples, so it starts
phase 1; it is cut into rows of the weight, and the optimizer step of those rows follows in the same
task.

Cuts depend on sizes alone, never on the number of threads, so results are the same bits for any
number of threads.
"""

from kerastutor.compiler.job import PART

# microseconds on one core, by the model of the lowering rules (within a factor of 2, job.py)
SMALL_PLAN = 40.0  # below this nothing is ever cut
BARRIER = 4.0  # what a further phase costs
TASK = 0.3  # what a further task costs
CHUNK = 25.0  # work that a chunk should have at least
MIN_ROWS = 16  # a chunk has at least this many rows of a batch ...
COSTLY = ((40.0, 4), (100.0, 2), (400.0, 1))  # ... or this many, when a row costs so much (images)


class Group:
    """Jobs of one phase that are cut at the same places.

    # Attributes
        phase, units: where it stands; the number of equal parts it could be cut into.
        host: whether its jobs run in Python, between two stretches of compiled code.
        jobs: in order.
        cost: microseconds on one core.
        cuts: the places, as numbers of units, 0 and `units` included.
    """

    def __init__(self, phase, units, host=False):
        self.phase, self.units, self.host = phase, units, host
        self.jobs, self.cost, self.cuts = [], 0.0, [0, units]

    def cut(self):
        """Choose the number of chunks from sizes alone."""
        if self.units == 1:
            return
        chunks = int(self.cost / CHUNK)
        least = MIN_ROWS
        for cost, rows in COSTLY:
            if self.cost / self.units >= cost:
                least = min(least, rows)
        least = max(least, worthwhile(self.jobs, self.units))
        most = 2 if self.cost < 20000 else 4
        chunks = max(1, min(chunks, self.units // least, most))
        self.cuts = [self.units * c // chunks for c in range(chunks + 1)]


def worthwhile(jobs, units):
    """Units of a chunk that is worth its start for all these jobs (`Job.least`)."""
    return max([-(-job.least * units // job.units) for job in jobs], default=1)


def schedule(jobs, batch):
    """Place every job in a group.

    # Arguments
        jobs: list of jobs in topological order, with their `reads` (bind.py).
        batch: number of samples in the fed arrays, or None.

    # Returns
        List of groups in the order of phases.
    """
    total = 0.0
    for job in jobs:
        total += job.cost
    if total < SMALL_PLAN:
        batch = None
    return _Scheduler(jobs, batch).groups()


class _Scheduler:
    """The state of `schedule`: groups so far, which group computes a tensor, and jobs that wait.

    A job that needs only leaves (zeros, say, or a decayed learning rate) waits for the one job that
    reads it and is run right before it, in its group.
    """

    def __init__(self, jobs, batch):
        self.batch = batch
        self.found, self.made_by, self.waiting = {}, {}, {}
        self.across = set()  # tensors of which each chunk writes some columns
        uses = self._uses(jobs)
        for job in jobs:
            outputs = job.node.outputs
            if (
                self._needs_leaves_only(job)
                and len(outputs) == 1
                and uses.get(outputs[0]) == 1
                and not job.host
            ):
                self.waiting[outputs[0]] = job
            else:
                self._add(job)
        for job in self.waiting.values():
            self._put(job, *self._place(job))

    @staticmethod
    def _uses(jobs):
        uses = {}
        for job in jobs:
            for r in job.reads:
                if r is not None:
                    uses[r] = uses.get(r, 0) + 1
        return uses

    def _needs_leaves_only(self, job):
        for r in job.reads:
            if r in self.made_by or r in self.waiting:
                return False
        return True

    def _add(self, job):
        """Place a job, and before it those that have waited for it."""
        late = []
        if self.waiting:
            for r in job.reads:
                if r in self.waiting:
                    late.append(self.waiting.pop(r))
        phase, units, host = self._place(job)
        if late:
            parts = {r for r, access in zip(job.reads, job.access) if access == PART}
            if (
                units == 1
                and not host
                or units > 1
                and all(
                    [
                        other.units % units == 0
                        and other.node.outputs[0] in parts
                        and not other.across
                        for other in late
                    ]
                )
            ):
                for other in late:
                    self._put(other, phase, units, host)
            else:
                for other in late:
                    self._put(other, *self._place(other))
                phase, units, host = self._place(job)
        self._put(job, phase, units, host)

    def _put(self, job, phase, units, host):
        group = self.found.get((phase, units, host))
        if group is None:
            group = self.found[phase, units, host] = Group(phase, units, host)
        group.jobs.append(job)
        group.cost += job.cost
        for t in job.node.outputs:
            self.made_by[t] = group
            if job.across:
                self.across.add(t)

    def _place(self, job):
        """(phase, units, whether it runs in Python) for a job.

        A job may run in the phase of what it reads only in the same group, and only if each chunk
        reads what the same chunk has computed: then there is nothing to wait for. Otherwise it runs
        one phase later.
        """
        phase, blocked, together = 0, False, None
        choices = []
        for r, access in zip(job.reads, job.access):
            group = self.made_by.get(r)
            if group is None:
                continue
            units = group.units
            if access == PART and units > 1 and job.units % units == 0:
                choices.append(units)
            if group.phase > phase:
                phase, blocked, together = group.phase, False, None
            if group.phase == phase:
                if (
                    group.host
                    or (units != 1 and (access != PART or r in self.across))
                    or (together is not None and together != units)
                ):
                    blocked = True
                together = units
        if job.host:
            return phase + (together is not None), 1, True
        if self.batch is None:
            return phase + (blocked or together not in (None, 1)), 1, False
        if self.batch > 1 and job.units % self.batch == 0 and not job.across:
            choices.append(self.batch)
        if job.units > 1 and job.cost >= 2 * CHUNK:
            choices.append(job.units)
        choices.append(1)
        cut = TASK + job.cost / 2  # with two threads at work
        if (
            together in choices
            and not blocked
            and (together > 1 or choices[0] == 1 or job.cost < BARRIER + cut)
        ):
            return phase, together, False
        return phase + (together is not None), choices[0] if cut <= job.cost else 1, False

    def groups(self):
        """The groups in the order in which they run, cut."""
        ordered = sorted(self.found.values(), key=lambda group: (group.phase, group.host))
        for group in ordered:
            if not group.host:
                group.cut()
        return ordered
