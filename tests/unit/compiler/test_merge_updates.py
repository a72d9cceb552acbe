"""Chains of an optimizer become one op with the same results; what only looks alike stays."""

import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor import constraints, optimizers
from kerastutor.compiler.rewrite import optimize
from kerastutor.graph import topological
from kerastutor.graph.interpret import interpret

rng = np.random.RandomState(0)


def build(optimizer, shape=(4, 3), constraint=None):
    """(parameter, fed tensor, updates, loss) of an optimizer on a small loss."""
    p = K.variable(rng.randn(*shape), name="p")
    p.constraint = constraint
    x = K.placeholder(shape=shape)
    loss = K.sum(K.square(p * x))
    return p, x, optimizer.get_updates(loss, [p]), loss


def steps(updates):
    nodes = topological(optimize([u.value for u in updates]))
    return [node.op.name for node in nodes if node.op.name.endswith("_step")]


MERGED = {
    "sgd": (lambda: optimizers.SGD(), "momentum_step"),
    "momentum": (lambda: optimizers.SGD(momentum=0.9, decay=0.1), "momentum_step"),
    "nesterov": (lambda: optimizers.SGD(momentum=0.9, nesterov=True), "momentum_step"),
    "rmsprop": (lambda: optimizers.RMSprop(decay=0.1), "rmsprop_step"),
    "adam": (lambda: optimizers.Adam(clipnorm=1.0), "adam_step"),
}


@pytest.mark.parametrize("case", MERGED)
@pytest.mark.parametrize("shape", [(4, 3), (300, 200)])
def test_merged(case, shape):
    make, op = MERGED[case]
    p, x, updates, loss = build(make(), shape)
    assert steps(updates) == [op]
    variables = [u.variable for u in updates]
    run = K.function([x], [loss], updates)
    for _ in range(3):
        fed = rng.randn(*shape).astype("float32")
        expected = interpret([u.value for u in updates], {x: fed})
        run([fed])
        for variable, value in zip(variables, expected, strict=True):
            np.testing.assert_allclose(
                K.get_value(variable), value, rtol=2e-6, atol=1e-6, err_msg=variable.name
            )


def test_written_in_place():
    """The new parameter and slots of a large weight need no memory besides the old ones."""
    p, x, updates, loss = build(optimizers.Adam(), (300, 200))
    run = K.function([x], [loss], updates)
    plan = run.plan([np.zeros((300, 200), "float32")])
    assert not [v for _, v in plan.commits if v.value.size > 1]


def test_constraint():
    """The constraint is applied to the merged step's result."""
    p, x, updates, loss = build(optimizers.SGD(lr=0.5), constraint=constraints.NonNeg())
    assert steps(updates) == ["momentum_step"]
    K.function([x], [loss], updates)([np.ones((4, 3), "float32")])
    assert K.get_value(p).min() == 0


@pytest.mark.parametrize(
    "make", [lambda: optimizers.Adam(amsgrad=True), optimizers.Adadelta, optimizers.Nadam]
)
def test_left_alone(make):
    assert steps(build(make())[2]) == []


def test_chain_that_simplification_uncovers():
    p = K.variable(np.ones((4, 3)))
    m = K.zeros((4, 3))
    g = K.placeholder(shape=(4, 3))
    v = K.identity(K.identity(0.9 * m) - K.variable(0.1) * g)
    updates = [K.update(m, v), K.update(p, p + v)]
    assert steps(updates) == ["momentum_step"]


def test_slots_that_nobody_updates():
    """Without an update of its slot, the step of momentum is left alone."""
    p, _, updates, _ = build(optimizers.SGD(momentum=0.9))
    assert steps([u for u in updates if u.variable is p]) == []


def test_old_values_are_read():
    """What else reads the parameter, before or after the step, sees the old value."""
    p, x, updates, loss = build(optimizers.SGD(lr=0.1, momentum=0.5))
    before = K.get_value(p)
    out = K.function([x], [p * 2.0, K.sum(p)], updates)([np.ones((4, 3), "float32")])
    np.testing.assert_array_equal(out[0], before * 2)
    assert not np.array_equal(K.get_value(p), before)
