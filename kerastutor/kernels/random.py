"""Random numbers: pure functions of (seed, step, position), the same as those of kerastutor/rng.py.

Kernels fill the positions from `start` on, so any part of a tensor can be made alone. The seed
comes as two halves of 32 bits, k0 and k1; the step is read from memory when the kernel runs. All
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
LOW, SHIFT = U(0xFFFFFFFF), U(32)
TWO_PI = 2.0 * math.pi


@helper
def mix(c0, c1, c2, c3, k0, k1):
    """One round of Philox on a counter of four words, with a key of two."""
    p0 = c0 * M0
    p1 = c2 * M1
    return (p1 >> SHIFT) ^ c1 ^ k0, p1 & LOW, (p0 >> SHIFT) ^ c3 ^ k1, p0 & LOW


@helper
def four_words(block, attempt, step, k0, k1):
    """The four words of a block (all uint64)."""
    c0, c1, c2, c3 = block & LOW, (block >> SHIFT) | (attempt << U(24)), step & LOW, step >> SHIFT
    for _ in range(10):
        c0, c1, c2, c3 = mix(c0, c1, c2, c3, k0, k1)
        k0, k1 = (k0 + W0) & LOW, (k1 + W1) & LOW
    return c0, c1, c2, c3


@helper
def one_word(position, step, k0, k1):
    """The word of a position, four positions to a block."""
    w0, w1, w2, w3 = four_words(position >> U(2), U(0), step, k0, k1)
    place = position & U(3)
    low = w0 if place == U(0) else w1
    high = w2 if place == U(2) else w3
    return low if place < U(2) else high


@helper
def two_words(position, attempt, step, k0, k1):
    """The two words of a position, two positions to a block."""
    w0, w1, w2, w3 = four_words(position >> U(1), attempt, step, k0, k1)
    odd = (position & U(1)) != U(0)
    return (w2 if odd else w0), (w3 if odd else w1)


@helper
def fraction24(word):
    """Multiple of 2**-24 in [0, 1), float32."""
    return np.float32(np.int32(word >> U(8))) * np.float32(2.0**-24)


@helper
def fraction53(a, b):
    """Multiple of 2**-53 in [0, 1), float64, from the upper 27 and 26 bits of two words."""
    return (
        np.float64(np.int64(a >> U(5))) * 67108864.0 + np.float64(np.int64(b >> U(6)))
    ) * 2.0**-53


@helper
def normal32(position, attempt, step, k0, k1):
    """Standard normal number of a position, float32 (Box and Muller 1958)."""
    a, b = two_words(position, attempt, step, k0, k1)
    u = np.float32(np.float32(np.int64(a)) * np.float32(2.0**-32)) + np.float32(2.0**-33)
    v = np.float32(TWO_PI) * fraction24(b)
    return np.float32(math.sqrt(-2.0 * math.log(np.float64(u))) * math.cos(np.float64(v)))


@helper
def normal64(position, attempt, step, k0, k1):
    """Standard normal number of a position, float64."""
    w0, w1, w2, w3 = four_words(position, attempt, step, k0, k1)
    u = fraction53(w0, w1) + 2.0**-53
    return math.sqrt(-2.0 * math.log(u)) * math.cos(TWO_PI * fraction53(w2, w3))


@kernel(
    "T y[N], int64 step[1], int start, int k0, int k1, int below, float yes, float no", fastmath=()
)
def random_choice(y, step, start, k0, k1, below, yes, no):
    """`yes` where the 24-bit fraction of the position's word is under below / 2**24, else `no`."""
    n = y.shape[0]
    a, b = like(y[0], yes), like(y[0], no)
    k0, k1, at, limit = U(k0), U(k1), U(step[0]), U(below)
    head = min((4 - start % 4) % 4, n)
    for i in range(head):
        y[i] = a if (one_word(U(start + i), at, k0, k1) >> U(8)) < limit else b
    blocks = (n - head) // 4
    first, body = U((start + head) // 4), y[head:]
    for i in range(blocks):
        block, j = first + U(i), U(i) * U(4)
        w0, w1, w2, w3 = block & LOW, block >> SHIFT, at & LOW, at >> SHIFT
        q0, q1 = k0, k1
        for _ in range(10):  # four_words, written out for the vector unit
            w0, w1, w2, w3 = mix(w0, w1, w2, w3, q0, q1)
            q0, q1 = (q0 + W0) & LOW, (q1 + W1) & LOW
        body[j] = a if (w0 >> U(8)) < limit else b
        body[j + U(1)] = a if (w1 >> U(8)) < limit else b
        body[j + U(2)] = a if (w2 >> U(8)) < limit else b
        body[j + U(3)] = a if (w3 >> U(8)) < limit else b
    for i in range(head + 4 * blocks, n):
        y[i] = a if (one_word(U(start + i), at, k0, k1) >> U(8)) < limit else b


@kernel(
    "float32 y[N], int64 step[1], int start, int k0, int k1, float low, float width", fastmath=()
)
def random_uniform32(y, step, start, k0, k1, low, width):
    """low + width * u, u uniform in [0, 1)."""
    n = y.shape[0]
    a, b = np.float32(low), np.float32(width)
    k0, k1, at = U(k0), U(k1), U(step[0])
    head = min((4 - start % 4) % 4, n)
    for i in range(head):
        y[i] = a + fraction24(one_word(U(start + i), at, k0, k1)) * b
    blocks = (n - head) // 4
    first, body = U((start + head) // 4), y[head:]
    for i in range(blocks):
        block, j = first + U(i), U(i) * U(4)
        w0, w1, w2, w3 = block & LOW, block >> SHIFT, at & LOW, at >> SHIFT
        q0, q1 = k0, k1
        for _ in range(10):
            w0, w1, w2, w3 = mix(w0, w1, w2, w3, q0, q1)
            q0, q1 = (q0 + W0) & LOW, (q1 + W1) & LOW
        body[j] = a + fraction24(w0) * b
        body[j + U(1)] = a + fraction24(w1) * b
        body[j + U(2)] = a + fraction24(w2) * b
        body[j + U(3)] = a + fraction24(w3) * b
    for i in range(head + 4 * blocks, n):
        y[i] = a + fraction24(one_word(U(start + i), at, k0, k1)) * b


@kernel(
    "float64 y[N], int64 step[1], int start, int k0, int k1, float low, float width", fastmath=()
)
def random_uniform64(y, step, start, k0, k1, low, width):
    """low + width * u, u uniform in [0, 1)."""
    k0, k1, at = U(k0), U(k1), U(step[0])
    for i in range(y.shape[0]):
        a, b = two_words(U(start + i), U(0), at, k0, k1)
        y[i] = low + fraction53(a, b) * width


@kernel(
    "float32 y[N], int64 step[1], int start, int k0, int k1, float mean, float stddev, int cut",
    fastmath=(),
)
def random_normal32(y, step, start, k0, k1, mean, stddev, cut):
    """Normal numbers; with `cut`, those beyond two standard deviations are drawn again."""
    k0, k1, at = U(k0), U(k1), U(step[0])
    for i in range(y.shape[0]):
        z = normal32(U(start + i), U(0), at, k0, k1)
        if cut:
            for attempt in range(1, 256):
                if abs(z) <= 2.0:
                    break
                z = normal32(U(start + i), U(attempt), at, k0, k1)
        y[i] = np.float32(mean) + z * np.float32(stddev)


@kernel(
    "float64 y[N], int64 step[1], int start, int k0, int k1, float mean, float stddev, int cut",
    fastmath=(),
)
def random_normal64(y, step, start, k0, k1, mean, stddev, cut):
    """Normal numbers; with `cut`, those beyond two standard deviations are drawn again."""
    k0, k1, at = U(k0), U(k1), U(step[0])
    for i in range(y.shape[0]):
        z = normal64(U(start + i), U(0), at, k0, k1)
        if cut:
            for attempt in range(1, 256):
                if abs(z) <= 2.0:
                    break
                z = normal64(U(start + i), U(attempt), at, k0, k1)
        y[i] = mean + z * stddev
