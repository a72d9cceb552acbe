"""The training view's model: counts, time left, text and picture."""

import xml.etree.ElementTree as ElementTree

import pytest

from kerastutor.widgets.progress.model import MOST_POINTS, TrainingProgress


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def state(clock):
    return TrainingProgress(epochs=4, steps=5, clock=clock)


def test_before_the_first_batch_nobody_knows(state):
    assert state.fraction() == 0.0
    assert state.seconds_left() is None
    assert state.text() == "epoch 1/4 [....................]  ETA ..."


def test_within_an_epoch(state, clock):
    state.begin_epoch(0)
    for _ in range(5):
        state.end_batch()
    state.end_epoch(0, {"loss": 0.5, "acc": 0.25})
    state.begin_epoch(1)
    state.end_batch()
    clock.now += 6.0
    assert state.fraction() == pytest.approx(0.3)
    assert state.seconds_left() == pytest.approx(14.0)
    assert state.text() == "epoch 2/4 [======..............]  ETA 14 s  loss 0.5  acc 0.25"


def test_the_end(state):
    for epoch in range(4):
        state.end_epoch(epoch, {"loss": 1.0 - epoch / 10})
    state.end()
    assert state.text() == "epoch 4/4 [====================]  loss 0.7"


def test_stopped_early_says_where(state):
    state.end_epoch(0, {"loss": 1.0})
    state.end()
    assert state.text() == "epoch 1/4 [=====...............]  loss 1"


def test_unknown_number_of_steps(clock):
    state = TrainingProgress(epochs=2, steps=None, clock=clock)
    state.end_batch()
    assert state.fraction() == 0.0
    state.end_epoch(0, {})
    assert state.fraction() == 0.5


def lines(state):
    tree = ElementTree.fromstring(state.svg())
    space = "{http://www.w3.org/2000/svg}"
    return tree, tree.findall(f"{space}polyline"), tree.findall(f"{space}text")


def test_picture_shows_the_losses_and_says_them(state):
    for epoch, loss in enumerate((1.0, 0.5)):
        state.end_epoch(epoch, {"loss": loss, "val_loss": loss + 0.1, "acc": 0.5})
    tree, polylines, texts = lines(state)
    assert [text.text for text in texts] == ["loss 0.5", "val_loss 0.6"]
    assert len({line.get("stroke-dasharray") for line in polylines}) == 2
    assert "loss 0.5" in tree[0].text


def test_picture_is_well_formed_without_values_and_with_nan(state):
    assert lines(state)[1] == []
    for loss in (float("nan"), 1.0, float("inf")):
        state.end_epoch(0, {"loss": loss})
    assert len(lines(state)[1][0].get("points").split()) == 1


def test_names_enter_as_text(state):
    state.end_epoch(0, {"<b>loss": 1.0})
    assert lines(state)[2][0].text == "<b>loss 1"


def test_long_curves_are_thinned(state):
    for epoch in range(10 * MOST_POINTS + 1):
        state.end_epoch(epoch, {"loss": float(epoch)})
    assert len(lines(state)[1][0].get("points").split()) <= MOST_POINTS + 1
