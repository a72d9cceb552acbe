"""Rewrites: what they drop, merge and fuse, and what they leave alone."""

import numpy as np
import pytest

from kerastutor.compiler import rewrite
from kerastutor.graph import (
    Constant,
    F,
    Placeholder,
    Variable,
    device_scope,
    gradients,
    topological,
)
from kerastutor.graph.interpret import interpret
from kerastutor.ops import random as random_ops

x = Placeholder((None, 3), "float32")
z = Placeholder((None, 3), "float32")
w = Variable(np.ones((3, 4), "float32"))
b = Variable(np.zeros(4, "float32"))


def one(value, dtype="float32"):
    return Constant(np.asarray(value, dtype))


def names(roots):
    return [node.op.name for node in topological(roots)]


@pytest.mark.parametrize(
    "make",
    [
        lambda: F.identity(x),
        lambda: F.stop_gradient(x),
        lambda: x * 1.0,
        lambda: 1.0 * x,
        lambda: x + 0.0,
        lambda: 0.0 + x,
        lambda: x - 0.0,
        lambda: x / 1.0,
        lambda: F.neg(F.neg(x)),
        lambda: x * F.ones_like(x),
        lambda: F.ones_like(x) * x,
        lambda: x / F.ones_like(x),
        lambda: x + F.zeros_like(x),
        lambda: x - F.zeros_like(x),
        lambda: F.cast(x, dtype="float32"),
        lambda: F.transpose(F.transpose(x)),
        lambda: F.transpose(x, perm=(0, 1)),
        lambda: F.sum_to(x, F.relu(x)),
        lambda: F.broadcast_to(x, F.relu(x)),
        lambda: F.reshape_like(x, F.exp(x)),
        lambda: F.switch(one(True, "bool"), x, z),
        lambda: F.switch(one(False, "bool"), z, x),
        lambda: F.identity(F.identity(x * 1.0) + 0.0),
    ],
)
def test_dropped(make):
    assert rewrite.simplify([make()]) == [x]


@pytest.mark.parametrize(
    "make",
    [
        lambda: x * 2.0,
        lambda: x + 1.0,
        lambda: 0.0 - x,
        lambda: 1.0 / x,
        lambda: -x,
        lambda: F.cast(x, dtype="float64"),
        lambda: F.transpose(x),
        lambda: F.sum_to(x, z),
        lambda: F.broadcast_to(x, z),
        lambda: x * F.ones_like(z),
        lambda: x + F.zeros_like(z),
        lambda: b * one([[1.0]]),  # it gains an axis
    ],
)
def test_kept(make):
    y = make()
    assert names(rewrite.simplify([y])) == names([y])


def test_transposes_become_one():
    t = Placeholder((None, 3, 4), "float32")
    y = F.transpose(F.transpose(t, perm=(2, 0, 1)), perm=(0, 2, 1))
    [made] = rewrite.simplify([y])
    assert names([made]) == ["transpose"] and made.node.op.perm == (2, 1, 0)


def test_equal_expressions_are_computed_once():
    roots = rewrite.simplify([F.exp(x * 2.0), F.exp(x * 2.0) + 0.0, F.exp(x * 3.0)])
    assert roots[0] is roots[1] and roots[0] is not roots[2] and names(roots).count("mul") == 2


def test_equal_after_a_rule_has_made_a_new_node():
    t = Placeholder((None, 3, 4), "float32")
    roots = rewrite.simplify(
        [
            F.transpose(F.transpose(t, perm=(2, 0, 1)), perm=(0, 2, 1)),
            F.transpose(t, perm=(2, 1, 0)),
        ]
    )
    assert roots[0] is roots[1]


def test_random_numbers_are_not_merged():
    a, c = (random_ops.random_uniform((2, 3), 0.0, 1.0, "float32", 7) for _ in range(2))
    roots = rewrite.simplify([a, c])
    assert roots[0] is not roots[1]


def test_constants_of_another_type_differ():
    roots = rewrite.simplify(
        [F.cast(one(1, "int32"), dtype="float64"), F.cast(one(1, "int64"), dtype="float64")]
    )
    assert roots[0] is not roots[1]


def test_nodes_keep_line_and_device():
    y = F.exp(F.identity(x))
    [made] = rewrite.simplify([y])
    assert made is not y and made.node.where == y.node.where and made.node.inputs == (x,)


def test_dense():
    y = F.relu(F.matmul(x, w) + b)
    assert names(rewrite.fuse([y])) == ["dense"]
    [made] = rewrite.fuse([F.matmul(x, w) + F.reshape(b, shape=(1, 4))])
    assert made.node.op.name == "dense" and made.node.op.activation == "linear"


def test_dense_keeps_line_and_device():
    with device_scope("/gpu:0"):
        y = F.relu(F.matmul(x, w) + b)
    [made] = rewrite.fuse([y])
    assert (made.node.where, made.node.device) == (y.node.where, "/gpu:0")


def test_dense_only_where_nothing_else_reads_the_product():
    product = F.matmul(x, w)
    roots = rewrite.fuse([F.relu(product + b), product])
    assert "dense" not in names(roots)
    total = F.matmul(x, w) + b
    assert names(rewrite.fuse([F.relu(total), total])) == ["dense", "relu"]


def test_a_graph_that_is_fine_stays_as_it_is():
    y = F.exp(x) + z
    assert rewrite.optimize([y]) == [y]


def test_phase():
    phase = Placeholder((), "bool", default=False)
    y = F.switch(phase, F.exp(x), x)
    assert rewrite.optimize([y], False, phase) == [x]
    assert names(rewrite.optimize([y], True, phase)) == ["exp"]


def test_what_follows_from_a_branch_not_taken_is_dropped():
    phase = Placeholder((), "bool")
    taken = F.switch(phase, F.mul(x, F.exp(x)), F.mul(x, F.neg(b[:3])))
    graph = gradients(F.sum(taken, axes=None), [x, b])
    found = rewrite.optimize(graph, phase=1, phase_tensor=phase)
    assert "zero_gradient" not in names(found[:1])
    assert found[1].node.op.name == "zero_gradient"


def test_a_gradient_not_taken_stays_zero_even_times_infinity():
    phase = Placeholder((), "bool")
    taken = F.switch(phase, x, F.div(x, F.sub(x, x)))
    found = rewrite.optimize(gradients(F.sum(taken, axes=None), [x]), phase=1, phase_tensor=phase)
    value = interpret(found, {x: np.ones((2, 3), "float32")})[0]
    np.testing.assert_array_equal(value, np.ones((2, 3)))
