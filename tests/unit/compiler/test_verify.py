"""Rows that would leave the plan's memory are refused before they run."""

import numpy as np
import pytest

from kerastutor.compiler.verify import verify
from kerastutor.kernels import kernels

BASE = 1 << 20


def row(name, sizes, arrays, scalars=(), types=("float32",)):
    return kernels[name].row(types, arrays, sizes, scalars)


def table(bad, total):
    """`total` rows of two kernels, of which some are wrong."""
    good = [
        row("relu", [10, 10], [BASE, BASE + 40]),
        row("matmul", [6, 8, 3, 4], [BASE, BASE + 24, BASE + 56], (2, 0, 0, 2, 4)),
    ]
    rows = [good[i % 2] for i in range(total)]
    for i, wrong in bad.items():
        rows[i] = wrong
    return np.array(rows, np.int64)


REGIONS = [(BASE, 200), (BASE + 4096, 64)]


@pytest.mark.parametrize("total", [3, 2000, 50000])
def test_good_rows(total):
    verify(table({}, total), REGIONS)
    verify(np.zeros((0, 32), np.int64), REGIONS)


@pytest.mark.parametrize("total", [3, 2000, 50000])
@pytest.mark.parametrize(
    "wrong, message",
    [
        (lambda: row("relu", [10, 10], [BASE + 164, BASE]), "array x of kernel relu .* 40 bytes"),
        (lambda: row("relu", [1, 1], [BASE, BASE - 4]), "array y of kernel relu"),
        (lambda: row("relu", [1, 1], [0, BASE]), "array x of kernel relu"),
        (
            lambda: row("matmul", [6, 8, 3, 400], [BASE, BASE + 24, BASE + 56], (2, 0, 0, 2, 4)),
            "array c of kernel matmul .* 4800 bytes",
        ),
        (lambda: row("relu", [20, 20], [BASE + 4096, BASE]), "array x"),
    ],
)
def test_bad_rows(total, wrong, message):
    with pytest.raises(RuntimeError, match=message):
        verify(table({total - 2: wrong()}, total), REGIONS)


def test_arrays_without_elements_may_be_anywhere():
    verify(table({0: row("relu", [0, 0], [0, 7])}, 3), REGIONS)
    verify(table({0: row("relu", [0, 0], [0, 7])}, 300), REGIONS)


def test_sizes_in_the_signature():
    wrong = row("advance", [], [BASE + 196], types=())
    for total in (3, 300):
        with pytest.raises(RuntimeError, match="array y of kernel advance .* 8 bytes"):
            verify(table({1: wrong}, total), REGIONS)
