"""Saving is interrupted: kill -9, Ctrl-C, a full disk. The path always holds a complete file."""

import os
import random
import signal
import subprocess
import sys
import threading
import time

import numpy as np
import pytest

from kerastutor.layers import Dense
from kerastutor.models import Sequential, load_model

resource = pytest.importorskip("resource", reason="limits of POSIX systems")

WRITER = """
import signal, sys
import numpy as np
from kerastutor.layers import Dense
from kerastutor.models import Sequential
path = sys.argv[1]
model = Sequential([Dense(300, input_shape=(300,)), Dense(300), Dense(10)])
model.compile("adam", "mse")
weights = model.get_weights()
n = int(sys.argv[2])
seen = []

def interrupt(*arguments):      # as Python does it; but it drops one that falls into a destructor
    seen.append(arguments)
    raise KeyboardInterrupt

signal.signal(signal.SIGINT, interrupt)
print("ready", flush=True)
try:
    while not seen:
        n += 1
        model.set_weights([np.full_like(w, n) for w in weights])
        model.save(path)
        print(n, flush=True)
except KeyboardInterrupt:
    pass
sys.exit(7)
"""


def writer(path, first):
    process = subprocess.Popen([sys.executable, "-c", WRITER, str(path), str(first)],
                               stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    return process


def content(path):
    """The number that all weights in the file have."""
    values = {float(v) for w in load_model(str(path)).get_weights() for v in np.unique(w)}
    assert len(values) == 1, f"mixed content: {values}"
    return values.pop()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_interrupted_at_any_moment(tmp_path, how):
    path, dice = tmp_path / "model.h5", random.Random(0)
    done = 0
    for _ in range(5):
        process = writer(path, done)
        guard = threading.Timer(600, process.kill)
        guard.start()
        try:
            done = int(process.stdout.readline())           # one complete save at least
            time.sleep(dice.uniform(0, 0.05))
            process.send_signal(how)
            rest = process.stdout.read().split()    # communicate() would lose lines
        finally:
            process.wait()
            process.stdout.close()
            guard.cancel()
        assert process.returncode == (-signal.SIGKILL if how == signal.SIGKILL else 7)
        done = int(rest[-1]) if rest else done
        assert content(path) in (done, done + 1)
        done = int(content(path))
    left = [name for name in os.listdir(tmp_path) if name != "model.h5"]
    assert all(name.startswith(".model.h5.") and name.endswith(".tmp") for name in left)
    assert how == signal.SIGKILL or not left                # Ctrl-C cleans up


FULL_DISK = """
import resource, sys
import numpy as np
from kerastutor.layers import Dense
from kerastutor.models import Sequential, load_model
path, limit, save = sys.argv[1], int(sys.argv[2]), sys.argv[3]
model = Sequential([Dense(200, input_shape=(200,)), Dense(200)])
model.compile("adam", "mse")
first = model.get_weights()
getattr(model, save)(path)
model.set_weights([w + 1 for w in first])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
for _ in range(3):
    try:
        getattr(model, save)(path)
    except OSError as error:
        print(type(error).__name__, error.errno)
    else:
        sys.exit("saved beyond the limit")
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
other = Sequential([Dense(200, input_shape=(200,)), Dense(200)])
other.load_weights(path)
assert all(np.array_equal(a, b) for a, b in zip(other.get_weights(), first))
getattr(model, save)(path)
other.load_weights(path)
assert all(np.array_equal(a, b) for a, b in zip(other.get_weights(), model.get_weights()))
"""


@pytest.mark.parametrize("save", ["save", "save_weights"])
@pytest.mark.parametrize("limit", [0, 1000, 100_000, 300_000])
def test_a_full_disk_keeps_the_old_file(tmp_path, limit, save):
    path = tmp_path / "model.h5"
    done = subprocess.run([sys.executable, "-W", "error", "-c", FULL_DISK, str(path), str(limit),
                           save], capture_output=True, text=True, timeout=600)
    assert done.returncode == 0 and done.stderr == "", done.stderr
    assert done.stdout.split() == ["OSError", "27"] * 3
    assert os.listdir(tmp_path) == ["model.h5"]


def test_a_model_that_cannot_be_saved_keeps_the_old_file(tmp_path):
    path = tmp_path / "model.h5"
    model = Sequential([Dense(2, input_shape=(2,))])
    model.save(path)
    before = path.read_bytes()

    class Odd(Dense):
        def get_config(self):
            return {"odd": object()}

    with pytest.raises(TypeError, match="must be (plain data|JSON serializable)"):
        Sequential([Odd(2, input_shape=(2,))]).save(path)
    assert path.read_bytes() == before and os.listdir(tmp_path) == ["model.h5"]


def test_a_folder_that_must_not_be_written(tmp_path):
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(PermissionError):
            Sequential([Dense(2, input_shape=(2,))]).save(tmp_path / "model.h5")
    finally:
        tmp_path.chmod(0o700)
