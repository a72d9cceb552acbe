"""Random numbers without state: each is a pure function of (seed, step, position).

The generator is Philox4x32-10 (Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1,
2, 3", SC11): ten rounds of multiply and xor turn a 128-bit counter and a 64-bit key into four
32-bit words. Here

    key     = seed (64 bits)
    counter = (block, low word), (block, high 24 bits; the top 8 bits: attempt), (step, low word),
    (step, high word)

Positions share blocks: a draw of one word takes word i % 4 of block i // 4, a draw of two words (a,
b) takes words 2 * (i % 2) and the next of block i // 2, a draw of four takes block i. So any
thread, and any device, can compute any part of a tensor alone.
"""

import numpy as np

MULTIPLY_0, MULTIPLY_1 = 0xD2511F53, 0xCD9E8D57
WEYL_0, WEYL_1 = 0x9E3779B9, 0xBB67AE85
ROUNDS = 10
_MASK = 0xFFFFFFFF


def philox(counter, key):
    """Four words from a counter of four words and a key of two.

    # Arguments
        counter: four uint32 arrays of equal shape.
        key: two integers below 2 ** 32.

    # Returns
        Four uint32 arrays.
    """
    c0, c1, c2, c3 = (np.asarray(c, np.uint64) for c in counter)
    k0, k1 = int(key[0]), int(key[1])
    low, shift = np.uint64(_MASK), np.uint64(32)
    for _ in range(ROUNDS):
        p0, p1 = c0 * np.uint64(MULTIPLY_0), c2 * np.uint64(MULTIPLY_1)
        c0, c1, c2, c3 = (
            (p1 >> shift) ^ c1 ^ np.uint64(k0),
            p1 & low,
            (p0 >> shift) ^ c3 ^ np.uint64(k1),
            p0 & low,
        )
        k0, k1 = (k0 + WEYL_0) & _MASK, (k1 + WEYL_1) & _MASK
    return tuple(c.astype(np.uint32) for c in (c0, c1, c2, c3))


def blocks(seed, step, index, attempt=0):
    """The four words of the blocks with the given numbers (uint64 array)."""
    index = np.asarray(index, np.uint64)
    low, shift = np.uint64(_MASK), np.uint64(32)
    seed, step = int(seed) & (2**64 - 1), int(step) & (2**64 - 1)
    high = (index >> shift) | np.uint64(attempt << 24)
    same = np.zeros(index.shape, np.uint64)
    return philox(
        (index & low, high, same + np.uint64(step & _MASK), same + np.uint64(step >> 32)),
        (seed & _MASK, seed >> 32),
    )


def words(seed, step, count):
    """uint32 array of `count` words: position i takes word i % 4 of block i // 4."""
    index = np.arange((count + 3) // 4, dtype=np.uint64)
    return np.stack(blocks(seed, step, index), -1).reshape(-1)[:count]


def pairs(seed, step, position, attempt=0):
    """Two uint32 arrays (a, b) for the given positions: words 2 * (i % 2) and 2 * (i % 2) + 1 of
    block i // 2.
    """
    position = np.asarray(position, np.uint64)
    w0, w1, w2, w3 = blocks(seed, step, position >> np.uint64(1), attempt)
    odd = (position & np.uint64(1)).astype(bool)
    return np.where(odd, w2, w0), np.where(odd, w3, w1)


def uniform(seed, step, count, dtype="float32"):
    """Numbers in [0, 1): multiples of 2**-11 (float16), 2**-24 (float32) or 2**-53 (float64).

    # Arguments
        seed: 64-bit integer that names the stream.
        step: how often the stream was used before.
        count: how many numbers.
        dtype: name of the float type.

    # Returns
        Array of shape (count,).
    """
    if dtype == "float64":
        return _fraction53(*pairs(seed, step, np.arange(count, dtype=np.uint64)))
    bits = 11 if dtype == "float16" else 24
    whole = (words(seed, step, count) >> np.uint32(32 - bits)).astype(np.float32)
    return (whole * np.float32(2.0**-bits)).astype(dtype)


def normal(seed, step, count, dtype="float32"):
    """Numbers from the standard normal distribution (Box and Muller 1958). Same arguments as
    `uniform`.
    """
    return _box_muller(seed, step, np.arange(count, dtype=np.uint64), 0, dtype)


def truncated_normal(seed, step, count, dtype="float32"):
    """Standard normal numbers, those beyond 2 in size drawn again. Same arguments as `uniform`."""
    position = np.arange(count, dtype=np.uint64)
    out = np.zeros(count, dtype)
    for attempt in range(256):  # 0.0455 ** 256 is no probability worth a thought
        z = _box_muller(seed, step, position, attempt, dtype)
        good = np.abs(z) <= 2
        out[position[good]] = z[good]
        position = position[~good]
        if not position.size:
            break
    return out


def _fraction53(a, b):
    """Multiple of 2**-53 in [0, 1) from the upper 27 and 26 bits of two words."""
    high, low = (a >> np.uint32(5)).astype(np.float64), (b >> np.uint32(6)).astype(np.float64)
    return (high * 67108864.0 + low) * 2.0**-53


def _box_muller(seed, step, position, attempt, dtype):
    """Normal numbers at positions: sqrt(-2 log u) cos(2 pi v) with u in (0, 1] and v in [0, 1).

    float32: u is the rounded 32-bit fraction of word a plus 2**-33, v the 24-bit fraction of word
        b.
    float64: u and v have 53 bits, from the first and the last two words of the position's own
        block; u is 2**-53 up.
    """
    if dtype == "float64":
        w0, w1, w2, w3 = blocks(seed, step, position, attempt)
        u, v = _fraction53(w0, w1) + 2.0**-53, _fraction53(w2, w3)
        return np.sqrt(-2.0 * np.log(u)) * np.cos(2.0 * np.pi * v)
    a, b = pairs(seed, step, position, attempt)
    one = np.float32
    u = a.astype(np.float32) * one(2.0**-32) + one(2.0**-33)
    v = (b >> np.uint32(8)).astype(np.float32) * one(2.0**-24)
    return (np.sqrt(one(-2) * np.log(u)) * np.cos(one(2.0 * np.pi) * v)).astype(dtype)
