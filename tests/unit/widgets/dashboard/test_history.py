"""The dashboard's model: curves in bounded space, counts, time left, and the text."""

import math

import pytest

from kerastutor.widgets.dashboard.history import Curve, History, duration


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def history(clock):
    return History(epochs=4, steps=5, clock=clock)


def logs(count, loss=1.0):
    return [{"batch": i, "size": 32, "loss": loss} for i in range(count)]


def test_a_curve_keeps_bounded_space_and_the_mean():
    curve = Curve(most=10)
    for i in range(1000):
        curve.add(float(i))
    assert 10 <= len(curve.points) < 20
    assert curve.stride == 64
    assert curve.points[0] == sum(range(64)) / 64
    assert curve.pairs()[1] == (128, sum(range(64, 128)) / 64)
    assert curve.last == 999.0


def test_a_curve_knows_its_first_bad_value():
    curve = Curve()
    for value in (1.0, math.inf, math.nan):
        curve.add(value)
    assert curve.bad_at == 1


def test_before_the_first_batch_nobody_knows(history):
    assert history.fraction() == 0.0
    assert history.seconds_left() is None
    assert history.text() == "epoch 1/4 [....................]  ETA ..."


def test_within_an_epoch(history, clock):
    history.begin_epoch(0)
    history.end_batches(logs(5))
    history.end_epoch(0, {"val_loss": 0.7, "loss": 0.5, "acc": 0.25})
    history.begin_epoch(1)
    history.end_batches(logs(1))
    clock.now += 6.0
    assert history.fraction() == pytest.approx(0.3)
    assert history.seconds_left() == pytest.approx(14.0)
    assert history.text() == (
        "epoch 2/4 [======..............]  ETA 14 s  loss 0.5  acc 0.25  val_loss 0.7"
    )


def test_in_the_first_epoch_the_values_of_the_batch_count(history):
    history.end_batches(logs(2, loss=0.25))
    assert history.text().endswith("loss 0.25")


def test_the_end_and_a_stop(history):
    for epoch in range(3):
        history.begin_epoch(epoch)
        history.end_batches(logs(5))
        history.end_epoch(epoch, {"loss": 1.0 - epoch / 10})
    assert "epoch 3/4" in history.text()
    history.begin_epoch(3)
    history.end_batches(logs(2))
    history.state = "stopping"
    assert "stopping after this batch" in history.text()
    history.end()
    assert history.text() == "epoch 4/4 [=================...]  stopped after batch 2  loss 0.8"
    assert history.text("zh") == "轮次 4/4 [=================...]  在第 2 批之后停止  loss 0.8"


def test_a_training_that_goes_on_counts_from_its_first_epoch(history):
    history.begin_epoch(2)
    history.end_batches(logs(5))
    history.end_epoch(2, {})
    assert history.fraction() == 0.5


def test_unknown_number_of_steps(clock):
    history = History(epochs=2, steps=None, clock=clock)
    history.end_batches(logs(3))
    assert history.fraction() == 0.0
    history.end_epoch(0, {})
    assert history.steps == 3
    assert history.fraction() == 0.5


def test_notes_say_what_was_thinned_and_what_went_wrong(history):
    assert history.notes() == []
    history.end_batches([*logs(480), *logs(1, loss=math.nan)])
    assert history.notes() == [
        "loss is not a finite number since batch 481. "
        "A smaller learning rate is the first thing to try.",
        "Thin lines: each point is the mean of 2 batches.",
    ]


@pytest.mark.parametrize(("seconds", "text"), [(0.2, "1 s"), (59, "59 s"), (61, "1:01 min"),
                                               (3725, "1:02:05 h")])
def test_durations(seconds, text):
    assert duration(seconds) == text
