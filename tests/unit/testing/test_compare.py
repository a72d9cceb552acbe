"""Comparison of arrays."""

import numpy as np
import pytest

from kerastutor.testing import assert_close

x = np.array([1.0, 2.0, 3.0], "float32")


def test_equal_arrays_pass():
    assert_close(x, x.copy())
    assert_close(x * (1 + 1e-6), x)
    special = np.array([np.nan, np.inf, -np.inf])
    assert_close(special, special.copy())
    assert_close(np.zeros((0, 3)), np.zeros((0, 3)))
    assert_close(np.array([True, False]), np.array([True, False]))


@pytest.mark.parametrize(
    "other, message",
    [
        (x[:2], r"shape must be \(2,\), got \(3,\)"),
        (x.astype("float64"), "dtype must be float64, got float32"),
        (
            np.array([1, 2, 4], "float32"),
            r"1 of 3 elements differ; at \(2,\) it must be 4.0, got 3.0",
        ),
        (np.array([1, np.nan, 3], "float32"), r"at \(1,\) it must be nan"),
        (np.array([np.inf, 2, 3], "float32"), "it must be inf"),
    ],
)
def test_what_differs_is_named(other, message):
    with pytest.raises(AssertionError, match="dense: .*" + message):
        assert_close(x, other, "dense")


def test_signs_of_infinity_matter():
    with pytest.raises(AssertionError):
        assert_close(np.array([np.inf]), np.array([-np.inf]))


def test_small_values_are_compared_relative_to_the_largest():
    assert_close(np.array([1000, 1e-3], "float32"), np.array([1000, 2e-3], "float32"))
    with pytest.raises(AssertionError):
        assert_close(np.array([1, 1e-3], "float32"), np.array([1, 2e-3], "float32"))
