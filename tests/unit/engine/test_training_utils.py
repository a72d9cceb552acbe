"""Batches, metrics lists, the weighted objective."""
import itertools

import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor import losses
from kerastutor.engine import training_utils


def test_make_batches():
    assert training_utils.make_batches(7, 3) == [(0, 3), (3, 6), (6, 7)]
    assert training_utils.make_batches(6, 3) == [(0, 3), (3, 6)]
    assert training_utils.make_batches(2, 5) == [(0, 2)]


def test_batch_shuffle_keeps_batches_together():
    np.random.seed(0)
    found = training_utils.batch_shuffle(np.arange(11), 3)
    np.testing.assert_array_equal(np.sort(found), np.arange(11))
    np.testing.assert_array_equal(found[9:], [9, 10])
    for start in (0, 3, 6):
        np.testing.assert_array_equal(np.diff(found[start:start + 3]), [1, 1])
    assert found[0] != 0 or found[3] != 3


def test_collect_metrics():
    collect = training_utils.collect_metrics
    assert collect(None, ["a", "b"]) == [[], []]
    assert collect(["x"], ["a", "b"]) == [["x"], ["x"]]
    assert collect({"b": "x"}, ["a", "b"]) == [[], ["x"]]
    with pytest.raises(TypeError, match="metrics"):
        collect("x", ["a"])


def test_weighted_masked_objective():
    objective = training_utils.weighted_masked_objective(losses.mean_absolute_error)
    truth, predicted = np.zeros((2, 3, 2)), np.arange(12.).reshape(2, 3, 2)
    mask, weights = np.array([[1., 1., 0.], [1., 0., 0.]]), np.array([2., 0.])
    scores = predicted.mean(axis=2)
    found = K.eval(objective(K.constant(truth), K.constant(predicted), None, K.constant(mask)))
    assert found == pytest.approx((scores * mask / mask.mean()).mean())
    found = K.eval(objective(K.constant(truth), K.constant(predicted), K.constant(weights),
                             K.constant(mask)))
    expected = ((scores * mask / mask.mean()).mean(axis=1) * weights / .5).mean()
    assert found == pytest.approx(expected)
    assert training_utils.weighted_masked_objective(None) is None


def test_iter_sequence_infinite():
    found = list(itertools.islice(training_utils.iter_sequence_infinite([1, 2]), 5))
    assert found == [1, 2, 1, 2, 1]


def test_targets_that_cannot_be_meant():
    check = training_utils.check_loss_and_target_compatibility
    with pytest.raises(ValueError, match="one-hot rows"):
        check([np.zeros((3, 1))], [losses.categorical_crossentropy], [(None, 1)])
    with pytest.raises(ValueError, match=r"the same shape as the output \(None, 2\)"):
        check([np.zeros((3, 3))], [losses.mean_squared_error], [(None, 2)])
    check([np.zeros((3, 3)), None], [losses.mean_squared_error, losses.hinge], [None, None])
