"""Gradients of inputs that were repeated by broadcasting, while sizes are not known yet."""

import itertools

import numpy as np
import pytest

from kerastutor.graph import F, Placeholder, gradients, topological
from kerastutor.graph.interpret import interpret

SHAPES = [(), (3,), (1,), (1, 3), (4, 1), (4, 3)]


def hidden(shape):
    """The shape with each size known or not, in all combinations."""
    return itertools.product(*[(n, None) for n in shape])


@pytest.mark.parametrize("op", [F.add, F.sub, F.mul, F.div])
@pytest.mark.parametrize(("a", "b"), list(itertools.product(SHAPES, repeat=2)))
def test_gradients_have_the_shapes_of_their_inputs(op, a, b):
    values = [np.full(a, 2.0, "float32"), np.full(b, 4.0, "float32")]
    known = [Placeholder(shape, "float32") for shape in (a, b)]
    expected = interpret(gradients(op(*known), known), dict(zip(known, values)))
    for statics in itertools.product(hidden(a), hidden(b)):
        inputs = [Placeholder(shape, "float32") for shape in statics]
        got = interpret(gradients(op(*inputs), inputs), dict(zip(inputs, values)))
        for array, want in zip(got, expected):
            np.testing.assert_array_equal(array, want)


def test_nothing_is_summed_where_nothing_can_be_repeated():
    x, z, bias = (Placeholder(shape, "float32") for shape in ((None, 3), (None, 3), (3,)))
    for y, sums in ((x + bias, 0), (x * 2.0, 0), (x + z, 1), (F.sub(bias, x), 0)):
        names = [node.op.name for node in topological(gradients(y, [x]))]
        assert names.count("sum_to") == sums
