"""Shape algebra with unknown sizes."""

import itertools

import numpy as np
import pytest

from kerastutor.graph import shapes


def test_count():
    assert shapes.count(()) == 1
    assert shapes.count((2, 3)) == 6
    assert shapes.count((2, None)) is None
    assert shapes.known((2, 3)) and not shapes.known((None,))


@pytest.mark.parametrize(
    "a, b", list(itertools.product([(), (1,), (3,), (2, 3), (2, 1), (1, 3), (4, 2, 3)], repeat=2))
)
def test_broadcast_of_known_shapes_is_numpy(a, b):
    assert shapes.broadcast("add", [a, b]) == np.broadcast_shapes(a, b)


def test_broadcast_of_unknown_sizes():
    assert shapes.broadcast("add", [(None, 3), (1, 3)]) == (None, 3)
    assert shapes.broadcast("add", [(None, 3), (5, 3)]) == (5, 3)
    assert shapes.broadcast("add", [(None,), (None,)]) == (None,)
    assert shapes.broadcast("add", [(None, None), (4,)]) == (None, 4)
    assert shapes.broadcast("where", [(), (None, 3), ()]) == (None, 3)


@pytest.mark.parametrize("a, b", [((2,), (3,)), ((2, 3), (3, 2)), ((4, None), (5, 1))])
def test_shapes_that_do_not_fit(a, b):
    with pytest.raises(ValueError, match="add: shapes must fit together"):
        shapes.broadcast("add", [a, b])


def test_axes():
    assert shapes.axis_index("sum", -1, 3) == 2
    assert shapes.axis_tuple("sum", None, 3) == (0, 1, 2)
    assert shapes.axis_tuple("sum", (2, -3, 2), 3) == (0, 2)
    assert shapes.axis_tuple("sum", -1, 2) == (1,)
    for axis in (3, -4):
        with pytest.raises(ValueError, match=r"sum: axis must lie in \[-3, 3\)"):
            shapes.axis_index("sum", axis, 3)


def test_merge():
    assert shapes.merge(None, 3) == 3 and shapes.merge(3, None) == 3
    assert shapes.merge(None, None) is None
