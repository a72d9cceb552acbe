"""Walks: neighbouring jobs of a chunk that are done a few samples at a time.

Worked example, relu(conv(relu(conv(x)))) for a chunk of 8 large images: job after job, the chunk's
piece of the arena would hold 8 images of what each convolution leaves. As a walk both convolutions
and both relus are done for one image, then for the next, and so on: the piece holds one image,
which is still in the cache when the next job reads it.

A job joins a walk only where a step is work enough for its kernel, and where what the kernel reads
as a whole (the weights) is small beside the samples of a step: else it would be read, and laid out
anew, at every step.
"""

from kerastutor.compiler.job import PART, SKIP

STEP = 1_000_000  # bytes that a step's largest job should read and write
LEAST = 8.0  # microseconds of work that a step should be for each kernel
WEIGHTS = 4  # how often a step's samples should outweigh what is read as a whole


class Walk:
    """A walk of a group.

    # Attributes
        first, last: its first and last job.
        step: units that a step has at most.
    """

    def __init__(self, first, last, step):
        self.first, self.last, self.step = first, last, step

    def cuts(self, lo, hi):
        """Where the steps of the chunk from unit lo to unit hi begin; hi is the last number."""
        steps = -(-(hi - lo) // self.step)
        return [lo + (hi - lo) * s // steps for s in range(steps + 1)]


def find_walks(groups):
    """Set `job.walk` of all jobs, to None outside walks, and `walk` of the memory that only lives
    inside one. The runs of elementwise jobs (lifetime.py) must be known.
    """
    for group in groups:
        for job in group.jobs:
            job.walk = None
        if group.host or group.units == 1:
            continue
        chunk = min(hi - lo for lo, hi in zip(group.cuts, group.cuts[1:]))
        first, step, items = 0, 1, 0
        for begin, end in _items(group.jobs):
            least = max(fewest(group.jobs[begin : end + 1], group.units), step)
            if 2 * least <= chunk:
                step, items = least, items + 1
                continue
            if items > 1:
                _walk(group, first, begin - 1, step, chunk)
            first, step, items = end + 1, 1, 0
        if items > 1:
            _walk(group, first, len(group.jobs) - 1, step, chunk)


def _items(jobs):
    """(first, last) of the runs, and of the jobs that belong to none."""
    i = 0
    while i < len(jobs):
        end = jobs[i].run[1] if jobs[i].run else i
        yield i, end
        i = end + 1


def _sizes(job):
    """(bytes that are cut along with the job, bytes that each of its calls reads)."""
    cut, whole = sum(m.size for m in job.targets), 0
    for m, access in zip(job.sources, job.access):
        if access == PART:
            cut += m.size
        elif access != SKIP:
            whole += m.size
    return cut, whole if job.again is None else job.again


def fewest(jobs, units):
    """Fewest units that a step of these jobs, a run or a single one, should have."""
    least = -(-LEAST * units // sum(job.cost for job in jobs))
    for job in jobs:
        cut, whole = _sizes(job)
        least = max(least, -(-job.least * units // job.units), -(-WEIGHTS * whole * units // cut))
    return int(least)


def _walk(group, first, last, step, chunk):
    """Make jobs first to last a walk, unless the whole chunk is little enough for a step."""
    jobs = group.jobs[first : last + 1]
    largest = max(sum(_sizes(job)[:1]) for job in jobs) // group.units or 1
    step = max(step, STEP // largest)
    if 2 * step > chunk:
        return
    walk = Walk(first, last, step)
    for job in jobs:
        job.walk = walk
        for m in job.targets:
            if m.local and not m.inside and m.last[1] <= last:
                m.walk = walk
