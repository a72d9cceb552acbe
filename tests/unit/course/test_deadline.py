"""A limit on time that does not count the compiling of kernels."""

import threading
import time

import pytest

from kerastutor.course.deadline import Deadline, OutOfTime
from kerastutor.kernels import cache


def test_endless_code_is_interrupted_even_if_it_holds_exceptions():
    with pytest.raises(OutOfTime), Deadline(0.05).interrupts():
        while True:
            try:
                time.sleep(1)
            except Exception:
                pass


def test_quick_code_is_left_alone():
    with Deadline(0.05).interrupts():
        pass
    time.sleep(0.1)


def test_compiling_is_not_counted(monkeypatch):
    deadline = Deadline(0.01)
    monkeypatch.setattr(cache, "_spent", [cache.seconds() + 100, None])
    time.sleep(0.02)
    assert deadline.left > 99
    begun = time.monotonic()
    with deadline.interrupts():
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


def test_patience_counts_the_processors_time_and_still_ends_what_waits():
    deadline = Deadline(0.2, patience=10)
    time.sleep(0.4)
    assert deadline.left > 0.1  # nothing was computed meanwhile
    deadline = Deadline(0.05, patience=4)
    with pytest.raises(OutOfTime), deadline.interrupts():
        time.sleep(5)
    assert deadline.left <= 0
    deadline = Deadline(0.1, patience=1000)
    with pytest.raises(OutOfTime), deadline.interrupts():
        while True:
            pass
