"""Values that follow from shapes alone."""

import numpy as np
import pytest

from kerastutor.graph import Constant, F, Placeholder, Variable
from kerastutor.graph.static import partial_value

x = Placeholder((None, 3, 4), "float32")


def ints(*values):
    return Constant(np.array(values, "int32"))


@pytest.mark.parametrize(
    "tensor, expected",
    [
        (F.shape(x), (None, 3, 4)),
        (F.shape(x)[1], 3),
        (F.shape(x)[0], None),
        (F.shape(x)[1:], (3, 4)),
        (F.shape(x)[1] * 2 + 1, 7),
        (F.shape(x)[0] * 2, None),
        (F.shape(x) * 2, (None, 6, 8)),
        (F.concat(F.shape(x)[:1], ints(12), axis=0), (None, 12)),
        (F.cast(F.shape(x)[2], dtype="int64"), 4),
        (F.reshape(F.shape(x)[2], shape=(1,)), (4,)),
        (F.maximum(F.shape(x)[1], F.shape(x)[2]), 4),
        (F.axis_size(x, axes=(1, 2)), 12),
        (F.axis_size(x, axes=(0, 1)), None),
        (ints(5, 6), (5, 6)),
        (Constant(np.array(7, "int32")), 7),
        (Placeholder((2,), "int32"), (None, None)),
        (Placeholder((), "int32"), None),
        (Variable(np.array([1, 2], "int32")), (None, None)),
    ],
    ids=lambda v: getattr(getattr(v, "node", None), "op", None) and v.node.op.name,
)
def test_partial_value(tensor, expected):
    assert partial_value(tensor) == expected


def test_arrays_are_values():
    assert partial_value(np.array([1, 2])) == (1, 2) and partial_value(3) == 3
