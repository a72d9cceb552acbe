"""Threads: concurrent callers, forked children, interrupts, exit. Each in a process of its own
where it may go wrong.
"""

import os
import subprocess
import sys
import textwrap

import pytest

COMMON = """
import os, signal, sys, threading, time
import numpy as np
from kerastutor.graph import F, Placeholder, Variable, gradients
from kerastutor.runtime import Function
from kerastutor.runtime.pool import pool, set_threads
import kerastutor.ops
set_threads(2)

def model(width=256):
    x = Placeholder((None, width), "float32")
    w = Variable((np.random.RandomState(0).randn(width, width) / width).astype("float32"))
    loss = F.mean(F.square(F.relu(F.matmul(F.tanh(F.matmul(x, w)), w)) - 1.0))
    [g] = gradients(loss, [w])
    return Function([x], [loss], [(w, w - 0.1 * g)]), w

X = np.random.RandomState(1).randn(256, 256).astype("float32")
"""


def run(code, timeout=300):
    done = subprocess.run(
        [sys.executable, "-c", COMMON + textwrap.dedent(code)],
        capture_output=True,
        text=True,
        timeout=timeout,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()


def test_plan_of_this_size_is_shared():
    assert run("""
        f, w = model()
        print(max(f.plan([X]).phases[:, 1]) > 1, f.plan([X]).mode)
    """).startswith("True")


def test_four_python_threads_train_their_own_models():
    run("""
        reference, w = model()
        for _ in range(20): reference([X])
        made = [model() for _ in range(4)]
        def work(f):
            for _ in range(20): f([X])
        threads = [threading.Thread(target=work, args=(f,)) for f, _ in made]
        [t.start() for t in threads]; [t.join() for t in threads]
        assert all(np.array_equal(w.value, v.value) for _, v in made)
    """)


def test_python_threads_share_one_function():
    run("""
        f, w = model()
        x = Placeholder((None, 256), "float32")
        g = Function([x], [F.matmul(x, w)])
        expected = g([X])[0]
        wrong = []
        def work():
            for _ in range(50):
                if not np.array_equal(g([X])[0], expected): wrong.append(1)
        threads = [threading.Thread(target=work) for _ in range(4)]
        [t.start() for t in threads]; [t.join() for t in threads]
        assert not wrong
    """)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_forked_children_train():
    run("""
        f, w = model()
        for _ in range(5): f([X])
        stop = []
        def busy():
            while not stop: f([X])
        thread = threading.Thread(target=busy)
        for running in (False, True):
            if running: thread.start()
            for _ in range(5):
                child = os.fork()
                if child == 0:
                    g, _ = model()
                    for _ in range(3): g([X])
                    os._exit(0)
                assert os.waitpid(child, 0)[1] == 0
        stop.append(1); thread.join()
        f([X])
    """)


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT to itself")
def test_ctrl_c_arrives_between_steps_and_leaves_the_model_whole():
    run("""
        f, w = model()
        f([X])
        seen = []
        def interrupt(*arguments):      # Python drops one that falls into a destructor
            seen.append(arguments)
            raise KeyboardInterrupt
        signal.signal(signal.SIGINT, interrupt)
        try:
            threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
            while not seen: f([X])
        except KeyboardInterrupt:
            pass
        assert not pool().lock.locked() and np.isfinite(w.value).all()
        f([X])
    """)


@pytest.mark.parametrize(
    "end",
    [
        "pass",
        "time.sleep(0.3)",
        "raise SystemExit(0)",
        "import atexit; atexit.unregister(pool().close)",
    ],
)
def test_process_ends(end):
    run("f, w = model()\nfor _ in range(3): f([X])\n" + end, timeout=600)
