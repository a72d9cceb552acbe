"""Where tensors live: addresses, and an arena in which tensors share memory when their lifetimes do
not overlap.
"""

import bisect
import heapq

ALIGN = 64
MOST = 400  # blocks that are packed with all of their times in view


def padded(size):
    """Size rounded up to the alignment."""
    return (size + ALIGN - 1) // ALIGN * ALIGN


class Memory:
    """The memory of one tensor in a plan, and for how long it is needed.

    # Attributes
        tensor: whose memory it is; other tensors may be seen in it under other shapes.
        size, item: bytes in all, and per element.
        group, position: the group, and the place in it, of the job that computes it; group is -1
            for fed arrays, variables and constants.
        last: (group, position) of the last job that reads it.
        local: whether each chunk of a group keeps its own part of it to itself.
        inside: whether it only lives inside one run of elementwise jobs, and so needs the memory
            of one block (lifetime.py).
        walk: the walk inside which it only lives, so that it needs the memory of one step, or None
            (walk.py).
        address: where it begins, or would begin if it were all there: of local memory there is only
            the part of the chunk, or the step, in work. Inside a run: where the block begins.
        readers: list of (group, position, access), or None where nobody asks.
        over: the memory that it takes over, as nobody reads it any more, or None.
        written_to: the variable whose memory it takes (a new value that is written straight into
            its variable), or None.
    """

    __slots__ = (
        "tensor",
        "size",
        "item",
        "group",
        "position",
        "last",
        "local",
        "inside",
        "walk",
        "address",
        "readers",
        "over",
        "written_to",
    )

    def __init__(self, tensor, spec, group=-1, position=0, local=False, address=None):
        self.tensor, self.size, self.item = tensor, spec.nbytes, spec.itemsize
        self.group, self.position, self.local, self.address = group, position, local, address
        self.last = (group, position)
        self.inside, self.walk, self.readers = False, None, None
        self.over, self.written_to = None, None


class Arena:
    """Best-fit allocation over time.

    `take` and `give` are called in the order of time; `size` is the peak.
    """

    def __init__(self):
        self.size = 0
        self._free = []  # sorted (length, offset)
        self._at = {}  # offset -> length of free blocks
        self._ends = {}  # end -> offset of free blocks

    def take(self, size):
        """Offset of a block of at least `size` bytes."""
        size = padded(max(size, 1))
        i = bisect.bisect_left(self._free, (size, -1))
        if i < len(self._free):
            length, offset = self._free[i]
            self._remove(offset, length)
            if length > size:
                self._insert(offset + size, length - size)
            return offset
        tail = self._ends.get(self.size)
        if tail is not None:  # grow the free block at the end
            length = self._at[tail]
            self._remove(tail, length)
            self.size = tail + size
            return tail
        offset = self.size
        self.size += size
        return offset

    def give(self, offset, size):
        """Give a block back."""
        size = padded(max(size, 1))
        after = self._at.get(offset + size)
        if after is not None:
            self._remove(offset + size, after)
            size += after
        before = self._ends.get(offset)
        if before is not None:
            length = self._at[before]
            self._remove(before, length)
            offset, size = before, size + length
        self._insert(offset, size)

    def _insert(self, offset, length):
        bisect.insort(self._free, (length, offset))
        self._at[offset] = length
        self._ends[offset + length] = offset

    def _remove(self, offset, length):
        del self._free[bisect.bisect_left(self._free, (length, offset))]
        del self._at[offset]
        del self._ends[offset + length]


def pack(blocks):
    """Places for blocks whose times are known.

    The largest come first, each into the smallest gap that is free all its time: this needs
    nearly always no more than what is alive at the fullest moment. For very many blocks, where that
    would take long, time goes by only once (`Arena`), and of what begins together the longest-lived
    comes first.

    # Arguments
        blocks: list of (bytes, first moment, last moment), moments as whole numbers.

    # Returns
        (list of offsets, bytes of all).
    """
    if len(blocks) > MOST:
        return _pack_in_order(blocks)
    places, total = [None] * len(blocks), 0
    placed = []  # sorted (offset, end, first, last)
    for i in sorted(range(len(blocks)), key=lambda i: -blocks[i][0]):
        size, first, last = blocks[i]
        size, free, smallest, at = padded(max(size, 1)), 0, None, None
        for offset, end, begun, ended in placed:
            if begun <= last and first <= ended:
                if offset - free >= size and (at is None or offset - free < smallest):
                    smallest, at = offset - free, free
                free = max(free, end)
        at = free if at is None else at
        places[i], total = at, max(total, at + size)
        bisect.insort(placed, (at, at + size, first, last))
    return places, total


def _pack_in_order(blocks):
    """`pack` for very many blocks."""
    arena, places, living = Arena(), [None] * len(blocks), []  # living: heap of (last, block)
    for i in sorted(range(len(blocks)), key=lambda i: (blocks[i][1], -blocks[i][2])):
        size, first, last = blocks[i]
        while living and living[0][0] < first:
            j = heapq.heappop(living)[1]
            arena.give(places[j], blocks[j][0])
        places[i] = arena.take(size)
        heapq.heappush(living, (last, i))
    return places, arena.size
