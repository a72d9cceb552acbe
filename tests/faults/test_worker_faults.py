"""Workers that die, hang or raise never hang a training run. Each case runs under a time limit."""

import os
import signal
import subprocess
import sys
import textwrap
import time

import pytest

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"),
                                reason="the cases fork, and look for processes in /proc")

HEAD = """
import multiprocessing, os, signal, sys, threading, time
import numpy as np
import kerastutor
from kerastutor.layers import Dense
from kerastutor.models import Sequential
from kerastutor.utils import Sequence

multiprocessing.set_start_method("fork")
X, Y = np.ones((4, 3), "float32"), np.ones((4, 2), "float32")
model = Sequential([Dense(2, input_shape=(3,))])
model.compile("sgd", "mse")

class Data(Sequence):
    def __init__(self, act=None, at=5):
        self.act, self.at = act, at
    def __len__(self):
        return 20
    def __getitem__(self, index):
        if index == self.at and self.act:
            self.act()
        return X, Y

def generator(act=None, at=5):
    for index in range(10**6):
        if index == at and act:
            act()
        yield X, Y

def fit(data, steps=20, **arguments):
    return model.fit_generator(data, steps, verbose=0, shuffle=False, **arguments)

def children():
    return [p for p in os.listdir("/proc") if p.isdigit() and _parent(p) == os.getpid()]

def _parent(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return int(file.read().rpartition(")")[2].split()[1])
    except OSError:
        return None

def interrupt_after(seconds, over):
    main = threading.main_thread().ident
    def ring():
        time.sleep(seconds)
        while not over.is_set():        # again where Python has dropped it, in a destructor
            signal.pthread_kill(main, signal.SIGINT)
            over.wait(20)
    threading.Thread(target=ring, daemon=True).start()

def kill(): os.kill(os.getpid(), signal.SIGKILL)
def leave(): os._exit(7)
def sleep(): time.sleep(1000)
def fail(): raise OSError("disk gone")
"""


def run(code, root, limit=300):
    done = subprocess.run([sys.executable, "-c", HEAD + textwrap.dedent(code)], timeout=limit,
                          capture_output=True, text=True, cwd=str(root),
                          env={**os.environ, "PYTHONPATH": str(root)})
    assert done.returncode == 0 and done.stdout.endswith("fine\n"), done.stdout + done.stderr


@pytest.mark.parametrize(("act", "error", "text"), [
    ("kill", "RuntimeError", "SIGKILL"), ("leave", "RuntimeError", "exit code 7"),
    ("fail", "OSError", "disk gone")])
@pytest.mark.parametrize("data", ["Data", "generator"])
def test_a_worker_process_dies_or_raises(request, act, error, text, data):
    run(f"""
        for workers in (1, 3):
            try:
                fit({data}({act}), workers=workers, use_multiprocessing=True)
            except {error} as caught:
                assert {text!r} in str(caught), caught
            else:
                raise AssertionError("no error")
        assert not children()
        fit(Data(), workers=2, use_multiprocessing=True)
        assert not children()
        print("fine")
        """, request.config.rootpath)


@pytest.mark.parametrize("data", ["Data", "generator"])
@pytest.mark.parametrize("processes", [False, True])
@pytest.mark.parametrize("workers", [1, 3])
def test_ctrl_c_while_a_worker_sleeps_forever(request, data, processes, workers):
    if data == "generator" and workers > 1 and not processes:
        pytest.skip("threads do not share a plain generator")
    run(f"""
        def doze():
            if threading.current_thread() is not threading.main_thread() or {processes}:
                time.sleep(1000)
        def slow():
            time.sleep(0.003)
        class Slow(Data):
            def __getitem__(self, index):
                slow()
                return super().__getitem__(index)
        def slow_generator(act):
            for batch in generator(act, 4):
                slow()
                yield batch
        data = Slow(doze, 12) if {data!r} == "Data" else slow_generator(doze)
        over = threading.Event()
        try:
            interrupt_after(1, over)
            fit(data, 2000, workers={workers}, use_multiprocessing={processes})
        except KeyboardInterrupt:
            over.set()
        else:
            raise AssertionError("not interrupted")
        assert not children()
        fit(Data())
        print("fine")
        """, request.config.rootpath)


def test_ctrl_c_at_any_moment_leaves_no_worker(request):
    """Also while processes are started, used, ended, or started anew for the next pass."""
    run("""
        import random
        dice = random.Random(0)
        fit(Data(), workers=2, use_multiprocessing=True)
        for number in range(40):
            over = threading.Event()
            try:
                interrupt_after(dice.uniform(0, 0.1), over)
                while True:
                    fit(Data(), 60, workers=2, use_multiprocessing=True)
            except KeyboardInterrupt:
                over.set()
            assert not children(), number
        print("fine")
        """, request.config.rootpath, 300)


@pytest.mark.parametrize("processes", [False, True])
def test_an_error_in_a_callback_ends_the_workers(request, processes):
    run(f"""
        from kerastutor.callbacks import LambdaCallback
        class Slow(Data):
            def __getitem__(self, index):
                time.sleep(0.002)
                return super().__getitem__(index)
        stop = LambdaCallback(on_batch_end=lambda batch, logs: batch == 8 and fail())
        try:
            fit(Slow(), workers=2, use_multiprocessing={processes}, callbacks=[stop],
                validation_data=Slow())
        except OSError:
            pass
        assert not children()
        assert not [t for t in threading.enumerate() if "batches" in t.name]
        print("fine")
        """, request.config.rootpath)


def test_workers_do_not_outlive_a_killed_parent(request):
    code = HEAD + textwrap.dedent("""
        from kerastutor.utils import OrderedEnqueuer
        crews = [OrderedEnqueuer(Data(), True) for _ in range(2)]
        for crew in crews:
            crew.start(2, 100)
        print(*children(), flush=True)
        kill()
        """)
    parent = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True,
                            timeout=300, env={**os.environ,
                                             "PYTHONPATH": str(request.config.rootpath)})
    workers = parent.stdout.split()
    assert parent.returncode == -signal.SIGKILL and len(workers) == 4
    end = time.monotonic() + 60
    while any(map(_runs, workers)):
        assert time.monotonic() < end
        time.sleep(0.1)


def _runs(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
