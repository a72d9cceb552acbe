"""Object code on disk: kept, reloaded without Numba, and never trusted when damaged."""

import json
import os
import subprocess
import sys
import zipfile

import pytest

from kerastutor.kernels import ship, shipped

RUN = """
import sys
import numpy as np
from kerastutor.kernels import cache, kernels
x = np.arange(5, dtype="float32")
y = np.empty_like(x)
kernels["ceil"](x, y)                 # not one of the shipped ones
assert (y == x).all(), y
print(len(cache.compiled), "numba" in sys.modules)
"""


def run(folder, **environment):
    done = subprocess.run(
        [sys.executable, "-c", RUN],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "KERASTUTOR_CACHE_DIR": str(folder), **environment},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_second_process_needs_no_compiler(tmp_path):
    assert run(tmp_path) == ["1", "True"]
    assert run(tmp_path) == ["0", "False"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda c: c[: len(c) // 2],
        lambda c: b"",
        lambda c: c[:-3] + b"xyz",
        lambda c: c.replace(b"kerastutor-kernel", b"kerastutor-kernal"),
    ],
)
def test_damaged_file_is_compiled_again(tmp_path, damage):
    run(tmp_path)
    [path] = tmp_path.iterdir()
    path.write_bytes(damage(path.read_bytes()))
    assert run(tmp_path)[0] == "1"
    assert run(tmp_path)[0] == "0"


def test_folder_that_cannot_be_made_is_done_without(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    assert run(blocked / "cache")[0] == "1"


def test_files_are_private(tmp_path):
    folder = tmp_path / "new"
    run(folder)
    assert folder.stat().st_mode & 0o077 == 0


def test_plain_python_runs_without_compiling(tmp_path):
    assert run(tmp_path, NUMBA_DISABLE_JIT="1") == ["0", "False"]


PLAIN = """
import numpy as np
from kerastutor import backend as K
from kerastutor.layers import Dense, Dropout
from kerastutor.models import Sequential
x = K.placeholder((None, 3))
f = K.function([x], [K.softmax(K.exp(x))])
found = f([np.arange(6.0).reshape(2, 3)])[0]
e = np.exp(np.exp(np.arange(6.0).reshape(2, 3)) - np.exp([[2.0], [5.0]]))
np.testing.assert_allclose(found, e / e.sum(1, keepdims=True), rtol=1e-4, atol=1e-6)
model = Sequential([Dense(16, activation="relu", input_shape=(3,)), Dropout(0.2), Dense(1)])
model.compile("adam", "mse")
before = model.get_weights()[0]
loss = model.train_on_batch(np.ones((5, 3)), np.ones((5, 1)))
assert loss > 0 and (model.get_weights()[0] != before).any()
"""


def test_models_train_on_plain_python_kernels():
    done = subprocess.run([sys.executable, "-c", PLAIN], capture_output=True, text=True,
                          timeout=120, env={**os.environ, "NUMBA_DISABLE_JIT": "1"})
    assert done.returncode == 0 and not done.stderr, done.stderr


def test_shipped_code_is_made_from_these_sources():
    if shipped.system() != "linux-x86_64":
        pytest.skip("shipped.zip holds code for Linux on x86-64")
    with zipfile.ZipFile(shipped.FILE) as file:
        held = json.loads(file.read("index.json"))
    assert held == ship.index(), "run `python -m kerastutor.kernels.ship`"


def test_shipped_kernels_need_no_numba(tmp_path):
    code = RUN.replace("ceil", "square").replace("y == x)", "y == x * x)")
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "KERASTUTOR_CACHE_DIR": str(tmp_path)},
    )
    assert done.stdout.split() == ["1", str(shipped.system() != "linux-x86_64")], done.stderr
