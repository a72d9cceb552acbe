"""Random tensors through plans: the bits of rng.py, however they are cut; a step per run."""

import numpy as np
import pytest
from helpers import lowered

from kerastutor import rng
from kerastutor.ops import random as ops
from kerastutor.runtime import Function

STEP = np.array(6, "int64")
SEED = 2**63 + 12345
SHAPE = np.array([37, 11], "int32")


def run(name, dtype="float32", **attrs):
    attrs = {"dtype": dtype, "seed": SEED, **attrs}
    [y], used, chunks = lowered.run(name, [SHAPE, STEP], attrs, constant=(0,))
    assert chunks > 1 and any(k.startswith("random_") for k in used)
    return y


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_uniform(dtype):
    u = rng.uniform(SEED, 6, 407, dtype).reshape(37, 11)
    kind = u.dtype.type
    expected = kind(-1.5) + u * kind(4.0)
    assert np.array_equal(run("random_uniform", dtype, low=-1.5, high=2.5), expected)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_normal(dtype):
    for name, draw in (("random_normal", rng.normal), ("truncated_normal", rng.truncated_normal)):
        expected = 2 + 3 * draw(SEED, 6, 407, dtype).reshape(37, 11)
        found = run(name, dtype, mean=2.0, stddev=3.0)
        np.testing.assert_allclose(found, expected, rtol=0, atol=40 * np.finfo(dtype).eps)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_binomial_and_dropout(dtype):
    small = (rng.words(SEED, 6, 407) & np.uint32(2**23 - 1)).reshape(37, 11)
    assert np.array_equal(run("random_binomial", dtype, p=0.3), small < ops.threshold(0.3))
    x = np.ones((37, 11), dtype)
    [mask], used, chunks = lowered.run("dropout_mask", [x, STEP], {"rate": 0.2, "seed": SEED})
    expected = np.where(small < ops.threshold(0.2), 0, x.dtype.type(1 / 0.8))
    assert np.array_equal(mask, expected) and "random_choice" in used and chunks > 1
    [mask], _, _ = lowered.run(
        "dropout_mask", [x, STEP], {"rate": 0.2, "seed": SEED, "noise_shape": (None, 1)}
    )
    assert np.array_equal(mask[:, 0], expected.reshape(-1)[:37])


def test_each_run_is_the_next_step():
    y = ops.random_uniform((50,), seed=7)
    function = Function([], [y])
    for step in range(3):
        assert np.array_equal(function([])[0], rng.uniform(7, step, 50))
