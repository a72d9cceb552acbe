"""When each job runs: phases, and inside a phase groups of jobs that are cut into the same parts.

Worked example, a dense net at batch 128: the forward pass, the loss and the gradients of the activations only ever need the rows of
one sample to compute the rows of that sample, so they form one group cut into chunks of the batch (phase 0). A weight gradient needs
all samples, so it starts phase 1; it is cut into rows of the weight, and the optimizer step of those rows follows in the same task.

Cuts depend on sizes alone, never on the number of threads, so results are the same bits for any number of threads.
"""
from kerastutor.compiler.job import PART, SKIP

SMALL_PLAN = 60.0          # microseconds below which nothing is ever cut
BARRIER = 4.0              # what a further phase costs, in microseconds
CHUNK = 45.0               # microseconds of work that a chunk should have at least
MIN_ROWS = 16              # a chunk has at least this many rows ...
MIN_COSTLY = 400.0         # ... unless a row costs this many microseconds


class Group:
    """Jobs of one phase that are cut at the same places.

    # Attributes
        phase, units: where it stands; the number of equal parts it could be cut into.
        jobs: in order.
        cuts: the places, as numbers of units, 0 and `units` included.
    """

    def __init__(self, phase, units):
        self.phase, self.units = phase, units
        self.jobs, self.cost, self.cuts = [], 0.0, [0, units]

    def cut(self):
        """Choose the number of chunks from sizes alone."""
        if self.units == 1:
            return
        chunks = int(self.cost / CHUNK)
        least = MIN_ROWS if self.cost / self.units < MIN_COSTLY else 1
        most = 2 if self.cost < 20000 else 4
        chunks = max(1, min(chunks, self.units // least, most))
        self.cuts = [self.units * c // chunks for c in range(chunks + 1)]


def schedule(bound, batch):
    """Place every job in a group.

    # Arguments
        bound: `Bound` graph.
        batch: number of samples in the fed arrays, or None.

    # Returns
        (list of groups in the order of phases, dictionary tensor -> group that computes it).
    """
    total = sum(job.cost for job in bound.jobs)
    if total < SMALL_PLAN:
        batch = None
    groups, made_by, waiting = {}, {}, {}
    uses = {}
    for job in bound.jobs:
        for x, access in zip(job.node.inputs, job.access):
            if access != SKIP:
                root = bound.storage.get(x, x)
                uses[root] = uses.get(root, 0) + 1

    def put(job, phase, units):
        group = groups.get((phase, units))
        if group is None:
            group = groups[(phase, units)] = Group(phase, units)
        group.jobs.append(job)
        group.cost += job.cost
        for t in job.node.outputs:
            made_by[t] = group

    def early(job):
        put(job, *_place(job, [], batch))

    for job in bound.jobs:
        roots = [bound.storage.get(x, x) for x, access in zip(job.node.inputs, job.access) if access != SKIP]
        access = [a for a in job.access if a != SKIP]
        late = [waiting.pop(r) for r in dict.fromkeys(roots) if r in waiting]
        if not late and not job.host and not any(r in made_by for r in roots) and len(job.node.outputs) == 1 \
                and uses.get(job.node.outputs[0]) == 1:
            waiting[job.node.outputs[0]] = job            # needs only leaves: run it right before the one job that reads it
            continue
        reads = [(made_by[r], a) for r, a in zip(roots, access) if r in made_by]
        phase, units = _place(job, reads, batch)
        parts = {r for r, a in zip(roots, access) if a == PART}
        if all(units == 1 or (units > 1 and other.units % units == 0 and other.node.outputs[0] in parts) for other in late):
            for other in late:
                put(other, phase, units)
        else:
            for other in late:
                early(other)
            reads = [(made_by[r], a) for r, a in zip(roots, access) if r in made_by]
            phase, units = _place(job, reads, batch)
        put(job, phase, units)
    for job in waiting.values():
        early(job)
    ordered = sorted(groups.values(), key=lambda g: (g.phase, g.units == -1))
    for group in ordered:
        if group.units == -1:
            group.units, group.cuts, group.host = 1, [0, 1], True
        else:
            group.host = False
            group.cut()
    return ordered, made_by


def _place(job, reads, batch):
    """(phase, units) for a job, given the groups that make what it reads. Units -1 stands for the host group of a phase."""
    if job.host:
        return max([g.phase + 1 for g, _ in reads], default=0), -1

    def earliest(units):
        phase = 0
        for group, access in reads:
            stays = group.units == units and (access == PART or units == 1) and group.units != -1
            phase = max(phase, group.phase if stays else group.phase + 1)
        return phase
    if batch is None:
        return earliest(1), 1
    choices = []
    for group, access in reads:
        if access == PART and group.units > 1 and job.units % group.units == 0:
            choices.append(group.units)
    if batch > 1 and job.units % batch == 0:
        choices.append(batch)
    if job.units > 1 and job.cost >= 2 * CHUNK:
        choices.append(job.units)
    choices.append(1)

    def price(units):
        """A later phase costs a barrier; a job that is not cut keeps one thread busy alone."""
        alone = job.cost if units == 1 else 0.3 + job.cost / 2
        return earliest(units) * BARRIER + alone, choices.index(units)
    best = min(choices, key=price)
    return earliest(best), best
