"""The arena never gives the same memory twice at a time, and uses it again."""

import numpy as np
import pytest

from kerastutor.compiler import memory
from kerastutor.compiler.memory import ALIGN, Arena, pack, padded


def test_blocks_do_not_overlap():
    random = np.random.RandomState(1)
    arena, held = Arena(), {}
    for _ in range(3000):
        if held and random.rand() < 0.5:
            offset = random.choice(list(held))
            arena.give(offset, held.pop(offset))
            continue
        size = int(random.randint(1, 5000))
        offset = arena.take(size)
        assert offset % ALIGN == 0 and offset + size <= arena.size
        for other, length in held.items():
            assert offset + padded(size) <= other or other + padded(length) <= offset
        held[offset] = size


def test_memory_is_used_again():
    arena = Arena()
    first = arena.take(100)
    second = arena.take(100)
    arena.give(first, 100)
    assert arena.take(64) == first
    arena.give(second, 100)
    assert arena.take(padded(100) + 64) == first + 64  # the rest of the first, and the second
    assert arena.size == 2 * padded(100)


def test_the_free_end_grows():
    arena = Arena()
    arena.take(64)
    last = arena.take(64)
    arena.give(last, 64)
    assert arena.take(640) == last and arena.size == 64 + 640


@pytest.mark.parametrize("most", [0, 400])
def test_packed_blocks_do_not_overlap_while_they_live(most, monkeypatch):
    monkeypatch.setattr(memory, "MOST", most)
    random = np.random.RandomState(2)
    blocks = []
    for _ in range(200):
        first = int(random.randint(50))
        blocks.append((int(random.randint(5000)), first, first + int(random.randint(9))))
    offsets, total = pack(blocks)
    assert max(o + padded(max(n, 1)) for o, (n, _, _) in zip(offsets, blocks)) == total
    for i, (n, first, last) in enumerate(blocks):
        assert offsets[i] % ALIGN == 0
        for j in range(i):
            other, begun, ended = blocks[j]
            if begun <= last and first <= ended:
                assert offsets[i] >= offsets[j] + other or offsets[j] >= offsets[i] + n


def test_large_blocks_come_first():
    # one after the other, the block of 300 would not find room between those of 200
    blocks = [(100, 0, 0), (200, 0, 1), (300, 1, 2), (200, 2, 3)]
    assert pack(blocks)[1] == padded(300) + padded(200)
    assert pack([]) == ([], 0)
