"""Functions of vectors of eight, against NumPy in float64."""

import numpy as np
import pytest
from helpers.twins import both, nan

from kerastutor.kernels import jit
from kerastutor.kernels.mathlib import exp, sigmoid, tanh
from kerastutor.kernels.vector import at_least, at_most, load8, same8, store


@pytest.fixture(scope="module")
def functions():
    """A kernel of all functions, made for these tests."""
    made = jit.kernel("T x[N], T e[N], T s[N], T t[N], T low[N], T high[N]", ("contract",))(_apply)
    yield made
    del jit.kernels["_apply"]


def _apply(x, e, s, t, low, high):
    for i in range(0, x.shape[0], 8):
        v = load8(x, i)
        store(e, i, exp(v))
        store(s, i, sigmoid(v))
        store(t, i, tanh(v))
        store(low, i, at_least(v, same8(x, -1.0)))
        store(high, i, at_most(v, same8(x, 1.0)))


def outputs(x):
    return [nan(*x.shape, dtype=x.dtype.name) for _ in range(5)]


@pytest.mark.parametrize("dtype, ulps", [("float32", 6), ("float64", 4)])
def test_functions(functions, dtype, ulps):
    x = np.concatenate([np.linspace(-80, 80, 4000), np.linspace(-1, 1, 1000)]).astype(dtype)
    e, s, t, low, high = both(functions, [x, *outputs(x)])[1:]
    exact = x.astype("float64")
    eps = np.finfo(dtype).eps
    np.testing.assert_allclose(e, np.exp(exact), rtol=ulps * eps)
    np.testing.assert_allclose(s, 1 / (1 + np.exp(-exact)), rtol=ulps * eps)
    np.testing.assert_allclose(t, np.tanh(exact), rtol=ulps * eps)
    assert np.abs(t).max() <= 1
    assert np.array_equal(low, np.maximum(x, -1)) and np.array_equal(high, np.minimum(x, 1))


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_what_is_not_a_number_stays_and_ends_are_reached(functions, dtype):
    x = np.array([np.nan, np.inf, -np.inf, 200, -200, 0, -0.0, 1], dtype)
    made = outputs(x)
    functions(x, *made)
    _, s, t, low, high = made
    for y in (s, t, low, high):
        assert np.isnan(y[0]) and not np.isnan(y[1:]).any()
    np.testing.assert_allclose(s[1:5], [1, 0, 1, 0], atol=1e-37)
    np.testing.assert_allclose(t[1:5], [1, -1, 1, -1], rtol=3e-7)
