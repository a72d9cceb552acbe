"""The arena never gives the same memory twice at a time, and uses it again."""

import numpy as np

from kerastutor.compiler.memory import ALIGN, Arena, padded


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
