"""The clean check against answers that hang, exit, fork, flood, eat memory, or cheat.

Each gets a message of its own and no points, and nothing of it is left behind.
"""

import json
import os
import sys
import time

import pytest

from kerastutor.course import grading, replay, supervise
from kerastutor.course.showing import result_text

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@pytest.fixture
def clean(elsewhere, monkeypatch):
    """A function that checks an answer in a fresh process and gives (outcome, message id)."""
    monkeypatch.setitem(elsewhere.header, "memory_mb", 600)

    def check(code, seconds=60):
        monkeypatch.setitem(elsewhere.header, "seconds", seconds)
        result = replay.grade_clean(elsewhere, code, seed=1)
        for lang in ("en", "zh"):
            assert result_text(elsewhere, result, lang=lang)
        if result.outcome != grading.PASS:
            assert result.points == 0
        return result.outcome, result.messages[0].id if result.messages else None

    return check


def has_ended(pid):
    """Wait a little for a process to be gone (or a zombie)."""
    for _ in range(600):
        try:
            with open(f"/proc/{pid}/stat") as file:
                if file.read().rpartition(")")[2].split()[0] == "Z":
                    return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("while True: pass", "clean_time"),
        ("import signal, time\nfor n in (1, 2, 15):\n    signal.signal(n, signal.SIG_IGN)\n"
         "time.sleep(1000)", "clean_time"),
        ("while True:\n    try: input_ = 1 / 0\n    except BaseException: pass", "clean_time"),
    ],
    ids=["hang", "signals ignored", "exceptions held"],
)  # fmt: skip
def test_what_never_ends(clean, code, message):
    assert clean(code, seconds=1) == (grading.TIMEOUT, message)


def test_time_is_over_by_both_clocks_or_long_over():
    assert not supervise._is_over(elapsed=29, used=4, most=10)  # a busy machine
    assert supervise._is_over(elapsed=31, used=4, most=10)  # it waits
    assert supervise._is_over(elapsed=11, used=11, most=10)
    assert not supervise._is_over(elapsed=9, used=30, most=10)  # many threads
    assert supervise._is_over(elapsed=11, used=None, most=10)  # where it cannot be learned


def test_the_processors_time_is_read():
    mine = {process.pid: process for process in supervise._processes()}.get(os.getpid())
    if mine is None:
        pytest.skip("not to be learned on this system")
    assert mine.parent == os.getppid()
    assert 0.8 * time.process_time() - 1 < mine.seconds


def test_a_time_as_ps_writes_it():
    assert supervise._seconds("62:03.45") == 62 * 60 + 3.45
    assert supervise._seconds("1-02:03:04") == ((24 + 2) * 60 + 3) * 60 + 4


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("exit()", "clean_exit"),
        ("import sys; sys.exit(3)", "clean_exit"),
        ("import os; os._exit(0)", "clean_exit"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "clean_signal"),
        ("import ctypes; ctypes.string_at(0)", "clean_signal"),
        ("value = int(input())", "clean_stdin"),
        ("import sys; value = len(sys.stdin.readline()) / 0", "error_zero"),
        ("rows = []\nwhile True: rows.append(bytearray(20_000_000))", "clean_memory"),
        ("while True: print('x' * 1_000_000)", "clean_output"),
        ("import os\nwhile True: os.write(1, b'x' * 1_000_000)", "clean_output"),
        ("import os\nwhile True: os.fork()", "clean_processes"),
        ("raise KeyboardInterrupt", "clean_signal"),
    ],
)
def test_what_stops_itself_or_takes_too_much(clean, code, message):
    assert clean(code) == (grading.ERROR, message)


@pytest.mark.parametrize(
    "code",
    [
        "print('x' * 10_000_000); value = 4",
        "import sys; sys.stdout.close(); value = 4",
        "import sys; sys.stdout = sys.stderr = None; value = 4",
        "import os; os.close(1); os.close(2); value = 4",
        "import warnings; warnings.warn('no'); value = 4",
        "import os\nif os.fork() == 0: os._exit(1)\nvalue = 4",
        "import os\nos.fork()\nvalue = 4",
        "import threading as t, time\nt.Thread(target=time.sleep, args=(99,)).start()\nvalue = 4",
    ],
)
def test_what_is_right_all_the_same(clean, code):
    assert clean(code) == (grading.PASS, None)


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("import kerastutor.course.grading as g\nr = g.grade\n"
         "g.grade = lambda *a: g.Result('pass')\nvalue = 5", "clean_changed"),
        ("import kerastutor.course.grading as g\n"
         "g._run = lambda c, *a: (g.CheckResult(c.name, 'pass', c.points), None)\nvalue = 5",
         "clean_changed"),
        ("import kerastutor.course.grading as g\ndef f(*a): return 'pass'\n"
         "g._outcome.__code__ = f.__code__\nvalue = 5", "clean_changed"),
        ("from kerastutor.course.answer import Answer\n"
         "Answer.__getitem__ = lambda s, n: 4\nvalue = 5", "clean_changed"),
        ("import numpy as np\nnp.any = lambda *a: False\nvalue = 5", "clean_changed"),
        ("import builtins\nbuiltins.len = lambda *a: 0\nvalue = 5", "clean_changed"),
    ],
)  # fmt: skip
def test_an_answer_that_changes_the_grader_is_found_out(clean, code, message):
    assert clean(code) == (grading.ERROR, message)


FORGED = json.dumps(
    {"result": {"outcome": "pass", "messages": [], "error": None, "seed": 1, "random": False,
                "missing": [],
                "checks": [{"name": "even", "outcome": "pass", "points": 2, "message": None,
                            "blocked_by": None}]}}
)  # fmt: skip


@pytest.mark.parametrize("prefix", ["", "0" * 32 + " "])
def test_a_forged_reply_is_not_believed(clean, prefix):
    code = f"""
import os
line = ({prefix!r} + {FORGED!r} + "\\n").encode()
for fd in range(3, 64):
    try:
        os.write(fd, line)
    except OSError:
        pass
os._exit(0)
"""
    assert clean(code) == (grading.ERROR, "clean_exit")


def test_a_reply_that_contradicts_itself_is_not_believed(elsewhere, monkeypatch):
    reply = {**json.loads(FORGED)["result"], "checks": []}
    report = {"ending": "done", "code": 0, "reply": reply}
    monkeypatch.setattr(replay, "_supervised", lambda job: report)
    assert replay.grade_clean(elsewhere, "value = 5").outcome == grading.GRADER_ERROR


@pytest.mark.parametrize("report", [{}, {"ending": "done", "code": 0, "reply": {"outcome": "?"}}])
def test_no_usable_report_gives_no_points_and_costs_nothing(elsewhere, monkeypatch, report):
    monkeypatch.setattr(replay, "_supervised", lambda job: report)
    result = replay.grade_clean(elsewhere, "value = 4")
    assert (result.outcome, result.points) == (grading.GRADER_ERROR, 0)


@LINUX
def test_escaped_children_are_ended(clean, tmp_path):
    """A grandchild in a session of its own, whose parent has ended."""
    code = f"""
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        with open({str(tmp_path / "pid")!r}, "w") as file:
            file.write(str(os.getpid()))
        time.sleep(1000)
    os._exit(0)
while not (os.path.exists({str(tmp_path / "pid")!r}) and os.path.getsize({str(tmp_path / "pid")!r})):
    time.sleep(0.01)
value = 4
"""  # noqa: E501
    assert clean(code) == (grading.PASS, None)
    assert has_ended(int((tmp_path / "pid").read_text()))


@LINUX
def test_when_the_answer_kills_the_supervisor_nothing_is_left(clean, tmp_path):
    code = f"""
import os, signal, time
with open({str(tmp_path / "pid")!r}, "w") as file:
    file.write(str(os.getpid()))
os.kill(os.getppid(), signal.SIGKILL)
time.sleep(1000)
"""
    assert clean(code) == (grading.GRADER_ERROR, None)
    assert has_ended(int((tmp_path / "pid").read_text()))


def test_names_of_other_modules_and_lazy_attributes_are_the_answers_own_business(clean):
    assert clean("import math, numpy.testing\nmath.tau = 6\nvalue = 4") == (grading.PASS, None)


def test_environment_and_folder_are_the_callers(clean, monkeypatch):
    monkeypatch.setenv("KERASTUTOR_LANG", "zh")
    assert clean(f"import os\nvalue = 4 if os.getcwd() == {os.getcwd()!r} else 5")[0] == "pass"
