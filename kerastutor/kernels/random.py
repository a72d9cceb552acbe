"""Random numbers: pure functions of (seed, step, position), the same as those of kerastutor/rng.py.

Kernels fill the positions from `start` on, so any part of a tensor can be made alone. The seed
comes as two halves of 32 bits, s0 and s1; the step is read from memory when the kernel runs. All
words are kept in uint64, in their lower 32 bits; indices are uint64 too, since only then does the
compiler use vector instructions. No fused multiply-add anywhere: products and sums are rounded as
NumPy rounds them.
"""

import math

import numpy as np

from kerastutor.kernels.jit import helper, kernel
from kerastutor.kernels.mathlib import like

U = np.uint64
M0, M1, W0, W1 = U(0xD2511F53), U(0xCD9E8D57), U(0x9E3779B9), U(0xBB67AE85)  # see rng.py
LOW, SHIFT, KEY, STEP = U(0xFFFFFFFF), U(32), U(87654321), U(36)
MANTISSA, HIGH = U(0x7FFFFF), U(0xFFFFF)
TWO_PI = 2.0 * math.pi
TINY32, TINY64 = np.float32(1e-7), 1e-7


@helper
def mix(c0, c1, c2, c3, k0, k1):
    """One round of Philox on a counter of four words, with a key of two."""
    p0 = c0 * M0
    p1 = c2 * M1
    return (p1 >> SHIFT) ^ c1 ^ k0, p1 & LOW, (p0 >> SHIFT) ^ c3 ^ k1, p0 & LOW


@helper
def four_words(block, s0, s1):
    """The four words of a block (all uint64), counted from the first block of step 0."""
    c0, c1, c2, c3, k0, k1 = block & LOW, block >> SHIFT, s0, s1, KEY, U(0)
    for _ in range(10):
        c0, c1, c2, c3 = mix(c0, c1, c2, c3, k0, k1)
        k0, k1 = (k0 + W0) & LOW, (k1 + W1) & LOW
    return c0, c1, c2, c3


@helper
def one_word(position, base, s0, s1):
    """The word of a position, four positions to a block; `base` is the block of the first one."""
    w0, w1, w2, w3 = four_words(base + (position >> U(2)), s0, s1)
    place = position & U(3)
    low = w0 if place == U(0) else w1
    high = w2 if place == U(2) else w3
    return low if place < U(2) else high


@helper
def fraction23(word):
    """Multiple of 2**-23 in [0, 1), float32."""
    return np.float32(np.int32(word & MANTISSA)) * np.float32(2.0**-23)


@helper
def fraction52(a, b):
    """Multiple of 2**-52 in [0, 1), float64, from the lowest 20 bits of a and all of b."""
    high = np.float64(np.int64(a & HIGH)) * 4294967296.0
    return (high + np.float64(np.int64(b))) * 2.0**-52


@helper
def two_normals32(a, b):
    """Two standard normal numbers from two words (Box and Muller 1958)."""
    u = max(fraction23(a), TINY32)
    angle = np.float64(np.float32(TWO_PI * np.float64(fraction23(b))))
    size = np.float32(math.sqrt(np.float32(-2.0 * math.log(np.float64(u)))))
    return np.float32(math.sin(angle)) * size, np.float32(math.cos(angle)) * size


@helper
def two_normals64(w0, w1, w2, w3):
    """Two standard normal numbers, float64, from four words."""
    u = max(fraction52(w0, w1), TINY64)
    angle = TWO_PI * fraction52(w2, w3)
    size = math.sqrt(-2.0 * math.log(u))
    return math.sin(angle) * size, math.cos(angle) * size


@kernel(
    "T y[N], int64 step[1], int start, int s0, int s1, int below, float yes, float no", fastmath=()
)
def random_choice(y, step, start, s0, s1, below, yes, no):
    """`yes` where the 23-bit fraction of the position's word is under below / 2**23, else `no`."""
    n = y.shape[0]
    a, b = like(y[0], yes), like(y[0], no)
    s0, s1, base, limit = U(s0), U(s1), U(step[0]) << STEP, U(below)
    head = min((4 - start % 4) % 4, n)
    for i in range(head):
        y[i] = a if (one_word(U(start + i), base, s0, s1) & MANTISSA) < limit else b
    blocks = (n - head) // 4
    first, body = base + U((start + head) // 4), y[head:]
    for i in range(blocks):
        block, j = first + U(i), U(i) * U(4)
        w0, w1, w2, w3, q0, q1 = block & LOW, block >> SHIFT, s0, s1, KEY, U(0)
        for _ in range(10):  # four_words, written out for the vector unit
            w0, w1, w2, w3 = mix(w0, w1, w2, w3, q0, q1)
            q0, q1 = (q0 + W0) & LOW, (q1 + W1) & LOW
        body[j] = a if (w0 & MANTISSA) < limit else b
        body[j + U(1)] = a if (w1 & MANTISSA) < limit else b
        body[j + U(2)] = a if (w2 & MANTISSA) < limit else b
        body[j + U(3)] = a if (w3 & MANTISSA) < limit else b
    for i in range(head + 4 * blocks, n):
        y[i] = a if (one_word(U(start + i), base, s0, s1) & MANTISSA) < limit else b


@kernel(
    "float32 y[N], int64 step[1], int start, int s0, int s1, float low, float width", fastmath=()
)
def random_uniform32(y, step, start, s0, s1, low, width):
    """low + width * u, u uniform in [0, 1)."""
    n = y.shape[0]
    a, b = np.float32(low), np.float32(width)
    s0, s1, base = U(s0), U(s1), U(step[0]) << STEP
    head = min((4 - start % 4) % 4, n)
    for i in range(head):
        y[i] = a + fraction23(one_word(U(start + i), base, s0, s1)) * b
    blocks = (n - head) // 4
    first, body = base + U((start + head) // 4), y[head:]
    for i in range(blocks):
        block, j = first + U(i), U(i) * U(4)
        w0, w1, w2, w3, q0, q1 = block & LOW, block >> SHIFT, s0, s1, KEY, U(0)
        for _ in range(10):
            w0, w1, w2, w3 = mix(w0, w1, w2, w3, q0, q1)
            q0, q1 = (q0 + W0) & LOW, (q1 + W1) & LOW
        body[j] = a + fraction23(w0) * b
        body[j + U(1)] = a + fraction23(w1) * b
        body[j + U(2)] = a + fraction23(w2) * b
        body[j + U(3)] = a + fraction23(w3) * b
    for i in range(head + 4 * blocks, n):
        y[i] = a + fraction23(one_word(U(start + i), base, s0, s1)) * b


@kernel(
    "float64 y[N], int64 step[1], int start, int s0, int s1, float low, float width", fastmath=()
)
def random_uniform64(y, step, start, s0, s1, low, width):
    """low + width * u, u uniform in [0, 1)."""
    s0, s1, base = U(s0), U(s1), U(step[0]) << STEP
    for i in range(y.shape[0]):
        at = U(start + i)
        w0, w1, w2, w3 = four_words(base + (at >> U(1)), s0, s1)
        odd = (at & U(1)) != U(0)
        y[i] = low + fraction52(w2 if odd else w0, w3 if odd else w1) * width


@kernel(
    "float32 y[N], int64 step[1], int start, int s0, int s1, float mean, float stddev, int cut",
    fastmath=(),
)
def random_normal32(y, step, start, s0, s1, mean, stddev, cut):
    """Normal numbers, four to a group; with `cut`, without those beyond two deviations."""
    end = start + y.shape[0]
    m, d = np.float32(mean), np.float32(stddev)
    s0, s1, base = U(s0), U(s1), U(step[0]) << STEP
    room = U(256) if cut else U(1)
    for group in range(start // 4, (end + 3) // 4):
        block, place = base + U(group) * room, group * 4
        for attempt in range(256):
            w0, w1, w2, w3 = four_words(block + U(attempt), s0, s1)
            z0, z1 = two_normals32(w0, w1)
            z2, z3 = two_normals32(w2, w3)
            for k in range(4):
                z = (z0 if k == 0 else z1) if k < 2 else (z2 if k == 2 else z3)
                if (not cut or abs(z) < 2.0) and place < group * 4 + 4:
                    if start <= place < end:
                        y[place - start] = m + z * d
                    place += 1
            if place == group * 4 + 4:
                break


@kernel(
    "float64 y[N], int64 step[1], int start, int s0, int s1, float mean, float stddev, int cut",
    fastmath=(),
)
def random_normal64(y, step, start, s0, s1, mean, stddev, cut):
    """Normal numbers, two to a group; with `cut`, without those beyond two deviations."""
    end = start + y.shape[0]
    s0, s1, base = U(s0), U(s1), U(step[0]) << STEP
    room = U(128) if cut else U(1)
    for group in range(start // 2, (end + 1) // 2):
        block, place = base + U(group) * room, group * 2
        for attempt in range(128):
            w0, w1, w2, w3 = four_words(block + U(attempt), s0, s1)
            z0, z1 = two_normals64(w0, w1, w2, w3)
            for k in range(2):
                z = z0 if k == 0 else z1
                if (not cut or abs(z) < 2.0) and place < group * 2 + 2:
                    if start <= place < end:
                        y[place - start] = mean + z * stddev
                    place += 1
            if place == group * 2 + 2:
                break
