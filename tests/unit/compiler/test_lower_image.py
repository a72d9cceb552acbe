"""Resizing through plans."""

import numpy as np
import pytest
from helpers import lowered

rng = np.random.RandomState(0)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(
    "shape, factors",
    [((3, 5, 4, 7), (2, 3)), ((3, 5, 4), (3,)), ((2, 2, 3, 4, 3), (2, 1, 3))],
    ids=str,
)
def test_nearest(shape, factors, dtype):
    attrs = {"factors": factors}
    x = rng.randn(*shape).astype(dtype)
    found, used, chunks = lowered.run("resize_nearest", [x], attrs)
    assert "resize_nearest" in used and chunks > 1
    lowered.assert_near(found, lowered.reference("resize_nearest", [x], attrs), dtype, 0)
    found, _, chunks = lowered.run("resize_nearest_grad", [found[0]], attrs)
    assert chunks > 1
    lowered.assert_near(found, [x * np.prod(factors)], dtype, 4)


def test_nearest_of_whole_numbers():
    x = rng.randint(0, 9, (2, 3, 4, 2)).astype("uint8")
    [y], _, _ = lowered.run("resize_nearest", [x], {"factors": (1, 2)})
    assert np.array_equal(y, x.repeat(2, 2))


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(
    "attrs", [{"size": (7, 9)}, {"size": (2, 3)}, {"factors": (3, 2)}], ids=str
)
def test_bilinear(attrs, dtype):
    x = rng.randn(3, 5, 4, 7).astype(dtype)
    found, used, chunks = lowered.run("resize_bilinear", [x], attrs)
    assert "resize_bilinear" in used and chunks > 1
    lowered.assert_near(found, lowered.reference("resize_bilinear", [x], attrs), dtype, 8)
    arrays = [rng.randn(*found[0].shape).astype(dtype), x]
    found, _, _ = lowered.run("resize_bilinear_grad", arrays, attrs)
    lowered.assert_near(found, lowered.reference("resize_bilinear_grad", arrays, attrs), dtype, 8)
