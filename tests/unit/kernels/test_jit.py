"""Declaring and calling kernels."""

import numpy as np
import pytest

from kerastutor.kernels import kernels
from kerastutor.kernels.jit import ROW, kernel


def test_declaration_is_parsed():
    made = kernels["dense"]
    assert [a[1] for a in made.arrays] == ["x", "w", "b", "y"]
    assert made.sizes == ["M", "K", "N"]
    assert made.scalars == [("int", "relu")]


def test_row_has_address_arrays_sizes_scalars():
    row = kernels["fill"].row(("float32",), [64], [5], (1.5,))
    assert len(row) == ROW and row[1:3] == [64, 5]
    assert np.int64(row[3]).view(np.float64) == 1.5


def test_a_name_is_declared_once():
    with pytest.raises(ValueError, match="declared once"):

        @kernel("T x[N]")
        def fill(x):
            pass


@pytest.mark.parametrize(
    "bad, error, message",
    [
        ((np.zeros(3, "float32"), np.zeros(4, "float32")), ValueError, "size N"),
        ((np.zeros((3, 2), "float32").T[0], np.zeros(3, "float64")), TypeError, "C-ordered"),
    ],
)
def test_arrays_are_checked(bad, error, message):
    with pytest.raises(error, match=message):
        kernels["cast"](*bad, types=("float32", "float32"))


@pytest.mark.parametrize(
    "name", ["exp", "tanh", "sigmoid", "log", "softplus", "sqrt", "relu", "hard_sigmoid"]
)
@pytest.mark.parametrize("dtype, bound", [("float32", 1e-6), ("float64", 1e-12)])
def test_scalar_functions_are_accurate(name, dtype, bound):
    from kerastutor.graph import registry

    x = np.concatenate(
        [np.linspace(-30, 30, 4001), [0.0, 1e-8, -1e-8, 88.0, -87.0, 100.0, -110.0]]
    ).astype(dtype)
    if name in ("log", "sqrt"):
        x = np.abs(x) + np.finfo(dtype).tiny
    y = np.empty_like(x)
    kernels[name](x, y)
    with np.errstate(all="ignore"):
        expected = registry[name]().reference(x.astype("float64"))
    finite = np.abs(expected) < np.finfo(dtype).max
    np.testing.assert_allclose(y[finite], expected[finite], rtol=bound, atol=bound * 1e-2)


@pytest.mark.parametrize(
    "name",
    ["exp", "tanh", "sigmoid", "log", "softplus", "sqrt", "relu", "abs", "sign", "hard_sigmoid"],
)
def test_nan_stays_nan(name):
    x = np.array([np.nan, 1.0, np.nan], "float32")
    y = np.empty_like(x)
    kernels[name](x, y)
    assert np.isnan(y[[0, 2]]).all() and not np.isnan(y[1])
