"""Addresses: every computed tensor gets its place in one arena.

Tensors that several chunks or phases need lie in the arena from the phase that makes them to the
last one that reads them. Tensors that a chunk keeps to itself lie in the chunk's own piece of the
arena (its `Layout`), because chunks of one phase run at any time relative to each other; inside a
chunk, where time is known, memory is used again as soon as it is free, and tensors that only live
inside a walk (walk.py) or a run (lifetime.py) have the size of one step or one block.
"""

from kerastutor.compiler.lifetime import overwritable
from kerastutor.compiler.memory import Arena, Memory, pack


class Layout:
    """Places inside a chunk's piece of the arena.

    # Attributes
        size: bytes of the piece.
        offsets: list of (Memory, offset) of the local tensors.
        scratch: dictionary job -> offset of its working memory.
    """

    def __init__(self, size, offsets, scratch):
        self.size, self.offsets, self.scratch = size, offsets, scratch


class _Room:
    """Memory for a chunk, for one step of a walk, or for one block of a run."""

    def __init__(self):
        self.arena = Arena()
        self.mine = []  # what lies in it: Memory, or the job whose working memory it is

    def close(self, outer, at):
        """Put the room, which is not needed after this job, into the outer one."""
        base = outer.arena.take(self.arena.size)
        outer.arena.give(base, self.arena.size)
        for key in self.mine:
            at[key] += base
        outer.mine += self.mine


def layout(group, g, lo, hi, block):
    """Layout of the chunk from unit lo to unit hi of group number g."""
    units, jobs, at, dying = group.units, group.jobs, {}, {}
    chunk, step, run = _Room(), None, None

    def bytes_of(m):
        if m.inside:
            return block * m.item
        return m.size * (widest(m.walk.cuts(lo, hi)) if m.walk else hi - lo) // units

    def end_of(m):
        """The job after which m is given back: step 0 of a walk is far ahead of step 1, block 0 of
        a run far ahead of block 1.
        """
        end = max(m.last[1], m.position)
        last = jobs[end]
        if last.walk and not m.walk and not m.inside:
            return last.walk.last
        return last.run[1] if last.run and not m.inside else end

    def scratch_of(job):
        cuts = job.walk.cuts(lo, hi) if job.walk else (lo, hi)
        return max(job.scratch(a, b, units) for a, b in zip(cuts, cuts[1:]))

    for i, job in enumerate(jobs):
        if job.walk and i == job.walk.first:
            step = _Room()
        if job.run and i == job.run[0]:
            run = _Room()
        over = overwritable(job, g, i) if job.in_place else None
        for m in job.targets:
            if not m.local:
                continue
            room = run if m.inside else step if m.walk else chunk
            if over is not None:
                at[m] = at[over]
                dying[end_of(over)].remove(over)
                over = None
            else:
                at[m] = room.arena.take(bytes_of(m))
            room.mine.append(m)
            dying.setdefault(end_of(m), []).append(m)
        outer = step if job.walk else chunk
        if job.scratch:
            size = scratch_of(job)
            at[job] = outer.arena.take(size)
            outer.arena.give(at[job], size)
            outer.mine.append(job)
        for m in dying.get(i, ()):
            if m.inside:
                run.arena.give(at[m], bytes_of(m))
        if job.run and i == job.run[1]:
            run.close(outer, at)
        for m in dying.get(i, ()):
            if m.walk and not m.inside:
                step.arena.give(at[m], bytes_of(m))
        if job.walk and i == job.walk.last:
            step.close(chunk, at)
        for m in dying.pop(i, ()):
            if not m.walk and not m.inside:
                chunk.arena.give(at[m], bytes_of(m))
    offsets = [(m, offset) for m, offset in at.items() if isinstance(m, Memory)]
    scratch = {job: offset for job, offset in at.items() if not isinstance(job, Memory)}
    return Layout(chunk.arena.size, offsets, scratch)


def widest(cuts):
    """The largest distance between neighbouring cuts."""
    return max([hi - lo for lo, hi in zip(cuts, cuts[1:])])


def allocate(groups, block):
    """Place all tensors.

    Sets `group.layouts` (one per chunk), `group.starts` (where each chunk's piece begins in the
    arena) and the address of memory that is not local, relative to the arena.

    # Returns
        Bytes of the arena.
    """
    first, last = _successors(groups)
    blocks, owners = [], []
    end = groups[-1].phase + 1 if groups else 0
    for g, group in enumerate(groups):
        known = {}
        group.layouts, group.starts = [], [0] * (len(group.cuts) - 1)
        for c, (lo, hi) in enumerate(zip(group.cuts, group.cuts[1:])):
            made = known.get(hi - lo)
            if made is None:
                made = known[hi - lo] = layout(group, g, lo, hi, block)
            group.layouts.append(made)
            blocks.append((made.size, group.phase, group.phase))
            owners.append((group, c))
        for job in group.jobs:
            for m in job.targets:
                if not m.local and m.written_to is None and m.over is None:
                    reader = last.get(m, m).last[0]
                    until = groups[reader].phase if reader < len(groups) else end
                    blocks.append((m.size, group.phase, until))
                    owners.append((m, None))
    offsets, size = pack(blocks)
    for offset, (owner, chunk) in zip(offsets, owners):
        if chunk is None:
            owner.address = offset
        else:
            owner.starts[chunk] = offset
    for m, owner in first.items():
        m.address = owner.address
    return size


def _successors(groups):
    """(dictionary Memory -> the one that had its place first, dictionary of those -> who has it
    last), of memory that is taken over.
    """
    first, last = {}, {}
    for group in groups:
        for job in group.jobs:
            for m in job.targets:
                if m.over is not None:
                    first[m] = first.get(m.over, m.over)
                    last[first[m]] = m
    return first, last
