"""The progress bar: what it draws, where, and that it does nothing in between."""
import io
import sys

import pytest

from kerastutor.utils import progbar
from kerastutor.utils.progbar import Progbar


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def clock(monkeypatch):
    now = [100.]
    monkeypatch.setattr(progbar.time, "monotonic", lambda: now[0])
    return now


def terminal(monkeypatch):
    stream = Terminal()
    monkeypatch.setattr(sys, "stdout", stream)
    return stream


def test_bar_average_eta_and_time_per_step(monkeypatch, clock):
    stream = terminal(monkeypatch)
    bar = Progbar(10, width=10)
    clock[0] += 2.
    bar.update(4, [("loss", 2.), ("acc", .5)])
    assert stream.getvalue() == "\r 4/10 [===>......] - ETA: 3s - loss: 2.0000 - acc: 0.5000"
    clock[0] += 3.
    bar.update(10, [("loss", 1.), ("acc", 0.)])
    last = stream.getvalue().split("\r")[-1]
    assert last.rstrip() == ("10/10 [==========] - 5s 500ms/step - loss: 1.4000 - acc: 0.2000")
    assert last.endswith("\n")


def test_a_shorter_line_covers_the_longer_one(monkeypatch, clock):
    stream = terminal(monkeypatch)
    bar = Progbar(1000, width=10)
    clock[0] += 100.
    bar.update(1)
    bar.update(1000)
    first, last = stream.getvalue().split("\r")[1:]
    assert len(last.rstrip("\n")) >= len(first)


def test_nothing_is_formatted_between_two_drawings(monkeypatch, clock):
    terminal(monkeypatch)
    bar = Progbar(1000)
    bar.update(1, [("loss", 1.)])
    monkeypatch.setattr(bar, "_draw", lambda *args: pytest.fail("drawn"))
    for i in range(2, 500):
        bar.update(i, [("loss", 3.)])
    clock[0] += .06
    drawn = []
    monkeypatch.setattr(bar, "_draw", lambda *args: drawn.append(args))
    bar.update(500, [("loss", 1.)])
    assert len(drawn) == 1
    assert bar._totals["loss"] == [1. + 498 * 3. + 1., 500]


def test_a_log_file_gets_few_lines(monkeypatch, clock):
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stdout", stream)
    bar = Progbar(100)
    for i in range(1, 101):
        clock[0] += 1.
        bar.update(i)
    lines = stream.getvalue().splitlines()
    assert len(lines) == 4 and "\r" not in stream.getvalue()
    assert lines[-1].startswith("100/100 [===") and "1s/step" in lines[-1]


def test_a_notebook_counts_as_a_terminal(monkeypatch, clock):
    stream = type("OutStream", (io.StringIO,), {"__module__": "ipykernel.iostream"})()
    monkeypatch.setattr(sys, "stdout", stream)
    bar = Progbar(2)
    bar.update(1)
    bar.update(2)
    assert stream.getvalue().count("\r") == 2


def test_unknown_target_stateful_values_and_add(monkeypatch, clock):
    stream = terminal(monkeypatch)
    bar = Progbar(None, stateful_metrics=["count"], interval=0.)
    bar.add(3, [("count", 3), ("loss", 1.), ("text", .00001)])
    bar.add(1, [("count", 7), ("loss", 2.), ("text", .00001)])
    last = stream.getvalue().split("\r")[-1]
    assert last.startswith("      4/Unknown - 0s 0us/step - count: 7.0000 - loss: 1.2500")
    assert last.endswith("text: 1.0000e-05")
    bar.end_line()
    bar.end_line()
    assert stream.getvalue().count("\n") == 1


def test_quiet_modes(capsys, clock):
    bar = Progbar(2, verbose=2)
    bar.update(1, [("loss", 1.)])
    bar.update(2, [("loss", 2.)])
    Progbar(2, verbose=0).update(2, [("loss", 1.)])
    assert capsys.readouterr().out == " - 0s - loss: 1.5000\n"


@pytest.mark.parametrize(("seconds", "text"), [(5, "5s"), (65, "1:05"), (3725, "1:02:05")])
def test_clock(seconds, text):
    assert progbar._clock(seconds) == text


def test_zero_steps(monkeypatch, clock):
    stream = terminal(monkeypatch)
    Progbar(0).update(0)
    assert "0/0 [" in stream.getvalue()
