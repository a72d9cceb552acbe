"""Reductions equal the NumPy references, however the work is cut."""

import itertools

import numpy as np
import pytest
from helpers import lowered

AXES = [axes for n in (1, 2, 3, 4) for axes in itertools.combinations(range(4), n)]


def numbers(*shape, dtype="float32"):
    return np.random.RandomState(3).standard_normal(shape).astype(dtype)


def check(name, arrays, attrs=None, exact=False):
    found, used, chunks = lowered.run(name, arrays, attrs)
    expected = lowered.reference(name, arrays, attrs)
    if exact:
        for a, b in zip(found, expected, strict=True):
            np.testing.assert_array_equal(a, b)
    else:
        lowered.assert_near(found, expected, arrays[0].dtype)
    return used, chunks


@pytest.mark.parametrize("axes", AXES, ids=str)
@pytest.mark.parametrize("name", ["sum", "mean", "prod", "max", "min"])
def test_all_axes(name, axes):
    _, chunks = check(name, [numbers(6, 3, 5, 4)], {"axes": axes})
    assert chunks > 1 or 0 in axes


@pytest.mark.parametrize("axes", [(0, 1), (1, 3), (0, 2, 3)])
@pytest.mark.parametrize("shape", [(6, 1, 5, 4), (1, 3, 1, 7), (6, 3, 1, 2)])
@pytest.mark.parametrize("dtype", ["float64", "int32"])
def test_axes_of_size_one(shape, axes, dtype):
    check(
        "sum",
        [(numbers(*shape) * 9).astype(dtype)],
        {"axes": axes, "keepdims": True},
        exact=dtype == "int32",
    )


@pytest.mark.parametrize("axes", AXES, ids=str)
@pytest.mark.parametrize("name", ["any", "all"])
def test_truth(name, axes):
    check(
        name, [numbers(6, 3, 5, 4) > (1.5 if name == "any" else -1.5)], {"axes": axes}, exact=True
    )


def test_nan_stays():
    x = numbers(6, 3, 5, 4)
    x[2, 1, 3, 0] = np.nan
    for name in ("sum", "max", "min", "mean", "prod"):
        found, _, _ = lowered.run(name, [x], {"axes": (0, 2)})
        assert np.isnan(found[0]).nonzero() == (1, 0)


def test_columns_are_cut():
    used, chunks = check("sum", [numbers(6, 40)], {"axes": (0,)})
    assert used == {"column_sums"} and chunks > 1
    used, chunks = check("sum_to", [numbers(6, 7, 40), numbers(40)])
    assert used == {"column_sums"} and chunks > 1


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("axis", [0, 1, 2])
@pytest.mark.parametrize("name", ["cumsum", "cumprod"])
@pytest.mark.parametrize("dtype", ["float32", "int64"])
def test_running(name, axis, backwards, dtype):
    x = numbers(6, 5, 4) if dtype == "float32" else (numbers(6, 5, 4) * 2).astype(dtype)
    used, chunks = check(name, [x], {"axis": axis, "backwards": backwards}, exact=dtype == "int64")
    assert used == {name} and (chunks > 1 or axis == 0)


@pytest.mark.parametrize("axis", [0, 1, 2])
@pytest.mark.parametrize("name", ["argmax", "argmin"])
def test_positions(name, axis):
    found, used, _ = lowered.run(name, [numbers(6, 5, 4)], {"axis": axis})
    np.testing.assert_array_equal(
        found[0], lowered.reference(name, [numbers(6, 5, 4)], {"axis": axis})[0]
    )
    assert used == {name}


@pytest.mark.parametrize("shape, axes", [((6, 5), (0,)), ((6, 5), (1,)), ((4, 3, 2, 5), (1, 2))])
def test_moments_and_products_gradient(shape, axes):
    x, g = numbers(*shape), numbers(*shape)[::-1].copy()
    for name, given in (("moments", [x]), ("prod_grad", [g, x]), ("logsumexp", [x])):
        found, used, _ = lowered.run(name, given, {"axes": axes})
        assert name in used
        lowered.assert_near(found, lowered.reference(name, given, {"axes": axes}), "float32")


def test_moments_of_many():
    """No digits are lost over many elements far from zero."""
    x = 1000 + numbers(100000, 2)
    (mean, variance), _, _ = lowered.run("moments", [x], {"axes": (0,)})
    np.testing.assert_allclose(variance, x.astype("float64").var(0), rtol=1e-3)
