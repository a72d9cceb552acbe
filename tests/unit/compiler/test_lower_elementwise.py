"""Elementwise ops equal the NumPy references for all ways of repeating inputs, however they are
cut.
"""

import numpy as np
import pytest
from helpers import lowered

from kerastutor.compiler.lower.strides import broadcast_strides, dense_strides, merge_loops, span

SHAPES = [
    ((6, 5), (6, 5)),
    ((6, 5), (5,)),
    ((6, 5), (6, 1)),
    ((6, 5), (1, 5)),
    ((6, 5), ()),
    ((6, 1), (1, 5)),
    ((6, 4, 5), (4, 1)),
    ((6, 4, 5), (6, 1, 5)),
    ((6, 1, 5, 1), (1, 4, 1, 3)),
    ((1, 5), (6, 1)),
    ((7,), (6, 1)),
]


def numbers(*shape, dtype="float32"):
    values = np.random.RandomState(len(shape)).standard_normal(shape) * 3
    return np.asarray(values, dtype)


def check(name, arrays, attrs=None):
    found, used, chunks = lowered.run(name, arrays, attrs)
    expected = lowered.reference(name, arrays, attrs)
    if found[0].dtype.kind == "f":
        lowered.assert_near(found, expected, found[0].dtype)
    else:
        np.testing.assert_array_equal(found[0], expected[0])
    return used, chunks


@pytest.mark.parametrize("shapes", SHAPES, ids=str)
@pytest.mark.parametrize("dtype", ["float32", "float64", "int32"])
def test_two_inputs(shapes, dtype):
    a, b = (numbers(*shape, dtype=dtype) for shape in shapes)
    for first, second in ((a, b), (b, a)):
        for name in ("sub", "maximum"):
            used, chunks = check(name, [first, second])
            assert chunks > 1 and used <= {name, name + "_strided"}
        found, _, _ = lowered.run("greater", [first, second])
        np.testing.assert_array_equal(found[0], first > second)


@pytest.mark.parametrize("shapes", SHAPES, ids=str)
def test_where(shapes):
    a, b = (numbers(*shape) for shape in shapes)
    check("where", [a > 0, a, b])
    check("where", [b > 0, b, a])


@pytest.mark.parametrize(
    "name, attrs",
    [
        ("elu", {"alpha": 0.7}),
        ("clip", {"low": -1.0, "high": 0.5}),
        ("neg", {}),
        ("square", {}),
        ("cast", {"dtype": "int64"}),
    ],
)
def test_one_input(name, attrs):
    found, used, chunks = lowered.run(name, [numbers(6, 5)], attrs)
    [expected] = lowered.reference(name, [numbers(6, 5)], attrs)
    np.testing.assert_allclose(found[0], expected, rtol=1e-5)
    assert used == {name} and chunks > 1


@pytest.mark.parametrize("dtype", ["float32", "int64", "bool"])
def test_fill(dtype):
    found, used, _ = lowered.run("ones_like", [numbers(60, 5, dtype=dtype)])
    assert used == {"fill"} and found[0].all() and found[0].dtype == dtype


def test_switch():
    for choice in (True, False):
        a, b = numbers(6, 5), numbers(6, 5) + 1
        found, used, chunks = lowered.run("switch", [np.array(choice), a, b])
        np.testing.assert_array_equal(found[0], a if choice else b)
        assert used == {"where_strided"} and chunks > 1


def test_strides():
    assert dense_strides((2, 3, 4)) == (12, 4, 1)
    assert broadcast_strides((3, 1), (2, 3, 4)) == (0, 1, 0)
    sizes, (x, b) = merge_loops((32, 5, 7), [(35, 7, 1), (0, 0, 1)], 4)
    assert sizes == [1, 1, 160, 7] and x == [0, 0, 7, 1] and b == [0, 0, 0, 1]
    assert merge_loops((2, 3, 4), [(12, 4, 1), (1, 2, 6)], 2) is None
    assert merge_loops((1, 1), [(1, 1)], 2) == ([1, 1], [[0, 1]])
    assert merge_loops((2, 3), [(3, 1), (-3, -1)], 2) == ([1, 6], [[0, 1], [0, -1]])
    assert span([2, 3], [10, 2]) == 15
