"""Run one op through a plan, cut as finely as it goes, and compare with its reference."""

import contextlib
from unittest import mock

import numpy as np

from kerastutor.compiler import job, schedule
from kerastutor.graph import F, Variable, registry
from kerastutor.graph.tensor import Placeholder
from kerastutor.kernels.jit import by_address
from kerastutor.runtime import Function
from kerastutor.runtime.pool import set_threads


@contextlib.contextmanager
def finely_cut():
    """Plans made inside are cut into as many chunks as the scheduler ever makes, however small."""
    finest = {"SMALL_PLAN": 0.0, "BARRIER": 0.0, "CHUNK": 1e-4, "MIN_ROWS": 1}
    finest["worthwhile"] = lambda jobs, units: 1
    with contextlib.ExitStack() as stack:
        for name, value in finest.items():
            stack.enter_context(mock.patch.object(schedule, name, value))
        stack.enter_context(mock.patch.object(job, "CALL", 10.0))  # no job is too small
        yield


def run(name, arrays, attrs=None, constant=()):
    """Run an op with 1 and with 2 threads.

    # Arguments
        name: name of the op.
        arrays: its inputs.
        attrs: its attributes.
        constant: indices of inputs that are built in as constants, others are fed.

    # Returns
        (results, names of the kernels that ran, largest number of chunks of a group).
    """
    tensors = [
        a if i in constant else Placeholder(a.shape, a.dtype.name) for i, a in enumerate(arrays)
    ]
    outputs = getattr(F, name)(*tensors, **(attrs or {}))
    outputs = outputs if isinstance(outputs, list) else [outputs]
    fed = [i for i in range(len(arrays)) if i not in constant]
    feeds = [arrays[i] for i in fed]
    inputs = [tensors[i] for i in fed]
    if not any(a.ndim for a in feeds):  # nothing tells the number of samples
        inputs.append(Placeholder((None,), "float32"))
        feeds.append(np.zeros(outputs[0].shape[0], "float32"))
    with finely_cut():
        function = Function(inputs, outputs)
        plan = function.plan(feeds)
        assert not any(done.host for _, _, done in plan.listing), "it must have a kernel"
        results = []
        for threads in (1, 2):
            set_threads(threads)
            results.append(function(feeds))
    for a, b in zip(*results, strict=True):
        assert np.array_equal(a, b, equal_nan=True), "bits must not depend on the threads"
    used = {by_address[int(row[0])][0].name for row in plan.rows}
    return results[0], used, max(len(group.cuts) - 1 for _, group, _ in plan.listing)


def reference(name, arrays, attrs=None):
    """Results of the op's NumPy reference in float64, as a list."""
    op = registry[name](**(attrs or {}))
    wide = [a.astype("float64") if a.dtype.kind == "f" else a for a in arrays]
    op.infer(*[Variable(a) for a in wide])
    results = op.reference(*wide)
    return [results] if op.nout == 1 else list(results)


def assert_near(found, expected, dtype, ulps=200):
    """Each result within some units in the last place of its largest element."""
    for a, b in zip(found, expected, strict=True):
        assert a.shape == b.shape and a.dtype == dtype
        limit = ulps * np.finfo(dtype).eps * max(1e-3, np.abs(b).max(initial=0))
        np.testing.assert_allclose(a, b, rtol=0, atol=limit)
