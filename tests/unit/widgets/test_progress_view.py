"""The training view as a callback, outside a notebook."""

import pytest

from kerastutor.widgets import LiveProgress


@pytest.fixture
def view():
    """A view that has been told of a training of two epochs with three batches."""
    made = LiveProgress(clock=iter(range(1000)).__next__)
    made.set_params({"epochs": 2, "samples": 90, "batch_size": 32, "steps": None})
    return made


def train(view):
    view.on_train_begin()
    for epoch in range(2):
        view.on_epoch_begin(epoch)
        for batch in range(3):
            view.on_batch_end(batch, {"loss": 1.0})
        view.on_epoch_end(epoch, {"loss": 1.0 - epoch / 2})
    view.on_train_end()


def test_prints_a_line_for_each_epoch(view, capsys):
    train(view)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("epoch 2/2 [==========..........]  ETA")
    assert lines[1].endswith("loss 0.5")


def test_counts_batches_from_samples(view):
    view.on_train_begin()
    assert view.state.steps == 3


def test_a_second_training_starts_anew(view, capsys):
    train(view)
    train(view)
    assert len(capsys.readouterr().out.splitlines()) == 4
    assert view.state.curves == {"loss": [1.0, 0.5]}
