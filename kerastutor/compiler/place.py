"""Addresses: every computed tensor gets its place in one arena.

Tensors that several chunks or phases need lie in the arena from the phase that makes them to the
last one that reads them. Tensors that a chunk keeps to itself lie in the chunk's own piece of the
arena (its `Layout`), because chunks of one phase run at any time relative to each other; inside a
chunk, where time is known, memory is used again as soon as it is free.
"""

from kerastutor.compiler.lifetime import overwritable
from kerastutor.compiler.memory import Arena


class Layout:
    """Places inside a chunk's piece of the arena.

    # Attributes
        size: bytes of the piece.
        offsets: list of (Memory, offset) of the local tensors.
        scratch: dictionary job -> offset of its working memory.
    """

    def __init__(self):
        self.size, self.offsets, self.scratch = 0, [], {}


def layout(group, g, lo, hi, block):
    """Layout of the chunk from unit lo to unit hi of group number g."""
    made, arena, at, dying = Layout(), Arena(), {}, {}
    units, jobs = group.units, group.jobs

    def bytes_of(m):
        return block * m.item if m.inside else m.size * (hi - lo) // units

    small, mine = (
        None,
        [],
    )  # blocks of the run that is being walked through, and the tensors in them
    for i, job in enumerate(jobs):
        run = job.run
        if run and i == run[0]:
            small, mine = Arena(), []
        over = overwritable(job, g, i) if job.in_place else None
        for m in job.targets:
            if not m.local:
                continue
            if over is not None:
                at[m] = at[over]
                dying[run[1] if run and not over.inside else i].remove(over)
                over = None
            elif m.inside:
                at[m] = small.take(bytes_of(m))
            else:
                at[m] = arena.take(bytes_of(m))
            end = max(m.last[1], i)
            if m.inside:
                mine.append(m)
            elif jobs[end].run:
                end = jobs[end].run[
                    1
                ]  # block 0 is far ahead of block 1: a run frees long tensors at its end
            dying.setdefault(end, []).append(m)
        if job.scratch:
            size = job.scratch(lo, hi, units)
            made.scratch[job] = arena.take(size)
            arena.give(made.scratch[job], size)
        dead = dying.pop(i, ())
        for m in dead:
            if m.inside:
                small.give(at[m], bytes_of(m))
        if run and i == run[1] and mine:
            base = arena.take(small.size)
            arena.give(base, small.size)
            for m in mine:
                at[m] += base
        for m in dead:
            if not m.inside:
                arena.give(at[m], bytes_of(m))
    made.size, made.offsets = arena.size, list(at.items())
    return made


def allocate(groups, block):
    """Place all tensors.

    Sets `group.layouts` (one per chunk), `group.starts` (where each chunk's piece begins in the
    arena) and the address of memory that is not local, relative to the arena.

    # Returns
        Bytes of the arena.
    """
    arena, ending = Arena(), []
    wanted = {}  # phase -> [(bytes, last phase, function that is told the offset)]
    for g, group in enumerate(groups):
        here = wanted.setdefault(group.phase, [])
        known = {}
        group.layouts, group.starts = [], [0] * (len(group.cuts) - 1)
        for c, (lo, hi) in enumerate(zip(group.cuts, group.cuts[1:])):
            made = known.get(hi - lo)
            if made is None:
                made = known[hi - lo] = layout(group, g, lo, hi, block)
            group.layouts.append(made)
            here.append((made.size, group.phase, group, c))
        for job in group.jobs:
            for m in job.targets:
                if not m.local and m.written_to is None:
                    end = m.last[0]
                    here.append((m.size, groups[end].phase if end < len(groups) else None, m, None))
    for phase in sorted(wanted):
        still = []
        for end, offset, size in ending:
            if end is not None and end < phase:
                arena.give(offset, size)
            else:
                still.append((end, offset, size))
        ending = still
        for size, end, owner, chunk in wanted[phase]:
            offset = arena.take(size)
            ending.append((end, offset, size))
            if chunk is None:
                owner.address = offset
            else:
                owner.starts[chunk] = offset
    return arena.size
