"""Loops over time."""

import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor.graph import F, gradients
from kerastutor.ops import random as random_ops
from kerastutor.ops.samples import numbers
from kerastutor.ops.scan import scan
from kerastutor.testing import check_gradients


def running_sum(x, start, reverse=False):
    """(sums up to each step, total)."""

    def step(items, states):
        total = F.add(states[0], items[0])
        return [total], [total]

    [sums], [total] = scan(step, [x], [start], reverse=reverse)
    return sums, total


@pytest.mark.parametrize("reverse", [False, True])
def test_running_sum(reverse):
    x, start = K.placeholder(shape=(None, 3)), K.placeholder(shape=(3,))
    function = K.function([x, start], list(running_sum(x, start, reverse)))
    for steps in (5, 1, 2):
        a, b = numbers(steps, 3), numbers(3)
        sums, total = function([a, b])
        order = a[::-1] if reverse else a
        want = np.cumsum(order, 0) + b
        assert np.allclose(sums, want[::-1] if reverse else want, 1e-5, 1e-5)
        assert np.allclose(total, want[-1], 1e-5, 1e-5)


def test_no_steps():
    x, start = K.placeholder(shape=(None, 3)), K.placeholder(shape=(3,))
    function = K.function([x, start], list(running_sum(x, start)))
    sums, total = function([np.zeros((0, 3)), np.ones(3)])
    assert sums.shape == (0, 3) and (total == 1).all()


def test_gradients_reach_sequences_states_and_captured_tensors():
    def function(x, start, w):
        def step(items, states):
            h = F.tanh(F.add(F.matmul(states[0], w), items[0]))
            return [F.square(h)], [h]

        [outs], [last] = scan(step, [x], [start])
        return [outs, last]

    check_gradients(function, [numbers(4, 2, 3), numbers(2, 3), numbers(3, 3)])


def test_length_without_sequences():
    start = K.placeholder(shape=())
    outs, last = scan(lambda items, states: ([], [states[0] * 2]), [], [start], length=5)
    assert outs == []
    assert K.function([start], last)([3.0])[0] == 96
    with pytest.raises(ValueError, match="length must be given"):
        scan(lambda items, states: ([], states), [], [start])


def test_random_numbers_differ_from_run_to_run():
    x = K.placeholder(shape=(None, 4))

    def step(items, states):
        return [items[0] + random_ops.random_uniform((4,), seed=3)], []

    [outs], _ = scan(step, [x], [])
    function = K.function([x], [outs])
    first, second = function([np.zeros((3, 4))])[0], function([np.zeros((3, 4))])[0]
    assert first.shape == (3, 4) and (first != second).any()


def test_states_that_change_their_shape():
    x, start = K.placeholder(shape=(None, 3)), K.placeholder(shape=(3,))
    with pytest.raises(ValueError, match=r"new state must have shape \(3,\).*got \(1, 3\)"):
        scan(lambda items, states: ([], [F.expand_dims(states[0], axis=0)]), [x], [start])
    with pytest.raises(ValueError, match="must return 1 new states, got 0"):
        scan(lambda items, states: ([], []), [x], [start])


def test_lengths_must_agree():
    a, b = K.placeholder(shape=(3, 2)), K.placeholder(shape=(4, 2))
    with pytest.raises(ValueError, match="equal lengths"):
        scan(lambda items, states: ([items[0] + items[1]], []), [a, b], [])


def test_second_use_of_a_result_in_the_gradient():
    x, start = K.placeholder(shape=(3,)), K.placeholder(shape=())
    sums, total = running_sum(x, start)
    [g] = gradients(K.sum(sums) + 10 * total, [x])
    assert K.function([x, start], [g])([np.zeros(3), 0.0])[0].tolist() == [13, 12, 11]
