"""Random numbers: pure functions of (seed, step, position), the same as those of kerastutor/rng.py.

Kernels fill the positions from `start` on, so any part of a tensor can be made alone. The seed comes as two halves of
32 bits; the step is read from memory when the kernel runs. All words are kept in uint64, in their lower 32 bits. No
fused multiply-add anywhere: products and sums are rounded as NumPy rounds them.
"""
import math

import numpy as np

from kerastutor import rng
from kerastutor.kernels.jit import helper, kernel
from kerastutor.kernels.mathlib import like

M0, M1, W0, W1 = (np.uint64(n) for n in (rng.MULTIPLY_0, rng.MULTIPLY_1, rng.WEYL_0, rng.WEYL_1))
LOW, SHIFT, ONE = np.uint64(0xFFFFFFFF), np.uint64(32), np.uint64(1)
HALF, TOP24 = np.uint64(8), np.uint64(24)
_STREAM = ", int64 step[1], int start, int low_seed, int high_seed"


@helper
def mix(c0, c1, c2, c3, k0, k1):
    """One round of Philox on a counter of four words, with a key of two."""
    p0 = c0 * M0
    p1 = c2 * M1
    return (p1 >> SHIFT) ^ c1 ^ k0, p1 & LOW, (p0 >> SHIFT) ^ c3 ^ k1, p0 & LOW


@helper
def four_words(block, attempt, step, k0, k1):
    """The four words of a block (all uint64)."""
    c0, c1, c2, c3 = block & LOW, (block >> SHIFT) | (attempt << TOP24), step & LOW, step >> SHIFT
    for _ in range(10):
        c0, c1, c2, c3 = mix(c0, c1, c2, c3, k0, k1)
        k0, k1 = (k0 + W0) & LOW, (k1 + W1) & LOW
    return c0, c1, c2, c3


@helper
def one_word(position, step, k0, k1):
    """The word of a position, four positions to a block."""
    w0, w1, w2, w3 = four_words(position >> np.uint64(2), np.uint64(0), step, k0, k1)
    place = position & np.uint64(3)
    low = w0 if place == np.uint64(0) else w1
    high = w2 if place == np.uint64(2) else w3
    return low if place < np.uint64(2) else high


@helper
def two_words(position, attempt, step, k0, k1):
    """The two words of a position, two positions to a block."""
    w0, w1, w2, w3 = four_words(position >> ONE, attempt, step, k0, k1)
    odd = (position & ONE) != np.uint64(0)
    return (w2 if odd else w0), (w3 if odd else w1)


@helper
def fraction24(word):
    """Multiple of 2**-24 in [0, 1), float32."""
    return np.float32(np.int64(word >> HALF)) * np.float32(2.0 ** -24)


@helper
def fraction53(a, b):
    """Multiple of 2**-53 in [0, 1), float64."""
    high = np.float64(np.int64(a >> np.uint64(5)))
    low = np.float64(np.int64(b >> np.uint64(6)))
    return (high * 67108864.0 + low) * 2.0 ** -53


@kernel("T y[N], S step[1], int start, int k0, int k1, int below, float yes, float no", fastmath=())
def random_choice(y, step, start, k0, k1, below, yes, no):
    """`yes` where the 24-bit fraction of the position's word is under `below` / 2**24, else `no`."""
    n = y.shape[0]
    a, b = like(y[0], yes), like(y[0], no)
    k0, k1, at, limit = np.uint64(k0), np.uint64(k1), np.uint64(step[0]), np.uint64(below)
    head = min((4 - start % 4) % 4, n)
    for i in range(head):
        word = one_word(np.uint64(start + i), at, k0, k1)
        y[i] = a if (word >> HALF) < limit else b
    blocks = (n - head) // 4
    first = np.uint64((start + head) // 4)
    body = y[head:]
    for i in range(blocks):
        block = first + np.uint64(i)
        w0, w1, w2, w3 = block & LOW, block >> SHIFT, at & LOW, at >> SHIFT
        q0, q1, j = k0, k1, np.uint64(i) * np.uint64(4)
        for _ in range(10):
            w0, w1, w2, w3 = mix(w0, w1, w2, w3, q0, q1)
            q0, q1 = (q0 + W0) & LOW, (q1 + W1) & LOW
        body[j + np.uint64(0)] = a if (w0 >> HALF) < limit else b
        body[j + np.uint64(1)] = a if (w1 >> HALF) < limit else b
        body[j + np.uint64(2)] = a if (w2 >> HALF) < limit else b
        body[j + np.uint64(3)] = a if (w3 >> HALF) < limit else b
    for i in range(head + 4 * blocks, n):
        word = one_word(np.uint64(start + i), at, k0, k1)
        y[i] = a if (word >> HALF) < limit else b
