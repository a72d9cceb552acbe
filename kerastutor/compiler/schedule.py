"""When each job runs: phases, and inside a phase groups of jobs that are cut into the same parts.

Worked example, a dense net at batch 128: the forward pass, the loss and the gradients of the
activations only ever need the rows of one sample to compute the rows of that sample, so they form
one group cut into chunks of the batch (phase 1). A weight gradient needs all samples, so it starts
phase 2; it is cut into rows of the weight, and the optimizer step of those rows follows in the same
task. Small things that depend on no sample's way through the net (a learning rate that decays, the
mean of the samples' weights) come first, in phase 0 on one thread.

Two images of a convolution, its input and the gradient of its output, are large and wait for the
weight gradient. So a weight gradient is done as soon as its inputs are there: it closes the group
that has made the last of them, and what follows there moves on to the phase of the weight gradient.
What was read then makes room, or is written over.

Cuts depend on sizes alone, never on the number of threads, so results are the same bits for any
number of threads.
"""

from kerastutor.compiler.job import PART, WHOLE
from kerastutor.graph.tensor import Constant, Variable
from kerastutor.kernels import executor

# microseconds on one core, by the model of the lowering rules (within a factor of 2, job.py)
SMALL_PLAN = 40.0  # below this nothing is ever cut
SMALL = 0.5  # work that is never worth a task of its own
WORTH_SHARING = 60.0  # a second thread saves at least this, or the plan is not shared
BARRIER = 4.0  # what a further phase costs
TASK = 0.3  # what a further task costs
CHUNK = 25.0  # work that a chunk should have at least
LARGE = 2_000_000  # bytes of a tensor that should not wait long for a reader ...
LONG = 300.0  # ... which takes at least so long
MIN_ROWS = 16  # a chunk has at least this many rows of a batch ...
COSTLY = ((40.0, 4), (100.0, 2), (400.0, 1))  # ... or this many, when a row costs so much (images)


class Group:
    """Jobs of one phase that are cut at the same places.

    # Attributes
        phase, units: where it stands; the number of equal parts it could be cut into.
        samples: whether these are samples of a batch; else lines of an image, columns ...
        host: whether its jobs run in Python, between two stretches of compiled code.
        jobs: in order.
        cost: microseconds on one core.
        cuts: the places, as numbers of units, 0 and `units` included.
        apart: whether its parts are no samples: weight gradients of large plans.
        closed: whether no more jobs are added.
    """

    def __init__(self, phase, units, host=False, apart=False, samples=True):
        self.phase, self.units, self.host, self.apart = phase, units, host, apart
        self.samples = samples
        self.jobs, self.cost, self.cuts, self.closed = [], 0.0, [0, units], False

    def cut(self):
        """Choose the number of chunks from sizes alone."""
        if self.units == 1:
            return
        chunks = int(self.cost / CHUNK)
        least = worthwhile(self.jobs, self.units)
        if self.samples:
            each = self.cost / self.units
            least = max(least, min([MIN_ROWS] + [rows for cost, rows in COSTLY if each >= cost]))
        most = 2 if self.cost < 20000 else 4
        chunks = max(1, min(chunks, self.units // least, most))
        self.cuts = [self.units * c // chunks for c in range(chunks + 1)]


def worthwhile(jobs, units):
    """Units of a chunk that is worth its start for all these jobs (`Job.least`)."""
    return max([-(-job.least * units // job.units) for job in jobs], default=1)


def saved(groups):
    """Microseconds that a second thread saves."""
    phases = {}
    for group in groups:
        if not group.host:
            phases.setdefault(group.phase, []).append(group)
    gain = 0.0
    for together in phases.values():
        total = sum([group.cost for group in together])
        longest = max([group.cost / (len(group.cuts) - 1) for group in together])
        gain += total - max(total / 2, longest)
    return gain


def mode(groups):
    """Whether helpers work on a plan.

    On a machine that does other things as well, a helper that loses its processor costs more than
    it saves in a short step.
    """
    return executor.ALONE if saved(groups) < WORTH_SHARING else executor.SHARED


def early(jobs):
    """Set of the jobs that run before all others: small ones that need leaves only.

    They are there when a batch is cut into chunks: a chunk that met such a result on its way, made
    beside it, would have to wait for the next phase. (Large plans do without: their memory is
    smaller when the way back is a phase of its own.)
    """
    made_by, found = {}, set()
    for job in jobs:
        made_by.update((t, job) for t in job.node.outputs)
        if job.cost < SMALL and not job.host and not job.fallible:
            if all([r not in made_by or made_by[r] in found for r in job.reads]):
                found.add(job)
    return found


def schedule(jobs, batch, specs):
    """Place every job in a group.

    # Arguments
        jobs: list of jobs in topological order, with their `reads` (bind.py).
        batch: number of samples in the fed arrays, or None.
        specs: dictionary tensor -> Spec.

    # Returns
        List of groups in the order of phases.
    """
    total = 0.0
    for job in jobs:
        total += job.cost
    if total < SMALL_PLAN:
        batch = None
    return _Scheduler(jobs, batch, specs).groups()


class _Scheduler:
    """The state of `schedule`: groups so far, which group computes a tensor, and jobs that wait.

    Jobs that need only leaves (zeros, say, or a decayed learning rate) wait for the one job that
    reads what they make and are run right before it, in its group.
    """

    def __init__(self, jobs, batch, specs):
        self.batch = batch
        self.found, self.made_by = {}, {}
        self.waiting = {}  # tensor -> the jobs that lead to it
        self.settled = set()  # tensors that wait and follow from variables and constants alone
        self.across = set()  # tensors of which each chunk writes some columns
        urgent = _urgent(jobs, specs)
        self.large = bool(urgent)
        self.early = set() if batch is None or urgent else early(jobs)
        uses = self._uses(jobs)
        for job in _soon(jobs, urgent):
            outputs = job.node.outputs
            if (
                self._needs_leaves_only(job)
                and len(outputs) == 1
                and uses.get(outputs[0]) == 1
                and not job.host
            ):
                before = [self.waiting.pop(r) for r in job.reads if r in self.waiting]
                self.waiting[outputs[0]] = sum(before, []) + [job]
                if self._of_variables(job):
                    self.settled.add(outputs[0])
            else:
                self._add(job)
                if job in urgent:
                    self._close(job)
        for job in sum(self.waiting.values(), []):
            self._put(job, *self._place(job))

    def _close(self, job):
        """Let the groups that have made what the job reads take no more jobs."""
        phase = self.made_by[job.node.outputs[0]].phase
        for r, access in zip(job.reads, job.access):
            group = self.made_by.get(r)
            if group is not None and group.phase == phase - 1 and access == WHOLE:
                group.closed = True

    @staticmethod
    def _uses(jobs):
        uses = {}
        for job in jobs:
            for r in job.reads:
                if r is not None:
                    uses[r] = uses.get(r, 0) + 1
        return uses

    def _needs_leaves_only(self, job):
        for r, access in zip(job.reads, job.access):
            if r in self.made_by:
                return False
            if r in self.waiting and not (access == PART and self._of_variables(job)):
                return False
        return True

    def _of_variables(self, job):
        """Whether what leads to a job are variables and constants alone."""
        return all(
            r is None or r in self.settled or isinstance(r, (Variable, Constant))
            for r in job.reads
        )

    def _add(self, job):
        """Place a job, and before it those that have waited for it."""
        late = []
        if self.waiting:
            for r in job.reads:
                late += self.waiting.pop(r, ())
        where = phase, units, host, _ = self._place(job)
        if late:
            parts = {
                r
                for reader in (job, *late)
                for r, access in zip(reader.reads, reader.access)
                if access == PART
            }
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
                    self._put(other, *where)
            else:
                for other in late:
                    self._put(other, *self._place(other))
                where = self._place(job)
        self._put(job, *where)

    def _put(self, job, *where):
        group = self.found.get(where)
        if group is None:
            group = self.found[where] = Group(*where, samples=where[1] == self.batch)
        group.jobs.append(job)
        group.cost += job.cost
        for t in job.node.outputs:
            self.made_by[t] = group
            if job.across:
                self.across.add(t)

    def _place(self, job):
        """(phase, units, whether it runs in Python, whether apart) for a job.

        A job may run in the phase of what it reads only in the same group, and only if each chunk
        reads what the same chunk has computed: then there is nothing to wait for. Otherwise it runs
        one phase later.
        """
        phase, blocked, together = int(bool(self.early) and job not in self.early), False, None
        choices = []
        for r, access in zip(job.reads, job.access):
            group = self.made_by.get(r)
            if group is None:
                continue
            units = group.units
            if access == PART and units > 1 and job.units % units == 0 and r not in self.across:
                choices.append(units)
            if group.phase > phase:
                phase, blocked, together = group.phase, False, None
            if group.phase == phase:
                if (
                    group.host
                    or group.closed
                    or (units != 1 and (access != PART or r in self.across))
                    or together not in (None, group)
                ):
                    blocked = True
                together = group
        later, joined = phase + (together is not None), together and together.units
        if job.host:
            return later, 1, True, False
        if self.batch is None:
            return phase + (blocked or joined not in (None, 1)), 1, False, False
        apart = self.large and together is not None and not choices
        along = not job.across or PART in job.access  # or with what else is cut like its input
        if self.batch > 1 and job.units % self.batch == 0 and along:
            choices.append(self.batch)
        if job.units > 1 and job.cost >= 2 * CHUNK:
            choices.append(job.units)
        choices.append(1)
        cut = TASK + job.cost / 2  # with two threads at work
        if (
            joined in choices
            and not blocked
            and (joined > 1 or choices[0] == 1 or job.cost < BARRIER + cut)
        ):
            return phase, joined, False, together.apart
        units = choices[0] if cut <= job.cost else 1
        return later, units, False, apart and units > 1

    def groups(self):
        """The groups in the order in which they run, cut."""
        for group in self.found.values():
            if not group.host:
                group.cut()
        return sorted(
            self.found.values(),
            key=lambda group: (group.phase, group.host, -group.cost / (len(group.cuts) - 1)),
        )


def _urgent(jobs, specs):
    """Set of the jobs that read much and leave little: large tensors wait for them."""
    made = {t for job in jobs for t in job.node.outputs}
    found = set()
    for job in jobs:
        if job.cost < LONG or job.host:
            continue
        read = sum(specs[r].nbytes for r in set(job.reads) if r in made)
        if read >= LARGE and 4 * sum(specs[t].nbytes for t in job.node.outputs) <= read:
            found.add(job)
    return found


def _soon(jobs, urgent):
    """The jobs in an order in which each urgent one comes right after what it reads."""
    if not urgent:
        return jobs
    made = {t for job in jobs for t in job.node.outputs}
    missing = {job: {r for r in job.reads if r in made} for job in urgent}
    wanted = {}
    for job, reads in missing.items():
        for r in reads:
            wanted.setdefault(r, []).append(job)
    order, todo = [], []
    for job in jobs:
        if job in urgent:
            continue
        todo.append(job)
        while todo:
            job = todo.pop()
            order.append(job)
            for t in job.node.outputs:
                for reader in wanted.get(t, ()):
                    missing[reader].discard(t)
                    if not missing[reader]:
                        todo.append(reader)
    return order
