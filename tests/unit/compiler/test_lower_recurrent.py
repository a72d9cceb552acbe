"""Recurrent layers through plans: cells, masks, reversal, orders of axes, types, gradients."""

import numpy as np
import pytest
from helpers import lowered

from kerastutor import backend as K
from kerastutor.graph import F, gradients
from kerastutor.graph.tensor import Placeholder
from kerastutor.runtime import Function

rng = np.random.RandomState(0)
CELLS = {
    "simple_rnn": (1, 1, [{}, {"activation": "relu"}, {"activation": "linear"}]),
    "lstm": (2, 4, [{}, {"activation": "relu", "recurrent_activation": "sigmoid"}]),
    "gru": (1, 3, [{}, {"recurrent_activation": "sigmoid", "reset_after": True}]),
}
LAYOUTS = [{}, {"reverse": True}, {"time_major": True}, {"time_major": True, "reverse": True}]


def arrays(cell, batch, steps, features, units, masked, attrs, dtype):
    states, gates, _ = CELLS[cell]
    lead = (steps, batch) if attrs.get("time_major") else (batch, steps)
    bias = (2, gates * units) if attrs.get("reset_after") else (gates * units,)
    shapes = [(*lead, features)] + [(batch, units)] * states
    shapes += [(features, gates * units), (units, gates * units), bias]
    made = [(0.5 * rng.randn(*s)).astype(dtype) for s in shapes]
    return made + [rng.rand(*lead) > 0.3] * masked


CASES = [
    (cell, {**options, **layout}, masked)
    for cell, (_, _, choices) in CELLS.items()
    for options in choices
    for layout in LAYOUTS
    for masked in (False, True)
    if masked or not layout or not options
]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("cell, attrs, masked", CASES, ids=str)
def test_sequence(cell, attrs, masked, dtype):
    given = arrays(cell, 5, 6, 7, 9, masked, attrs, dtype)
    name = cell + "_sequence"
    found, used, chunks = lowered.run(name, given, attrs)
    assert cell in used and (chunks > 1) == (not attrs.get("time_major"))
    lowered.assert_near(found, lowered.reference(name, given, attrs), dtype)
    n = CELLS[cell][0]
    arrived = [rng.randn(*f.shape).astype(dtype) for f in found[: n + 1]]
    given = [*arrived, found[0], *found[n + 1 :], *given]
    found, used, chunks = lowered.run(name + "_grad", given, attrs)
    assert {cell + "_grad", "weight_grad", "column_sums"} <= used
    assert chunks > 1 or attrs.get("time_major")
    lowered.assert_near(found, lowered.reference(name + "_grad", given, attrs), dtype, 500)


@pytest.mark.parametrize("cell", CELLS)
def test_one_step_one_unit(cell):
    given = arrays(cell, 3, 1, 1, 1, False, {}, "float32")
    name = cell + "_sequence"
    lowered.assert_near(lowered.run(name, given)[0], lowered.reference(name, given), "float32")


@pytest.mark.parametrize("units", [8, 9])
@pytest.mark.parametrize("attrs", LAYOUTS, ids=str)
def test_one_sample(attrs, units):
    given = arrays("lstm", 1, 6, 7, units, True, attrs, "float32")
    name = "lstm_sequence"
    expected = lowered.reference(name, given, attrs)
    lowered.assert_near(lowered.run(name, given, attrs)[0], expected, "float32")


@pytest.mark.parametrize("batch", [16, 19])
@pytest.mark.parametrize("cell, attrs", [("lstm", {}), ("gru", {}), ("gru", {"reset_after": True})])
def test_weights_by_halves_of_the_batch(cell, attrs, batch):
    given = arrays(cell, batch, 6, 7, 9, True, attrs, "float32")
    name = cell + "_sequence"
    found = lowered.run(name, given, attrs)[0]
    n = CELLS[cell][0]
    arrived = [rng.randn(*f.shape).astype("float32") for f in found[: n + 1]]
    given = [*arrived, found[0], *found[n + 1 :], *given]
    outputs = getattr(F, name + "_grad")(*[Placeholder(a.shape, a.dtype) for a in given], **attrs)
    one_chunk = Function(list(outputs[0].node.inputs), outputs)
    jobs = {job.name for _, _, job in one_chunk.plan(given).listing}
    assert {"kernel of halves", "recurrent kernel of halves", "bias of halves"} <= jobs
    expected = lowered.reference(name + "_grad", given, attrs)
    lowered.assert_near(one_chunk(given), expected, "float32", 500)
    found, _, chunks = lowered.run(name + "_grad", given, attrs)
    assert chunks == 2
    lowered.assert_near(found, expected, "float32", 500)


def test_gradients_that_nobody_reads_are_not_computed():
    x, h, c, w, u, b = (
        K.placeholder(shape=a.shape) for a in arrays("lstm", 4, 3, 5, 6, False, {}, "float32")
    )
    loss = K.sum(F.lstm_sequence(x, h, c, w, u, b)[0])
    function = Function([x, h, c, w, u, b], gradients(loss, [u]))
    plan = function.plan([np.zeros(t.shape, "float32") for t in (x, h, c, w, u, b)])
    names = [job.name for _, _, job in plan.listing]
    assert "recurrent kernel" in names and not {"inputs", "kernel", "bias"} & set(names)
