"""The random streams: known answers of the generator, distributions, independence of streams."""

import numpy as np
import pytest

from kerastutor import rng

# Known answers published with the generator (Random123, philox4x32-10).
KNOWN = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    (
        (0xFFFFFFFF,) * 4,
        (0xFFFFFFFF,) * 2,
        (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD),
    ),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


@pytest.mark.parametrize("counter, key, words", KNOWN)
def test_known_answers(counter, key, words):
    assert tuple(int(w) for w in rng.philox(counter, key)) == words


def scalar_philox(counter, key):
    """The generator on Python integers."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(10):
        p0, p1 = 0xD2511F53 * c0, 0xCD9E8D57 * c2
        c0, c1, c2, c3 = (p1 >> 32) ^ c1 ^ k0, p1 % 2**32, (p0 >> 32) ^ c3 ^ k1, p0 % 2**32
        k0, k1 = (k0 + 0x9E3779B9) % 2**32, (k1 + 0xBB67AE85) % 2**32
    return c0, c1, c2, c3


def test_layout_of_the_counter():
    """Blocks use (block low, attempt and block high, step low, step high) and the seed as key."""
    seed, step, attempt = 2**40 + 5, 2**33 + 9, 3
    index = np.array([0, 7, 2**32 + 1], np.uint64)
    got = np.stack(rng.blocks(seed, step, index, attempt), -1)
    for i, row in zip(index.tolist(), got.tolist(), strict=True):
        counter = (i % 2**32, (i >> 32) | (attempt << 24), step % 2**32, step >> 32)
        assert tuple(row) == scalar_philox(counter, (seed % 2**32, seed >> 32))


def test_words_of_positions():
    words = rng.words(11, 4, 10)
    for i in range(10):
        assert words[i] == scalar_philox((i // 4, 0, 4, 0), (11, 0))[i % 4]
    a, b = rng.pairs(11, 4, np.arange(5))
    for i in range(5):
        block = scalar_philox((i // 2, 0, 4, 0), (11, 0))
        assert (a[i], b[i]) == (block[2 * (i % 2)], block[2 * (i % 2) + 1])


@pytest.mark.parametrize("draw", [rng.uniform, rng.normal, rng.truncated_normal])
@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_pure_function_of_seed_step_position(draw, dtype):
    first = draw(3, 8, 1000, dtype)
    assert first.dtype == dtype and first.shape == (1000,)
    assert np.array_equal(first, draw(3, 8, 1000, dtype))
    assert np.array_equal(first[:37], draw(3, 8, 37, dtype))
    assert (first != draw(4, 8, 1000, dtype)).mean() > 0.9
    assert (first != draw(3, 9, 1000, dtype)).mean() > 0.9
    assert draw(3, 8, 0, dtype).shape == (0,)


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_uniform_bounds_and_flatness(dtype):
    x = rng.uniform(1, 0, 200_000, dtype)
    assert x.min() >= 0 and x.max() < 1
    counts = np.histogram(x.astype("float64"), 32, (0, 1))[0]
    chi = ((counts - len(x) / 32) ** 2 / (len(x) / 32)).sum()
    assert chi < 80  # 31 degrees of freedom: far beyond the 99.999 % quantile
    pairs = np.corrcoef(x[:-1].astype("float64"), x[1:].astype("float64"))[0, 1]
    assert abs(pairs) < 0.01


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_normal_moments(dtype):
    x = rng.normal(5, 2, 400_000, dtype).astype("float64")
    assert np.isfinite(x).all()
    assert abs(x.mean()) < 0.01 and abs(x.std() - 1) < 0.01
    assert abs((x**3).mean()) < 0.03 and abs((x**4).mean() - 3) < 0.08
    share = [(np.abs(x) < k).mean() for k in (1, 2, 3)]
    assert np.allclose(share, [0.6827, 0.9545, 0.9973], atol=0.003)
    assert np.abs(x).max() > 4


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_truncated_normal(dtype):
    x = rng.truncated_normal(5, 2, 200_000, dtype).astype("float64")
    assert np.abs(x).max() <= 2
    assert abs(x.mean()) < 0.01 and abs(x.std() - 0.8796) < 0.01
    assert not (x == 0).all() and (x == 0).mean() < 0.01


def test_truncated_normal_keeps_what_normal_gives():
    """Only the numbers that are too large are drawn again."""
    z, t = rng.normal(7, 1, 5000), rng.truncated_normal(7, 1, 5000)
    kept = np.abs(z) <= 2
    assert np.array_equal(z[kept], t[kept])
    assert (t[~kept] != z[~kept]).all()


def test_neighbouring_seeds_and_steps_are_unrelated():
    x = rng.uniform(100, 0, 50_000, "float64")
    for seed, step in ((101, 0), (100, 1), (100 + 2**32, 0), (0, 100)):
        assert abs(np.corrcoef(x, rng.uniform(seed, step, 50_000, "float64"))[0, 1]) < 0.02
