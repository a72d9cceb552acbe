"""Random tensors: counters, shapes, dropout masks that forward and backward share."""

import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor import rng
from kerastutor.graph import F, gradients
from kerastutor.ops import random as random_ops


def test_a_run_takes_the_next_step():
    x = random_ops.random_uniform((3, 4), seed=9)
    run = K.function([], [x])
    for step in range(3):
        assert np.array_equal(run([])[0].ravel(), rng.uniform(9, step, 12))
    assert x.node.op.counter.value == 3


def test_two_nodes_have_counters_of_their_own():
    a, b = random_ops.random_normal((5,), seed=1), random_ops.random_normal((5,), seed=1)
    one, two = K.function([], [a]), K.function([], [a, b])
    first = one([])[0]
    second, other = two([])
    assert np.array_equal(first, other) and not np.array_equal(first, second)


def test_sizes_from_tensors():
    x = K.placeholder(shape=(None, 3))
    for shape in (F.shape(x), (F.shape(x)[0], 3)):
        y = random_ops.random_normal(shape, mean=2.0, stddev=0.5, seed=4)
        assert len(y.shape) == 2 and y.shape[1] == 3
        run = K.function([x], [y])
        assert run([np.zeros((7, 3))])[0].shape == (7, 3)
        assert run([np.zeros((2, 3))])[0].shape == (2, 3)


def test_bounds_and_types():
    x = K.eval(random_ops.random_uniform((2000,), -3.0, -1.0, "float64", seed=2))
    assert x.dtype == np.float64 and x.min() >= -3 and x.max() < -1 and abs(x.mean() + 2) < 0.05
    whole = K.eval(random_ops.random_uniform((5000,), 2, 5, "int32", seed=2))
    assert whole.dtype == np.int32 and np.bincount(whole).tolist()[:2] == [0, 0]
    assert set(whole.tolist()) == {2, 3, 4}
    ones = K.eval(random_ops.random_binomial((20_000,), 0.3, "float32", seed=2))
    assert set(ones.tolist()) == {0.0, 1.0} and abs(ones.mean() - 0.3) < 0.02
    assert K.eval(random_ops.random_binomial((1000,), 0.0)).max() == 0
    assert K.eval(random_ops.random_binomial((1000,), 1.0)).min() == 1
    z = K.eval(random_ops.truncated_normal((20_000,), 1.0, 0.1, seed=2))
    assert z.min() >= 0.8 - 1e-6 and z.max() <= 1.2 + 1e-6 and abs(z.mean() - 1) < 0.01


def test_dropout_scales_and_shares_its_mask():
    x = K.placeholder(shape=(None, 50))
    y = random_ops.dropout(x, 0.4, seed=6)
    run = K.function([x], [y, gradients(y, [x])[0]])
    array = np.full((200, 50), 3.0, "float32")
    value, slope = run([array])
    dropped = value == 0
    assert abs(dropped.mean() - 0.4) < 0.02
    assert np.allclose(value[~dropped], 5.0) and np.allclose(slope, value / 3)
    again = run([array])[0]
    assert 0.4 < (again == value).mean() < 0.65


def test_dropout_mask_is_the_same_for_every_float_type():
    masks = []
    for dtype in ("float16", "float32", "float64"):
        x = K.placeholder(shape=(40,), dtype=dtype)
        y = random_ops.dropout(x, 0.5, seed=3)
        assert y.dtype == dtype
        masks.append(K.function([x], [y])([np.ones(40)])[0] == 0)
    assert np.array_equal(masks[0], masks[1]) and np.array_equal(masks[0], masks[2])


@pytest.mark.parametrize("symbolic", [False, True])
def test_noise_shape(symbolic):
    x = K.placeholder(shape=(None, 6, 5))
    noise = (F.shape(x)[0], 1, 5) if symbolic else (None, 1, 5)
    y = random_ops.dropout(x, 0.5, noise, seed=8)
    assert tuple(y.shape[1:]) == (6, 5)
    value = K.function([x], [y])([np.ones((30, 6, 5))])[0]
    assert (value == value[:, :1]).all()
    assert 0.3 < (value[:, 0] == 0).mean() < 0.7


def test_noise_shape_of_fewer_axes():
    x = K.placeholder(shape=(10, 6, 5))
    value = K.function([x], [random_ops.dropout(x, 0.5, (5,), seed=8)])([np.ones((10, 6, 5))])[0]
    assert (value == value[:1, :1]).all()


def test_no_dropout_at_rate_zero():
    x = K.placeholder(shape=(2, 3))
    value = K.function([x], [random_ops.dropout(x, 0.0)])([np.ones((2, 3))])[0]
    assert (value == 1).all()


@pytest.mark.parametrize("rate", [1, 1.5, -0.1, "a", None, np.nan])
def test_rates_that_make_no_sense(rate):
    with pytest.raises(ValueError, match=r"rate must be a number in \[0, 1\)"):
        random_ops.dropout(K.placeholder(shape=(2,)), rate)


def test_shapes_that_make_no_sense():
    with pytest.raises(ValueError, match="shape must hold integers"):
        random_ops.random_normal((None, 3))
    with pytest.raises(ValueError, match="sizes must be 0 or more"):
        random_ops.random_normal((-1, 3))
    with pytest.raises(TypeError, match="float type"):
        random_ops.random_normal((3,), dtype="int32")


def test_threshold_is_exact():
    for p in (0.0, 0.1, 0.25, 0.5, 1 / 3, 1.0):
        t, p = random_ops.threshold(p), float(np.float32(p))
        assert (t - 1) / 2**23 < p <= t / 2**23 or p == t == 0
