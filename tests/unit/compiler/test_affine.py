"""Factors, terms and cut-offs of channels become one op, where nothing needs what is between."""

import numpy as np
import pytest

from kerastutor.compiler import rewrite
from kerastutor.graph import F, Placeholder, topological
from kerastutor.graph.interpret import interpret
from kerastutor.runtime import Function

rng = np.random.RandomState(0)
x = Placeholder((None, 9, 8, 3), "float32")
w = Placeholder((3, 3, 3, 16), "float32")
a, b, c, d = (Placeholder(shape, "float32") for shape in ((16,), (16,), (1, 1, 1, 16), (16,)))
INPUTS = [x, w, a, b, c, d]


def conv():
    return F.conv(x, w)


def names(roots):
    return [node.op.name for node in topological(roots)]


def feeds(batch):
    return [rng.randn(*(batch if n is None else n for n in t.shape)).astype("float32")
            for t in INPUTS]


CHAINS = {
    "bias relu": lambda: F.relu(conv() + a),
    "bias, factor, term, relu": lambda: F.relu((conv() + a) * b + c),
    "factor, term, relu6": lambda: F.clip(F.relu(c * conv() + b), low=0., high=6.),
    "two layers": lambda: ((conv() * a + b) * c + d) * a,
    "without a convolution": lambda: F.relu(F.add(F.mul(F.square(conv()), a), b)),
}


@pytest.mark.parametrize("batch", [1, 3])
@pytest.mark.parametrize("chain", CHAINS)
def test_chains_become_one_op(chain, batch):
    y = CHAINS[chain]()
    [found] = rewrite.optimize([y])
    made = names([found])
    assert made.count("affine") == 1 and made[-1] == "affine"
    assert "relu" not in made and "clip" not in made
    values = feeds(batch)
    [expected] = interpret([y], dict(zip(INPUTS, values, strict=True)))
    np.testing.assert_allclose(Function(INPUTS, [y])(values)[0], expected, rtol=1e-4, atol=1e-4)


def test_values_that_something_else_needs_stay():
    inner = conv() * a
    roots = rewrite.optimize([F.relu(inner + b), F.square(inner)])
    assert names(roots) == ["conv", "affine", "add", "relu", "square"]
    values = feeds(2)
    outputs = [F.relu(inner + b), F.square(inner)]
    expected = interpret(outputs, dict(zip(INPUTS, values, strict=True)))
    for y, known in zip(Function(INPUTS, outputs)(values), expected, strict=True):
        np.testing.assert_allclose(y, known, rtol=1e-4, atol=1e-4)


def test_what_is_no_row_of_channels_stays():
    column = Placeholder((6, 1), "float32")
    short = Placeholder((1,), "float32")
    for y in (conv() * column, conv() * short, F.square(conv()) + a, conv() * conv(),
              F.add(Placeholder((None, 16), "float32"), a)):
        assert "affine" not in names(rewrite.optimize([y]))


def test_not_a_number_stays_one():
    y = F.relu(conv() * a + b)
    values = feeds(2)
    values[2][3] = np.nan
    found = Function(INPUTS, [y])(values)[0]
    assert np.isnan(found[..., 3]).all() and not np.isnan(found[..., :3]).any()
