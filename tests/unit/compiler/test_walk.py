"""Walks: chunks that are done a few samples at a time give the same results in less memory."""

import numpy as np
import pytest

from kerastutor.compiler import redraw, schedule, walk
from kerastutor.graph import F, Placeholder, Variable, gradients
from kerastutor.ops.random import dropout
from kerastutor.runtime import Function
from kerastutor.runtime.function import use_interpreter

rng = np.random.RandomState(0)
x = Placeholder((None, 32, 32, 16), "float32")


def numbers(*shape):
    return rng.standard_normal(shape).astype("float32") * 0.1


def block(inputs, kernel, bias):
    return F.relu(F.add(F.conv(inputs, kernel, padding="same"), bias))


def weights():
    return Variable(numbers(3, 3, 16, 16)), Variable(numbers(16))


def test_what_lies_between_convolutions_needs_the_memory_of_a_step():
    y = x
    for _ in range(4):
        y = block(y, *weights())
    plan = Function([x], [F.mean(y, axes=(1, 2, 3))]).plan([numbers(128, 32, 32, 16)])
    found = {job.walk for _, _, job in plan.listing}
    assert len(found - {None}) == 1
    assert plan.arena.nbytes < 0.6 * 128 * 32 * 32 * 16 * 4  # of one of the eight tensors


def test_a_large_matrix_is_not_read_at_every_step():
    wide = Placeholder((None, 2048), "float32")
    w = [Variable(numbers(2048, 2048)) for _ in range(2)]
    y = F.relu(F.matmul(F.relu(F.matmul(wide, w[0])), w[1]))
    plan = Function([wide], [y]).plan([numbers(256, 2048)])
    assert {job.walk for _, _, job in plan.listing} == {None}


def test_the_gradient_of_a_large_table_needs_the_memory_of_a_step():
    index, table = Placeholder((None, 50), "int32"), Variable(numbers(20000, 128))
    [g] = gradients(F.sum(F.square(F.gather(table, index))), [table])
    plan = Function([index], [], [(table, table - 0.1 * g)]).plan([np.zeros((32, 50), "int32")])
    [job] = [job for _, _, job in plan.listing if job.name == "gather_grad"]
    assert job.walk and plan.arena.nbytes < 0.3 * 20000 * 128 * 4


def small_steps(monkeypatch):
    for name, value in (("STEP", 1), ("LEAST", 1e-3), ("WEIGHTS", 0)):
        monkeypatch.setattr(walk, name, value)
    monkeypatch.setattr(schedule, "LARGE", 1000)
    monkeypatch.setattr(schedule, "LONG", 0.0)
    monkeypatch.setattr(redraw, "LARGE", 1000)


@pytest.mark.parametrize("batch", [4, 9, 32])
def test_a_training_step_in_small_steps(batch, monkeypatch):
    small_steps(monkeypatch)
    kernels = [weights() for _ in range(3)]
    dense = Variable(numbers(16 * 16 * 16, 20))
    first = block(x, *kernels[0])
    y = F.max_pool(block(first, *kernels[1]), size=(2, 2))
    y = dropout(y, 0.5, None, 3)
    y = F.add(block(y, *kernels[2]), y)
    y = F.matmul(F.reshape(y, shape=(-1, 16 * 16 * 16)), dense)
    loss = F.add(F.mean(F.square(F.softmax(y))), F.mean(F.square(first)))
    variables = [v for pair in kernels for v in pair] + [dense]
    updates = [(v, v - 0.5 * g) for v, g in zip(variables, gradients(loss, variables))]
    function = Function([x], [loss, y], updates)
    feeds, before = [numbers(batch, 32, 32, 16)], [v.value.copy() for v in variables]
    results = []
    for interpreted in (False, True):
        for v, value in zip(variables, before):
            v.value[...] = value
        use_interpreter(interpreted)
        try:
            results.append([*function(feeds), *[v.value.copy() for v in variables]])
        finally:
            use_interpreter(False)
        for counter in function.counters:
            counter.value[...] = 0
    assert any(job.walk for _, _, job in function.plan(feeds).listing)
    for a, b in zip(*results, strict=True):
        np.testing.assert_allclose(a, b, rtol=2e-4, atol=2e-5)
