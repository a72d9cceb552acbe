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
    """Blocks of a step follow from its first, step * 2**36; the seed is the upper half."""
    seed, step = 2**40 + 5, 2**20 + 9
    index = np.array([0, 7, 2**32 + 1], np.uint64)
    got = np.stack(rng.blocks(seed, step, index), -1)
    for i, row in zip(index.tolist(), got.tolist(), strict=True):
        i += step << 36
        counter = (i % 2**32, i >> 32, seed % 2**32, seed >> 32)
        assert tuple(row) == scalar_philox(counter, (rng.GRAPH_SEED, 0))


def test_words_of_positions():
    words = rng.words(11, 4, 10)
    for i in range(10):
        assert words[i] == scalar_philox((i // 4, 4 << 4, 11, 0), (rng.GRAPH_SEED, 0))[i % 4]
    a, b = rng.pairs(11, 4, np.arange(5))
    for i in range(5):
        block = scalar_philox((i // 2, 4 << 4, 11, 0), (rng.GRAPH_SEED, 0))
        assert (a[i], b[i]) == (block[2 * (i % 2)], block[2 * (i % 2) + 1])


# What the operations of TensorFlow's v1 interface gave in a first run (version 2.21).
TENSORFLOW = [
    (rng.uniform, 77, "float64", [
        0.7456606720819154, 0.02061092108794038, 0.22420137609131596, 0.6285690402156827,
        0.9910840301857309, 0.9608641161408877, 0.6582223281440949, 0.24111039072366425,
        0.16547811264473244,
    ]),
    (rng.uniform, 1234, "float32", [
        0.848307, 0.32357132, 0.3067001, 0.069699764, 0.9138565, 0.17047906, 0.2833712,
        0.35627055, 0.54155624,
    ]),
    (rng.normal, 5, "float32", [
        -1.1780828, -0.7099414, -1.748158, -0.49537227, 0.24303888, -0.12631302, -0.6639287,
        -0.49519837, -0.8939343,
    ]),
    (rng.normal, 5, "float64", [
        -0.46540936664254984, -2.0646521014272525, -0.7490927202357748, -0.36965894530492355,
        -1.0471234980003954, -2.067131605254701, -0.8142288358432652, 1.3056207561361384,
        -0.31088588719995985,
    ]),
    (rng.truncated_normal, 9, "float32", [
        1.1550728, -0.4910573, 0.4444805, -1.9960194, 0.0894259, 1.1069142, -0.2587854,
        -0.77322054, 0.7115607,
    ]),
    (rng.truncated_normal, 9, "float64", [
        0.686410295800296, -0.6509792409832237, 0.4852515607951881, 0.5977299088833595,
        -1.5088746701586147, -0.11885570393771232, 0.20677043691478536, 0.22064346649236183,
        -0.7897477368076917,
    ]),
]


@pytest.mark.parametrize("draw, seed, dtype, expected", TENSORFLOW)
def test_the_numbers_of_tensorflow(draw, seed, dtype, expected):
    limit = 0 if draw is rng.uniform else 2 * np.finfo(dtype).eps
    np.testing.assert_allclose(draw(seed, 0, 9, dtype), np.array(expected, dtype), limit, limit)


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


def test_truncated_normal_leaves_out_what_is_too_large():
    """Four numbers of a group are the first ones below 2 of its own blocks."""
    t = rng.truncated_normal(7, 1, 4000).reshape(-1, 4)
    for group in (0, 1, 17, 999):
        z = rng.normal(7, 1, 4 * (256 * group + 16))[1024 * group :]
        assert np.array_equal(t[group], z[np.abs(z) < 2][:4])


def test_neighbouring_seeds_and_steps_are_unrelated():
    x = rng.uniform(100, 0, 50_000, "float64")
    for seed, step in ((101, 0), (100, 1), (100 + 2**32, 0), (0, 100)):
        assert abs(np.corrcoef(x, rng.uniform(seed, step, 50_000, "float64"))[0, 1]) < 0.02
