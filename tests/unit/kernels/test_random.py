"""Random kernels give the bits of rng.py from any position on, and their plain twins the same."""

import numpy as np
import pytest
from helpers.twins import both, nan

from kerastutor import rng
from kerastutor.kernels import kernels

SEED, STEP = (0x9ABCDEF0 << 32) | 0x12345678, 2**20 + 3
STREAM = (SEED & 0xFFFFFFFF, SEED >> 32)
PARTS = [(0, 64), (0, 1), (1, 2), (2, 9), (3, 4), (5, 5 + 64), (7, 11), (61, 64)]


def draw(name, part, dtype, *scalars, ulps=0):
    start, end = part
    step = np.array([STEP], "int64")
    return both(
        kernels[name], [nan(end - start, dtype=dtype), step], (start, *STREAM, *scalars), ulps
    )[0]


@pytest.mark.parametrize("part", PARTS, ids=str)
def test_same_bits_as_rng(part):
    piece = slice(*part)
    words = rng.words(SEED, STEP, 80)[piece] & np.uint32(2**23 - 1)
    found = draw("random_choice", part, "float32", 5000000, 2.0, 0.5)
    assert np.array_equal(found, np.where(words < 5000000, 2, 0.5))
    for dtype in ("float32", "float64"):
        u = rng.uniform(SEED, STEP, 80, dtype)[piece]
        assert np.array_equal(draw("random_uniform" + dtype[-2:], part, dtype, 0.0, 1.0), u)
        for cut, expected in ((0, rng.normal), (1, rng.truncated_normal)):
            found = draw("random_normal" + dtype[-2:], part, dtype, 0.0, 1.0, cut, ulps=8)
            limit = 8 * np.finfo(dtype).eps
            np.testing.assert_allclose(
                found, expected(SEED, STEP, 80, dtype)[piece], rtol=limit, atol=limit
            )


def test_position_beyond_32_bits():
    """Positions are 64 bits wide: block numbers carry into the second word of the counter."""
    start = 2**35 + 6
    found = draw("random_choice", (start, start + 9), "float64", 2**22, 1.0, 0.0)
    words = np.stack(rng.blocks(SEED, STEP, np.arange(start // 4, start // 4 + 4)), -1).reshape(-1)[
        2:11
    ]
    assert np.array_equal(found, (words & np.uint32(2**23 - 1)) < 2**22)
