"""Large random tensors are drawn anew for each reader, and are the same numbers each time."""

import numpy as np

from kerastutor.compiler import redraw
from kerastutor.graph import F, Placeholder
from kerastutor.ops.random import dropout
from kerastutor.runtime import Function

x = Placeholder((None, 64), "float32")


def drawn(function, value):
    listing = function.plan([value]).listing
    return sum(job.node.op.name == "dropout_mask" for _, _, job in listing)


def test_each_reader_draws_the_same_mask(monkeypatch):
    monkeypatch.setattr(redraw, "LARGE", 1000)
    masked = dropout(x, 0.5, None, 3)
    mask = masked.node.inputs[1]
    function = Function([x], [masked, F.mul(F.sum(masked), mask)])
    value = np.ones((32, 64), "float32")
    assert drawn(function, value) == 2
    first, second = function([value])
    np.testing.assert_allclose(second, first.sum() * first, rtol=1e-6)
    again, _ = function([value])
    assert not np.array_equal(again, first)


def test_small_masks_and_masks_that_are_results_are_drawn_once(monkeypatch):
    masked = dropout(x, 0.5, None, 3)
    mask = masked.node.inputs[1]
    value = np.ones((32, 64), "float32")
    assert drawn(Function([x], [masked, F.mul(F.sum(masked), mask)]), value) == 1
    monkeypatch.setattr(redraw, "LARGE", 1000)
    assert drawn(Function([x], [masked, F.mul(F.sum(masked), mask), mask]), value) == 1
