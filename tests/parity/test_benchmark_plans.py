"""A guard of speed that does not flicker: what the plans of the benchmark's rows consist of.

A row that falls back to NumPy, gets more phases (barriers) or kernel calls, or needs more memory
than it did is slower on every machine. When a change makes a plan better, lower its numbers here.
"""
import numpy as np
import pytest

from benchmarks.keras_side import KerasSide
from benchmarks.profile_row import step
from benchmarks.rows import ROWS
from kerastutor.kernels import executor
from kerastutor.kernels.jit import by_address
from kerastutor.kernels.warm import wanted
from kerastutor.runtime import set_threads

# row: kernel calls, phases, MB of memory for intermediate results, of one training step
LIMITS = {
    "mlp_b32": (40, 2, 0.06),
    "mlp_b128": (59, 4, 0.30),
    "mnist_mlp": (94, 4, 3.72),
    "mnist_cnn": (3520, 8, 44.2),
    "vgg_like": (1040, 10, 147.9),
    "imdb_lstm": (135, 7, 23.5),
    "embed_lstm": (78, 7, 14.7),
    "stacked_lstm": (95, 3, 1.87),
    "stateful_lstm": (98, 4, 1.05),
    "gru": (68, 5, 15.7),
    "bilstm": (98, 5, 15.8),
    "headline": (338, 7, 16.94),
    "conv1d_text": (136, 4, 6.12),
    "bn_block": (1231, 23, 76.13),
    "separable": (685, 7, 27.51),
    "depthwise": (607, 4, 13.88),
    "conv_transpose": (507, 6, 11.35),
}
SLACK = 1.05


@pytest.fixture(scope="module")
def plans():
    made = {}

    def plan(name):
        if name not in made:
            row = ROWS[name]
            side = KerasSide("kerastutor", row, samples=row.batch)
            function, inputs = step(side, True)
            made[name] = function.plan(inputs)
        return made[name]
    return plan


@pytest.mark.parametrize("name", LIMITS)
def test_training_steps_stay_as_lean_as_they_are(name, plans):
    plan = plans(name)
    assert plan.steps == [(0, len(plan.phases))], "a step in Python, or several stretches"
    rows, phases, megabytes = LIMITS[name]
    assert len(plan.rows) <= rows * SLACK
    assert len(plan.phases) <= phases
    assert plan.arena.nbytes / 1e6 <= megabytes * SLACK


@pytest.mark.parametrize("name", LIMITS)
def test_kernels_are_delivered_ready(name, plans):
    assert {by_address[int(row[0])] for row in plans(name).rows} <= set(wanted())


@pytest.mark.parametrize("name", LIMITS)
def test_only_small_steps_run_on_one_thread(name, plans):
    assert (plans(name).mode == executor.ALONE) == (name in ("mlp_b32", "mlp_b128"))


@pytest.mark.parametrize("name", ["mnist_mlp", "conv1d_text", "stacked_lstm", "headline",
                                  "separable"])
def test_same_bits_for_any_number_of_threads(name):
    row = ROWS[name]

    def trained(threads):
        set_threads(threads)
        side = KerasSide("kerastutor", row, dropout=False, samples=row.batch)
        losses = [side.model.train_on_batch(side.xb, side.yb) for _ in range(2)]
        return [*side.model.get_weights(), np.asarray(losses)]

    try:
        alone = trained(1)
        for threads in (2, 3):
            for a, b in zip(alone, trained(threads), strict=True):
                np.testing.assert_array_equal(a, b)
    finally:
        set_threads(2)
