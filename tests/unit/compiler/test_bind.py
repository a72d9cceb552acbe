"""Binding: shapes, values that follow from shapes, and what is remembered from one binding to the
next.
"""

import numpy as np
import pytest

from kerastutor.compiler.bind import Bindable, Dynamic, bind
from kerastutor.graph import Constant, F, Placeholder, Variable
from kerastutor.runtime import Function


def rows(*shape):
    return Placeholder(shape, "float32")


def names(bound):
    return [job.node.op.name for job in bound.jobs]


def test_shapes_and_jobs():
    x = rows(None, 3)
    y = F.relu(x) + 1.0
    bound = bind([y], {x: (5, 3)})
    assert bound.specs[y].shape == (5, 3) and names(bound) == ["relu", "add"]


def test_equal_specs_are_one_object():
    x, z = rows(None, 3), rows(None, 3)
    bound = bind([x + z], {x: (5, 3), z: (5, 3)})
    assert bound.specs[x] is bound.specs[z]


def test_values_follow_from_shapes():
    x = rows(None, 3)
    count = F.cast(F.shape(x)[0], dtype="float32")
    bound = bind([F.sum(x) / count], {x: (5, 3)})
    assert bound.constants[count] == 5 and names(bound) == ["sum", "div"]


def test_what_nobody_needs_has_no_job():
    x = rows(None, 3)
    like = F.exp(x)
    assert names(bind([F.zeros_like(like) + x], {x: (100, 3)})) == ["zeros_like", "add"]


def test_shapes_share_memory():
    x = rows(None, 3)
    y = F.exp(x)
    flat = F.reshape(F.reshape(y, shape=(-1,)), shape=(3, -1))
    bound = bind([flat], {x: (4, 3)})
    assert bound.storage[flat] is y and names(bound) == ["exp"]


def test_equal_nodes_ask_their_rule_once():
    x, w = rows(None, 3), Variable(np.ones(3, "float32"))
    y = x
    for _ in range(50):
        y = F.add(y, w)
    graph = Bindable([y])
    bound = bind(graph, {x: (4, 3)})
    assert len(bound.jobs) == 50 and len({job.emit for job in bound.jobs}) == 1
    assert len({job.node for job in bound.jobs}) == 50 and len(graph.found) == 1


def test_a_new_batch_size_keeps_what_has_no_batch():
    x, w = rows(None, 3), Variable(np.ones((3, 2), "float32"))
    new = w * 0.5 + F.matmul(x, F.matmul(x, w), ta=True)
    graph = Bindable([new])
    first, second = (bind(graph, {x: (n, 3)}) for n in (4, 7))
    emits = [{job.node.op.name: job.emit for job in bound.jobs} for bound in (first, second)]
    assert emits[0]["mul"] is emits[1]["mul"] and emits[0]["add"] is emits[1]["add"]
    assert emits[0]["matmul"] is not emits[1]["matmul"]
    assert second.specs[x].shape == (7, 3) and not set(first.jobs) & set(second.jobs)
    found = graph.found
    bind(graph, {x: (7, 3)})
    assert graph.found == found  # nothing else is remembered: no growth


def test_attributes_tell_nodes_apart():
    x = rows(None, 3)
    bound = bind([F.clip(x, low=0.0, high=1.0), F.clip(x, low=0.0, high=2.0)], {x: (4, 3)})
    assert len({job.emit for job in bound.jobs}) == 2


def test_constants_of_equal_value_count_as_equal():
    x = rows(None, 3)
    y = F.mul(
        F.mul(x, Constant(np.float32(2) + np.zeros(1, "float32"))),
        Constant(np.float32(2) + np.zeros(1, "float32")),
    )
    graph = Bindable([y])
    bind(graph, {x: (4, 3)})
    assert len(graph.found) == 1


def test_a_shape_that_depends_on_data():
    n = Placeholder((), "int32")
    y = F.arange(np.int32(0), n, np.int32(1))
    with pytest.raises(Dynamic):
        bind([y], {n: ()})


def test_errors_name_op_and_line():
    x, z = rows(None, 3), rows(None, 3)
    y = x + z
    with pytest.raises(ValueError, match=r"add: .*broadcasting.*test_bind\.py, line \d+"):
        bind([y], {x: (4, 3), z: (5, 3)})
    with pytest.raises(ValueError, match="placeholder must be fed"):
        bind([y], {x: (4, 3)})


def test_one_function_for_many_batch_sizes():
    x, w = rows(None, 3), Variable(np.arange(3, dtype="float32"))
    y = F.softmax(F.relu(x * w) + 1.0)
    function = Function([x], [y, F.sum(y, axes=(0,))])
    for n in (1, 4, 33, 4, 200):
        value = np.random.RandomState(n).randn(n, 3).astype("float32")
        e = np.exp(np.maximum(value * w.value, 0) + 1)
        expected = e / e.sum(1, keepdims=True)
        got = function([value])
        np.testing.assert_allclose(got[0], expected, rtol=1e-5)
        np.testing.assert_allclose(got[1], expected.sum(0), rtol=1e-5)
