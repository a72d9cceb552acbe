"""The progress bar of the kernel compilation."""

import io

from kerastutor.course import warm
from kerastutor.course.warm import Bar


class Terminal(io.StringIO):
    def isatty(self):
        return True


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def test_line_shows_how_far_and_how_long():
    clock = Clock()
    bar = Bar("kernels", io.StringIO(), clock)
    clock.now = 3.0
    assert bar.line(1, 4) == "kernels [======..................] 1/4  ETA 9 s"
    assert bar.line(0, 4) == "kernels [........................] 0/4  ETA ..."


def test_terminal_gets_one_line_that_is_drawn_again():
    stream = Terminal()
    bar = Bar("kernels", stream, patience=0)
    bar(1, 2, "gemm")
    bar(2, 2, "gemm")
    bar.end()
    assert stream.getvalue().count("\r") == 2
    assert stream.getvalue().count("\n") == 1


def test_log_file_gets_a_line_for_every_tenth():
    stream = io.StringIO()
    bar = Bar("kernels", stream, patience=0)
    for done in range(1, 101):
        bar(done, 100, "gemm")
    bar.end()
    assert stream.getvalue().count("\n") == 11
    assert "\r" not in stream.getvalue()


def test_nothing_to_do_draws_nothing():
    stream = Terminal()
    bar = Bar("kernels", stream, patience=0)
    bar(0, 0)
    bar.end()
    assert stream.getvalue() == ""


def test_what_is_done_at_once_needs_no_bar():
    clock, stream = Clock(), io.StringIO()
    bar = Bar("kernels", stream, clock)
    bar(1, 2)
    bar.end()
    assert stream.getvalue() == ""
    clock.now = 1.5
    bar(2, 2)
    assert stream.getvalue().startswith("kernels [========================] 2/2")


def test_warm_says_how_many_are_ready(monkeypatch, capsys):
    def fake(progress):
        progress(3, 3, "")
        return 3

    monkeypatch.setattr(warm.kernels, "warm", fake)
    assert warm.warm() == 0
    assert capsys.readouterr().err == "kernels: 3 ready\n"
