"""The loops over arrays, called directly as Keras allows."""
import numpy as np
import pytest

from kerastutor.engine.sequential import Sequential
from kerastutor.engine.training_arrays import Feed, fit_loop, predict_loop
from kerastutor.engine.training_arrays import test_loop as run_tests
from kerastutor.layers import Dense
from kerastutor.runtime import Rows


def model():
    made = Sequential([Dense(2, input_shape=(4,))])
    made.compile("sgd", "mse")
    return made


def test_feed_cuts_and_picks():
    x = np.arange(10.).reshape(5, 2)
    feed = Feed([x, x + 1, 1.])
    sizes, batches = zip(*feed.slices(5, 2), strict=True)
    assert sizes == (2, 2, 1)
    assert batches[0][0].base is x.base or batches[0][0].base is x      # a view, not a copy
    assert batches[2][2] == 1. and batches[2][0].shape == (1, 2)
    picked = list(feed.picks(np.array([4, 0, 1, 3, 2]), 3))
    np.testing.assert_array_equal(picked[0][1][0], x[[4, 0, 1]])
    np.testing.assert_array_equal(picked[1][1][1], x[[3, 2]] + 1)


@pytest.mark.parametrize("dtype", ["float32", "int64", "object"])
def test_uncopied_feeds(dtype):
    x, order = np.arange(14.).reshape(7, 2).astype(dtype), np.array([6, 0, 1, 5, 2, 4, 3])
    sizes, feeds = zip(*Feed([x, 1.], uncopied=True).picks(order, 3), strict=True)
    assert sizes == (3, 3, 1)
    assert np.array_equal(np.concatenate([np.asarray(rows) for rows, _ in feeds]), x[order])
    assert (type(feeds[0][0]) is Rows) == (dtype != "object")


def test_a_function_of_the_users_may_keep_its_feeds():
    x, kept = np.arange(6.).reshape(6, 1), []

    def step(ins):
        kept.append(ins[0])
        return [0.]

    fit_loop(model(), step, [x], out_labels=["loss"], batch_size=2, epochs=1, verbose=0)
    assert sorted(np.concatenate(kept).ravel()) == list(range(6))


def test_predict_loop_keeps_types_and_order():
    x = np.arange(7)
    out = predict_loop(model(), lambda ins: [ins[0] * 2, ins[0] > 3], [x], batch_size=3)
    np.testing.assert_array_equal(out[0], x * 2)
    np.testing.assert_array_equal(out[1], x > 3)
    assert out[1].dtype == bool


def test_predict_loop_by_steps():
    out = predict_loop(model(), lambda ins: [np.ones((2, 3))], [], batch_size=None, steps=3)
    assert out.shape == (6, 3)


def test_test_loop_weighs_batches_by_size():
    x = np.array([1., 2., 3., 4., 5.])
    assert run_tests(model(), lambda ins: [ins[0].mean()], [x], batch_size=2) == pytest.approx(3.)
    values = iter([1., 2.])
    assert run_tests(model(), lambda ins: [next(values)], [], steps=2) == pytest.approx(1.5)


def test_fit_loop_with_a_function_of_its_own(capsys):
    seen = []

    def step(ins):
        seen.append(len(ins[0]))
        return [1., 2.]

    history = fit_loop(model(), step, [np.zeros((5, 1))], out_labels=["loss", "extra"],
                       batch_size=2, epochs=2, callback_metrics=["loss", "extra"], shuffle=False)
    assert seen == [2, 2, 1] * 2
    assert history.history == {"loss": [1., 1.], "extra": [2., 2.]}
    assert "Epoch 2/2" in capsys.readouterr().out
