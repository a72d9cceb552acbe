"""Pooling through plans: odd sizes, ties, NaN, both types, cut by images."""

import numpy as np
import pytest
from helpers import lowered

rng = np.random.RandomState(0)
CASES = [
    ((3, 7, 9, 19), {"size": (2, 2)}),
    ((3, 7, 9, 19), {"size": (3, 2), "strides": (1, 2), "padding": "same"}),
    ((3, 8, 8, 3), {"size": (2, 3), "strides": (3, 3)}),
    ((3, 9, 8, 16), {"size": (3, 3), "strides": (2, 2), "padding": "same"}),
    ((3, 11, 5), {"size": (3,), "strides": (2,), "padding": "same"}),
    ((3, 4, 5, 6, 2), {"size": (2, 2, 3), "strides": (1, 2, 1), "padding": "same"}),
]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("shape, attrs", CASES, ids=str)
def test_pool(shape, attrs, dtype):
    x = np.round(rng.randn(*shape), 1).astype(dtype)  # rounded: there are ties
    [y] = lowered.reference("max_pool", [x], attrs)
    y = y.astype(dtype)
    g = rng.randn(*y.shape).astype(dtype)
    for name, arrays, kernel in (
        ("max_pool", [x], "max_pool"),
        ("max_pool_grad", [g, x, y], "max_pool_grad"),
        ("max_pool_take", [rng.randn(*shape).astype(dtype), x, y], "max_pool_take"),
        ("avg_pool", [x], "avg_pool"),
        ("avg_pool_grad", [g, x], "avg_pool_grad"),
    ):
        found, used, chunks = lowered.run(name, arrays, attrs)
        assert kernel in used and chunks > 1
        lowered.assert_near(found, lowered.reference(name, arrays, attrs), dtype, 8)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", ["max_pool", "avg_pool"])
@pytest.mark.parametrize(
    "attrs",
    [
        {"size": (2, 2)},
        {"size": (3, 3), "strides": (1, 1), "padding": "same"},
        {"size": (3, 2), "strides": (2, 1), "padding": "same"},
        {"size": (2, 2), "strides": (5, 3)},
        {"size": (33, 1), "strides": (1, 1), "padding": "same"},
    ],
    ids=str,
)
def test_one_image_is_cut_into_strips(name, attrs, dtype):
    x = rng.randn(1, 34, 33, 17).astype(dtype)
    found, used, chunks = lowered.run(name, [x], attrs)
    assert name in used and chunks > 1
    lowered.assert_near(found, lowered.reference(name, [x], attrs), dtype, 8)


def test_nan_is_the_largest_and_takes_the_gradient():
    nan_is_the_largest(2)
    nan_is_the_largest(8)


def nan_is_the_largest(channels):
    x = rng.randn(1, 4, 4, channels).astype("float32")
    x[0, 1, 1, 0] = np.nan
    [y], _, _ = lowered.run("max_pool", [x], {"size": (2, 2)})
    assert np.isnan(y[0, 0, 0, 0]) and np.isnan(y).sum() == 1
    [g], _, _ = lowered.run("max_pool_grad", [np.ones_like(y), x, y], {"size": (2, 2)})
    assert g[0, 1, 1, 0] == 1 and g.sum() == y.size
