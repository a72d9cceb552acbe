"""Random numbers without state: each is a pure function of (seed, step, position).

The generator is Philox4x32-10 (Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1,
2, 3", SC11): ten rounds of multiply and xor turn a 128-bit counter and a 64-bit key into four
32-bit words. Here

    key     = GRAPH_SEED
    counter = (block, low word), (block, high word), (seed, low word), (seed, high word)

and step s begins at block s * 2**36. That is how TensorFlow 1 lays its streams out, and words
become numbers here as they do there: at step 0 a seed gives the very numbers that it gives there
(normal ones but for the last bits of log, sin and cos), so a model of Keras 2.2.4 built after the
same `np.random.seed` has the same first weights.

Positions share blocks: a draw of one word takes word i % 4 of block i // 4, a draw of two words
takes words 2 * (i % 2) and the next of block i // 2. Normal numbers come in pairs, from two words
each (four for float64). Truncated ones come in groups (of four; of two for float64) with 256 (128)
blocks of their own, so any thread, and any device, can compute any part of a tensor alone.
"""

import functools

import numpy as np

MULTIPLY_0, MULTIPLY_1 = 0xD2511F53, 0xCD9E8D57
WEYL_0, WEYL_1 = 0x9E3779B9, 0xBB67AE85
ROUNDS = 10
GRAPH_SEED = 87654321  # what TensorFlow takes when only an operation's seed is given
STEP_BITS = 36  # of the block number; the step stands above
TINY = 1e-7  # the smallest uniform number whose logarithm is taken
_MASK = 0xFFFFFFFF
_MULTIPLY = np.array([[MULTIPLY_0], [MULTIPLY_1]], np.uint64)
_LOW, _SHIFT = np.uint64(_MASK), np.uint64(32)


def philox(counter, key):
    """Four words from a counter of four words and a key of two.

    Words 0 and 2 (even) are multiplied, each by its number; the high half of a product mixes with
    the other product's neighbour, words 1 and 3 (odd), and the low half takes its place.

    # Arguments
        counter: four uint32 arrays of equal shape.
        key: two integers below 2 ** 32.

    # Returns
        Four uint32 arrays.
    """
    shape = np.shape(counter[0])
    even = np.array([counter[0], counter[2]], np.uint64).reshape(2, -1)
    odd = np.array([counter[1], counter[3]], np.uint64).reshape(2, -1)
    for keys in _keys(int(key[0]), int(key[1])):
        product = (even * _MULTIPLY)[::-1]
        even = product >> _SHIFT
        even ^= odd
        even ^= keys
        odd = product & _LOW
    return tuple(c.astype(np.uint32).reshape(shape) for c in (even[0], odd[0], even[1], odd[1]))


@functools.lru_cache(16)
def _keys(k0, k1):
    """The two words that each round mixes in, [round, word, 1]."""
    rounds = [((k0 + i * WEYL_0) & _MASK, (k1 + i * WEYL_1) & _MASK) for i in range(ROUNDS)]
    return np.array(rounds, np.uint64).reshape(ROUNDS, 2, 1)


def blocks(seed, step, index):
    """The four words of the blocks with the given numbers (uint64 array)."""
    index = np.asarray(index, np.uint64) + np.uint64((int(step) << STEP_BITS) & (2**64 - 1))
    seed = int(seed) & (2**64 - 1)
    same = np.zeros(index.shape, np.uint64)
    return philox(
        (
            index & _LOW,
            index >> _SHIFT,
            same + np.uint64(seed & _MASK),
            same + np.uint64(seed >> 32),
        ),
        (GRAPH_SEED, 0),
    )


def words(seed, step, count):
    """uint32 array of `count` words: position i takes word i % 4 of block i // 4."""
    index = np.arange((count + 3) // 4, dtype=np.uint64)
    return np.stack(blocks(seed, step, index), -1).reshape(-1)[:count]


def pairs(seed, step, position):
    """Two uint32 arrays (a, b) for the given positions: words 2 * (i % 2) and 2 * (i % 2) + 1 of
    block i // 2.
    """
    position = np.asarray(position, np.uint64)
    w0, w1, w2, w3 = blocks(seed, step, position >> np.uint64(1))
    odd = (position & np.uint64(1)).astype(bool)
    return np.where(odd, w2, w0), np.where(odd, w3, w1)


def uniform(seed, step, count, dtype="float32"):
    """Numbers in [0, 1): multiples of 2**-10 (float16), 2**-23 (float32) or 2**-52 (float64).

    # Arguments
        seed: 64-bit integer that names the stream.
        step: how often the stream was used before.
        count: how many numbers.
        dtype: name of the float type.

    # Returns
        Array of shape (count,).
    """
    if dtype == "float64":
        return _fraction52(*pairs(seed, step, np.arange(count, dtype=np.uint64)))
    return _fraction(words(seed, step, count), 10 if dtype == "float16" else 23).astype(dtype)


def normal(seed, step, count, dtype="float32"):
    """Numbers from the standard normal distribution (Box and Muller 1958). Same arguments as
    `uniform`.
    """
    each = 2 if dtype == "float64" else 4
    index = np.arange(-(-count // each), dtype=np.uint64)
    w0, w1, w2, w3 = blocks(seed, step, index)
    if dtype == "float64":
        made = _two_normals(_fraction52(w0, w1), _fraction52(w2, w3))
    else:
        w0, w1, w2, w3 = (_fraction(w, 23) for w in (w0, w1, w2, w3))
        made = _two_normals(w0, w1) + _two_normals(w2, w3)
    return np.stack(made, -1).reshape(-1)[:count].astype(dtype)


def truncated_normal(seed, step, count, dtype="float32"):
    """Standard normal numbers, those beyond 2 in size left out. Same arguments as `uniform`."""
    each, room = (2, 128) if dtype == "float64" else (4, 256)
    group = np.arange(-(-count // each), dtype=np.uint64)
    out = np.zeros((len(group), each), "float64" if dtype == "float64" else "float32")
    filled, waiting = np.zeros(len(group), int), np.arange(len(group))
    for block in range(room):
        if not waiting.size:
            break
        w = blocks(seed, step, group[waiting] * np.uint64(room) + np.uint64(block))
        if dtype == "float64":
            found = _two_normals(_fraction52(w[0], w[1]), _fraction52(w[2], w[3]))
        else:
            w = [_fraction(x, 23) for x in w]
            found = _two_normals(w[0], w[1]) + _two_normals(w[2], w[3])
        for z in found:
            good = (np.abs(z) < 2) & (filled[waiting] < each)
            rows = waiting[good]
            out[rows, filled[rows]] = z[good]
            filled[rows] += 1
        waiting = waiting[filled[waiting] < each]
    return out.reshape(-1)[:count].astype(dtype)


def _fraction(word, bits):
    """Multiple of 2**-bits in [0, 1), float32, from the lowest bits of a word."""
    return (word & np.uint32(2**bits - 1)).astype(np.float32) * np.float32(2.0**-bits)


def _fraction52(a, b):
    """Multiple of 2**-52 in [0, 1), float64, from the lowest 20 bits of a and all of b."""
    high = (a & np.uint32(0xFFFFF)).astype(np.float64)
    return (high * 4294967296.0 + b.astype(np.float64)) * 2.0**-52


def _two_normals(u, v):
    """sqrt(-2 log u) times the sine, and the cosine, of 2 pi v."""
    kind = u.dtype.type
    size = np.sqrt(kind(-2) * np.log(np.maximum(u, kind(TINY))))
    angle = (2.0 * np.pi * v.astype(np.float64)).astype(kind)
    return np.sin(angle) * size, np.cos(angle) * size
