"""The dashboard's picture: well formed, readable without colour, text stays text."""

import math
import xml.etree.ElementTree as ElementTree

import pytest

from kerastutor.utils.graph_svg import PAPER
from kerastutor.widgets.dashboard.history import History
from kerastutor.widgets.dashboard.picture import MOST_PANELS, history_svg, panel_names

SPACE = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def history():
    return History(epochs=3, steps=4, clock=lambda: 0.0)


def train(history, names, epochs=3, value=lambda step: 1 / (step + 1)):
    for epoch in range(epochs):
        history.begin_epoch(epoch)
        history.end_batches([dict.fromkeys(names, value(4 * epoch + i)) for i in range(4)])
        values = dict.fromkeys(names, value(epoch))
        history.end_epoch(epoch, {**values, **{f"val_{n}": v for n, v in values.items()}})


def parts(history, **kwargs):
    root = ElementTree.fromstring(history_svg(history, **kwargs))
    return root, [x.text for x in root.iter(f"{SPACE}text")], root.findall(f".//{SPACE}polyline")


def test_each_metric_has_a_panel_with_its_validation(history):
    train(history, ["acc", "loss"])
    root, texts, lines = parts(history)
    assert panel_names(history) == ["loss", "acc"]
    assert {"loss 0.3333", "val_loss 0.3333", "acc 0.3333", "12 batches"} <= set(texts)
    assert len(lines) == 6
    assert len({line.get("stroke-dasharray") for line in lines}) == 2
    assert len({line.get("stroke-width") for line in lines}) == 2
    assert history.text() in root.find(f"{SPACE}desc").text


def test_empty_and_bad_values(history):
    assert parts(history)[2] == []
    train(history, ["loss"], value=lambda step: math.nan if step % 3 == 1 else math.inf)
    assert parts(history)[2] == []
    history.end_batches([{"loss": 5.0}])
    assert len(parts(history)[2]) == 1


def test_a_gap_divides_the_line(history):
    history.end_batches([{"loss": v} for v in (3.0, 2.0, math.nan, 1.0, 0.5)])
    assert len(parts(history)[2]) == 2


def test_equal_values_and_large_ones(history):
    train(history, ["loss"], value=lambda step: 1e30)
    assert len(parts(history)[2]) == 3


def test_names_enter_as_text(history):
    train(history, ["<script>alert(1)</script>&"])
    root, texts, _ = parts(history)
    assert "<script>alert(1)</script>&" in texts
    assert root.find(f".//{SPACE}script") is None


def test_many_metrics_are_limited(history):
    train(history, ["loss", *(f"metric_{i}" for i in range(9))])
    texts = parts(history)[1]
    assert sum(1 for text in texts if text.endswith(" batches")) == MOST_PANELS
    assert "4 more in model.history" in " ".join(texts)


def test_a_file_has_colours_of_its_own(history):
    train(history, ["loss"])
    assert "var(--jp" in history_svg(history)
    assert "var(" not in history_svg(history, colours=PAPER)


def test_both_languages(history):
    train(history, ["loss"])
    assert "12 批" in parts(history, lang="zh")[1]
