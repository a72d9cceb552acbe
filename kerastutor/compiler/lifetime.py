"""How long each tensor is needed, and which tensors can share memory.

Worked example, y = relu(x @ w + b) * m in a group that is cut into two chunks of the batch: the
product and the sum are read by the same chunk only, so each chunk keeps its part of them to itself
(`local`) and the sum is written over the product, the relu over the sum. When the tensors are long,
sum, relu and product with m form a *run*: they are carried out in blocks of some thousand elements,
so that what one job leaves is still in the nearest cache when the next one reads it.
"""

from kerastutor.compiler.job import PART
from kerastutor.compiler.memory import Memory


def lifetimes(groups, specs, leaf, kept):
    """Give every job the memory of its inputs and outputs: `job.sources` and `job.targets`, lists
    of `Memory`.

    # Arguments
        groups: list of groups.
        specs: dictionary tensor -> Spec.
        leaf: function tensor -> Memory of a fed array, a variable or a constant.
        kept: tensors that are read after the last phase.

    # Returns
        Dictionary tensor -> Memory.
    """
    found = {}
    for g, group in enumerate(groups):
        local, whole = not group.host, group.units == 1
        for i, job in enumerate(group.jobs):
            at = (g, i)
            job.sources = ins = []
            for r, access in zip(job.reads, job.access):
                if r is None:
                    ins.append(None)
                    continue
                m = found.get(r)
                if m is None:
                    m = found[r] = leaf(r)
                if m.readers is not None:
                    m.readers.append((g, i, access))
                if m.group >= 0:
                    m.last = at
                    if m.group != g or not (whole or access == PART):
                        m.local = False
                ins.append(m)
            job.targets = outs = []
            own = local and (whole or not job.across)
            for t in job.node.outputs:
                m = found[t] = Memory(t, specs[t], g, i, own)
                m.readers = []
                outs.append(m)
    for t in kept:
        m = found.get(t)
        if m is None:
            m = found[t] = leaf(t)
        if m.group >= 0:
            m.local, m.last = False, (len(groups), 0)
    return found


def find_runs(groups, block):
    """Set `job.run` to (first, last): the run of neighbouring elementwise jobs of one size that it
    belongs to.

    Such a run is carried out block by block. Tensors that only live inside the run are marked
    `inside`: they need the memory of one block.
    """
    for group in groups:
        jobs = group.jobs
        i = 0
        while i < len(jobs):
            first, size = i, _size_in_blocks(jobs[i])
            while size and i + 1 < len(jobs) and _size_in_blocks(jobs[i + 1]) == size:
                i += 1
            inner = i > first and size > 2 * block and size % group.units == 0 and not group.host
            for job in jobs[first : i + 1]:
                job.run = (first, i) if inner else None
            if inner:
                for job in jobs[first : i + 1]:
                    for m in job.targets:
                        m.inside = m.local and m.last[1] <= i
            i += 1


def _size_in_blocks(job):
    """Elements of an elementwise job without inner repetition; 0 for other jobs."""
    whole_rows = job.by_rows or not job.in_place
    return 0 if whole_rows or len(job.targets) != 1 else job.units


def overwritable(job, g, i):
    """Memory of an input that dies with job i of group g, over which it may write its output; or
    None.
    """
    m = job.targets[0]
    if not job.in_place or not m.local:
        return None
    for r, access in zip(job.sources, job.access):
        if (
            access == PART
            and r.local
            and r.last == (g, i)
            and r.size == m.size
            and r.inside == m.inside
            and r.walk is m.walk
        ):
            return r
    return None


def write_in_place(groups, memory, updates, read_late):
    """Mark the new values of variables that can be written straight into the variable.

    That is so when every reader of the variable comes earlier, or reads the same part in the same
    chunk no later; and when everything that can fail has run before, so that a failed run changes
    nothing.

    # Arguments
        memory: dictionary tensor -> Memory.
        updates: list of (tensor that holds the new value, variable).
        read_late: set of tensors that are read at the very end, as they were before the updates.

    # Returns
        The other updates.
    """
    failing = max(
        [group.phase for group in groups for job in group.jobs if job.fallible], default=-1
    )
    others = []
    for t, variable in updates:
        m = memory[t]
        if (
            m.group >= 0
            and m.written_to is None
            and variable not in read_late
            and m.size == variable.value.nbytes
            and groups[m.group].phase > failing
            and _may_write(m, variable, groups, memory)
        ):
            m.written_to = variable
        else:
            others.append((t, variable))
    return others


def _may_write(m, variable, groups, memory):
    g, i = m.group, m.position
    job = groups[g].jobs[i]
    if groups[g].host or not (len(job.targets) == 1 or job.in_place):
        return False
    readers = memory[variable].readers if variable in memory else ()
    return _read_before(readers, g, i, groups)


def _read_before(readers, g, i, groups):
    """Whether job i of group g may write, part by part, over what these readers read."""
    group, job = groups[g], groups[g].jobs[i]
    for h, k, access in readers:
        if groups[h].phase < group.phase:
            continue
        alone = group.units == 1 or (len(group.cuts) == 2 and job.walk is None)
        same_part = h == g and (access == PART or alone)
        if not same_part or k > i or (k == i and not job.in_place):
            return False
    return True


def write_over(groups):
    """Let results take the memory of tensors of their size that nobody reads any more
    (`Memory.over`), where it is not local to a chunk.

    Within a group that is so as soon as each chunk has read its part, or, where a job works in
    place, while it reads.
    """
    for g, group in enumerate(groups):
        dead = []
        for i, job in enumerate(group.jobs):
            for r in dict.fromkeys(job.sources):
                if (
                    r is not None
                    and r.group >= 0
                    and not r.local
                    and r.written_to is None
                    and r.last == (g, i)
                ):
                    dead.append(r)
            for m in job.targets:
                if m.local or m.written_to is not None or job.across:
                    continue
                for r in reversed(dead):
                    if r.size == m.size and _read_before(r.readers, g, i, groups):
                        m.over = r
                        dead.remove(r)
                        break
