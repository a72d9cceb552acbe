"""A limit on time that does not count the compiling of kernels, nor a busy machine."""

import contextlib
import signal
import threading
import time

import pytest

from kerastutor.course import deadline as deadlines
from kerastutor.course.deadline import Deadline, OutOfTime
from kerastutor.kernels import cache


class Clocks:
    """Both clocks that a deadline reads, set by hand."""

    def __init__(self):
        self.clock = self.processor = 0.0

    def monotonic(self):
        return self.clock

    def process_time(self):
        return self.processor


@pytest.fixture
def clocks(monkeypatch):
    made = Clocks()
    monkeypatch.setattr(deadlines, "time", made)
    return made


def assert_no_timer_is_left():
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0
    assert signal.getsignal(signal.SIGALRM) == signal.SIG_DFL


def test_endless_code_is_interrupted_even_if_it_holds_exceptions():
    with pytest.raises(OutOfTime), Deadline(0.05).interrupts():
        while True:
            try:
                time.sleep(1)
            except Exception:
                pass
    assert_no_timer_is_left()


def test_quick_code_is_left_alone():
    with Deadline(1000).interrupts():
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 0
    assert_no_timer_is_left()


def test_the_end_of_the_block_is_never_interrupted():
    """Whenever the timer rings, the block alone gets the error, and no timer outlives it."""
    for number in range(300):
        with contextlib.suppress(OutOfTime), Deadline(-1).interrupts():
            signal.setitimer(signal.ITIMER_REAL, 1e-6 * (number % 30 + 1))
            for _ in range(10):
                pass
        assert_no_timer_is_left()


def test_compiling_is_not_counted(monkeypatch, clocks):
    deadline = Deadline(0.01)
    monkeypatch.setattr(cache, "_spent", [cache.seconds() + 100, None])
    clocks.clock = clocks.processor = 0.5
    assert 99 < deadline.left < 100


def test_the_timer_goes_on_when_kernels_were_compiled_meanwhile(monkeypatch):
    deadline = Deadline(0.01)
    monkeypatch.setattr(cache, "_spent", [cache.seconds() + 100, None])
    begun = time.monotonic()
    with deadline.interrupts():
        signal.setitimer(signal.ITIMER_REAL, 0.01)
        time.sleep(0.05)
    assert time.monotonic() - begun >= 0.05


def test_on_another_thread_nothing_is_interrupted():
    done = []

    def run():
        with Deadline(0.01).interrupts():
            time.sleep(0.05)
            done.append(True)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert done


def test_patience_waits_for_the_processor_and_still_ends_what_waits(clocks):
    deadline = Deadline(10, patience=4)
    clocks.clock = 39
    assert deadline.left == 1  # nothing was computed meanwhile
    clocks.clock = 41
    assert deadline.left == -1
    clocks.clock, clocks.processor = 12, 9
    assert deadline.left == 1
    clocks.processor = 11
    assert deadline.left == -1
    clocks.clock, clocks.processor = 5, 40  # many threads at once
    assert deadline.left == 5
    clocks.clock, clocks.processor = 12, 0
    assert Deadline(10, patience=1).left == 10


def test_what_waits_and_what_computes_is_interrupted():
    deadline = Deadline(0.05, patience=4)
    with pytest.raises(OutOfTime), deadline.interrupts():
        time.sleep(1000)
    assert deadline.left <= 0
    deadline = Deadline(0.1, patience=10000)
    with pytest.raises(OutOfTime), deadline.interrupts():
        while True:
            pass
