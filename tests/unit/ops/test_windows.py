"""Sizes and paddings of sliding windows."""

import itertools

import numpy as np
import pytest

from kerastutor.ops import windows


@pytest.mark.parametrize(
    "n, k, s, d", list(itertools.product(range(1, 9), range(1, 4), range(1, 4), (1, 2)))
)
def test_valid_windows_are_those_that_fit(n, k, s, d):
    starts = [i for i in range(0, n, s) if i + windows.span(k, d) <= n]
    if not starts:
        with pytest.raises(ValueError, match=f"at least {windows.span(k, d)} places"):
            windows.out_size("conv", n, k, s, d, "valid")
    else:
        assert windows.out_size("conv", n, k, s, d, "valid") == len(starts)
    assert windows.pads(n, k, s, d, "valid") == (0, 0)


@pytest.mark.parametrize(
    "n, k, s, d", list(itertools.product(range(1, 9), range(1, 5), range(1, 4), (1, 2)))
)
def test_same_padding_is_just_enough(n, k, s, d):
    outs = windows.out_size("conv", n, k, s, d, "same")
    before, after = windows.pads(n, k, s, d, "same")
    assert outs == -(-n // s)
    assert 0 <= after - before <= 1
    reach = (outs - 1) * s + windows.span(k, d)
    assert reach == n + before + after or (before, after) == (0, 0) and reach < n


def test_causal_padding_is_in_front():
    assert windows.pads(7, 3, 1, 2, "causal") == (4, 0)
    assert windows.out_size("conv", 7, 3, 2, 1, "causal") == 4


def test_unknown_sizes_stay_unknown():
    assert windows.out_size("conv", None, 3, 1, 1, "valid") is None


def test_taps_read_what_windows_hold():
    x = np.arange(10).reshape(1, 10)
    found = {tap: x[index] for tap, index in windows.taps((3,), (2,), (1,), (4,))}
    assert [found[(t,)].tolist() for t in range(3)] == [
        [[0, 2, 4, 6]],
        [[1, 3, 5, 7]],
        [[2, 4, 6, 8]],
    ]


@pytest.mark.parametrize("value", [(1,), (1, 2, 3), 0, (1, -1), "ab", object()])
def test_per_axis_refuses(value):
    with pytest.raises(ValueError, match="strides must be 2 integers above 0"):
        windows.per_axis("conv", "strides", value, 2)


def test_per_axis():
    assert windows.per_axis("conv", "strides", None, 2) == (1, 1)
    assert windows.per_axis("conv", "strides", 3, 2) == (3, 3)
    assert windows.per_axis("conv", "strides", [1, np.int64(2)], 2) == (1, 2)
