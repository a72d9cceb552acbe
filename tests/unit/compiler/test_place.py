"""Memory of plans: what is written over what, what lives in blocks, what goes straight into
variables.
"""

import numpy as np
import pytest

from kerastutor.compiler import plan as plans
from kerastutor.graph import F, Placeholder, Variable
from kerastutor.runtime import Function
from kerastutor.runtime.function import use_interpreter

N = 50


def rows(count=4096):
    return Placeholder((None, count), "float32")


def numbers(*shape):
    return np.random.RandomState(0).standard_normal(shape).astype("float32")


def test_a_chain_needs_the_memory_of_one_tensor():
    x = rows()
    y = x
    for _ in range(20):
        y = F.tanh(y) * 0.5
    plan = Function([x], [F.sum(y)]).plan([numbers(8, 4096)])
    assert plan.arena.nbytes < 2 * 8 * 4096 * 4


def test_a_run_needs_the_memory_of_a_block():
    x = rows()
    y = x
    for _ in range(20):
        y = F.tanh(y) * 0.5
    function = Function([x], [y])
    value = numbers(N, 4096)
    plan = function.plan([value])
    assert plan.arena.nbytes < 1.1 * value.nbytes + 4 * plans.BLOCK * 4
    blocks = N * 4096 // plans.BLOCK
    assert 40 * blocks <= len(plan.rows) <= 40 * (blocks + 2)
    expected = value
    for _ in range(20):
        expected = np.tanh(expected) * np.float32(0.5)
    np.testing.assert_allclose(function([value])[0], expected, atol=1e-6)


@pytest.mark.parametrize("size", [1, 63, 64, 65, 127, 128, 129, 130, 200, 639, 640, 1000])
def test_blocks_of_any_size(size, monkeypatch):
    monkeypatch.setattr(plans, "BLOCK", 64)
    x, z = rows(size), rows(size)
    a = F.exp(x) + z
    c = F.where(F.greater(a, z), a, z * 2.0)
    function = Function([x, z], [c - a, F.cast(F.less(c, x), dtype="float32") * a, a])
    feeds = [numbers(3, size), numbers(3, size) + 1]
    got = function(feeds)
    use_interpreter()
    try:
        expected = function(feeds)
    finally:
        use_interpreter(False)
    for a, b in zip(got, expected, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-6)


def test_new_values_go_straight_into_their_variable():
    v = Variable(numbers(300, 300))
    g = rows(300)
    plan = Function([g], [], [(v, v * 0.9 - g * 0.1)]).plan([numbers(300, 300)])
    assert not plan.commits


def test_an_output_sees_the_old_value():
    v = Variable(np.ones(3, "float32"))
    function = Function([], [v, v + 1.0], [(v, v * 2.0)])
    old, new = function([])
    assert old.tolist() == [1] * 3 and new.tolist() == [2] * 3 and v.value.tolist() == [2] * 3


def test_variables_that_change_places():
    a, b = Variable(np.zeros(5, "float32")), Variable(np.ones(5, "float32"))
    function = Function([], [], [(a, b), (b, a)])
    function([])
    assert a.value[0] == 1 and b.value[0] == 0


def test_a_later_reader_keeps_the_update_back():
    v, w = Variable(np.ones((3, 3), "float32")), Variable(np.ones((3, 3), "float32"))
    function = Function([], [], [(v, v * 2.0), (w, F.matmul(v, w))])
    function([])
    assert w.value[0, 0] == 3 and v.value[0, 0] == 2


def test_updates_wait_for_what_can_fail():
    table, v = Variable(numbers(4, 3)), Variable(np.zeros(3, "float32"))
    index = Placeholder((None,), "int32")
    function = Function([index], [F.gather(table, index)], [(v, v + 1.0)])
    with pytest.raises(ValueError, match="indices must lie"):
        function([np.array([1, 9], "int32")])
    assert v.value.tolist() == [0, 0, 0]
    function([np.array([1, 2], "int32")])
    assert v.value.tolist() == [1, 1, 1]


def test_a_plan_keeps_only_what_a_run_needs():
    x = rows(8)
    plan = Function([x], [F.exp(F.relu(x) * 2.0)]).plan([numbers(2, 8)])
    job = plan.groups[0].jobs[0]
    assert not hasattr(job, "sources") and len(plan.memory) == 1
    assert [job.node.op.name for _, _, job in plan.listing] == ["relu", "mul", "exp"]


def test_a_large_constant_that_is_not_aligned():
    raw = np.arange(5001, dtype="float64")[1:]
    x = Placeholder((None,), "float64")
    [y] = Function([x], [x + raw])([np.ones(5000)])
    np.testing.assert_array_equal(y, raw + 1)


def test_a_result_takes_the_place_of_what_nobody_reads_any_more():
    x = rows()
    y = F.exp(x)
    total = F.sum(y)  # reads all rows, so what follows comes in a later phase
    z = F.relu(F.mul(y, total))
    function = Function([x], [F.sum(z), z])
    value = numbers(64, 4096)
    plan = function.plan([value])
    assert len(plan.phases) > 1 and plan.arena.nbytes < 1.2 * value.nbytes
    np.testing.assert_allclose(function([value])[1], np.exp(value) * np.exp(value).sum(), rtol=1e-3)


def test_a_tensor_that_is_read_later_keeps_its_place():
    x = rows()
    y = F.exp(x)
    z = F.mul(y, F.sum(y))
    later = F.mul(y, F.sum(z))
    function = Function([x], [later, z])
    value = numbers(64, 4096) * 0.1
    e = np.exp(value)
    for got, want in zip(function([value]), [e * (e * e.sum()).sum(), e * e.sum()], strict=True):
        np.testing.assert_allclose(got, want, rtol=1e-3)
