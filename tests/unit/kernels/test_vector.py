"""Functions of vectors of eight and of sixteen, against NumPy in float64."""

import numpy as np
import pytest
from helpers.twins import both, nan

from kerastutor.kernels import jit
from kerastutor.kernels.mathlib import exp, like, sigmoid, tanh
from kerastutor.kernels.vector import at_least, at_most, load_like, same8, same16, store


@pytest.fixture(scope="module")
def functions():
    """A kernel of all functions, made for these tests."""
    signature = "T x[N], T e[N], T s[N], T t[N], T low[N], T high[N], int lanes"
    made = jit.kernel(signature, ("contract",))(_apply)
    yield made
    del jit.kernels["_apply"]


@jit.helper
def _apply_some(kind, i, x, e, s, t, low, high):
    v = load_like(kind, x, i)
    store(e, i, exp(v))
    store(s, i, sigmoid(v))
    store(t, i, tanh(v))
    store(low, i, at_least(v, like(v, -1.0)))
    store(high, i, at_most(v, like(v, 1.0)))


def _apply(x, e, s, t, low, high, lanes):
    for i in range(0, x.shape[0], lanes):
        if lanes == 8:
            _apply_some(same8(x, 0.0), i, x, e, s, t, low, high)
        else:
            _apply_some(same16(x, 0.0), i, x, e, s, t, low, high)


def outputs(x):
    return [nan(*x.shape, dtype=x.dtype.name) for _ in range(5)]


@pytest.mark.parametrize("lanes", [8, 16])
@pytest.mark.parametrize("dtype, ulps", [("float32", 6), ("float64", 4)])
def test_functions(functions, dtype, ulps, lanes):
    x = np.concatenate([np.linspace(-80, 80, 4000), np.linspace(-1, 1, 1008)]).astype(dtype)
    e, s, t, low, high = both(functions, [x, *outputs(x)], (lanes,))[1:]
    exact = x.astype("float64")
    eps = np.finfo(dtype).eps
    np.testing.assert_allclose(e, np.exp(exact), rtol=ulps * eps)
    np.testing.assert_allclose(s, 1 / (1 + np.exp(-exact)), rtol=ulps * eps)
    np.testing.assert_allclose(t, np.tanh(exact), rtol=ulps * eps)
    assert np.abs(t).max() <= 1
    assert np.array_equal(low, np.maximum(x, -1)) and np.array_equal(high, np.minimum(x, 1))


@pytest.mark.parametrize("lanes", [8, 16])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_what_is_not_a_number_stays_and_ends_are_reached(functions, dtype, lanes):
    x = np.array([np.nan, np.inf, -np.inf, 200, -200, 0, -0.0, 1], dtype)
    x = np.concatenate([x, np.ones(8, dtype)])
    made = outputs(x)
    functions(x, *made, lanes)
    _, s, t, low, high = made
    for y in (s, t, low, high):
        assert np.isnan(y[0]) and not np.isnan(y[1:]).any()
    np.testing.assert_allclose(s[1:5], [1, 0, 1, 0], atol=1e-37)
    np.testing.assert_allclose(t[1:5], [1, -1, 1, -1], rtol=3e-7)
