"""Plans equal the reference interpreter, and are the same bits for any number of threads."""

import numpy as np
import pytest
from helpers import random_graphs

from kerastutor.compiler import plan as plans
from kerastutor.compiler import schedule
from kerastutor.runtime import Function
from kerastutor.runtime.function import use_interpreter
from kerastutor.runtime.pool import set_threads


def steps(seed, batch, runs=3, dtype="float32"):
    inputs, outputs, updates, arrays = random_graphs.make(seed, batch, dtype)
    function = Function(inputs, outputs, updates)
    results = [function(arrays) for _ in range(runs)]
    return results, [v.value.copy() for v, _ in updates]


def interpreted(seed, batch, dtype="float32"):
    use_interpreter()
    try:
        return steps(seed, batch, dtype=dtype)
    finally:
        use_interpreter(False)


def assert_close(found, expected, rtol, atol):
    for a, b in zip(found[0], expected[0]):
        for x, y in zip(a, b):
            if np.asarray(x).dtype.kind == "f":
                np.testing.assert_allclose(x, y, rtol=rtol, atol=atol)
    for x, y in zip(found[1], expected[1]):
        np.testing.assert_allclose(x, y, rtol=rtol, atol=atol)


@pytest.mark.parametrize("seed", range(60))
def test_plan_equals_interpreter(seed):
    assert_close(
        steps(seed, None, dtype="float64"), interpreted(seed, None, dtype="float64"), 1e-9, 1e-10
    )


@pytest.mark.parametrize("seed", range(12))
def test_float32_plan_is_close(seed):
    assert_close(steps(seed, None), interpreted(seed, None), 2e-3, 2e-4)


@pytest.mark.parametrize("seed", range(12))
def test_same_bits_for_any_number_of_threads_and_cut_plans_are_right(seed, monkeypatch):
    monkeypatch.setattr(schedule, "SMALL_PLAN", 0.0)  # cut everything as finely as it goes
    monkeypatch.setattr(schedule, "BARRIER", 0.0)
    monkeypatch.setattr(schedule, "CHUNK", 0.05)
    monkeypatch.setattr(schedule, "MIN_ROWS", 2)
    monkeypatch.setattr(plans, "BLOCK", 64)
    results = []
    for threads in (1, 2, 3):
        set_threads(threads)
        results.append(steps(seed, 64, dtype="float64"))
    set_threads(2)
    for other in results[1:]:
        for a, b in zip(results[0][0], other[0]):
            for x, y in zip(a, b):
                np.testing.assert_array_equal(x, y)
        for x, y in zip(results[0][1], other[1]):
            np.testing.assert_array_equal(x, y)
    assert_close(results[0], interpreted(seed, 64, dtype="float64"), 1e-9, 1e-10)


def test_random_graphs_use_no_numpy_fallback():
    for seed in range(20):
        inputs, outputs, updates, arrays = random_graphs.make(seed)
        plan = Function(inputs, outputs, updates).plan(arrays)
        hosts = [job.name for group in plan.groups for job in group.jobs if job.host]
        assert not hosts
