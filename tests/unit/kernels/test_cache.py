"""Object code on disk: kept, reloaded without a compiler, and never trusted when damaged."""

import os
import subprocess
import sys
import time

import pytest

from kerastutor.kernels import cache, processor

RUN = """
import sys
import numpy as np
from kerastutor.kernels import cache, kernels
x = np.arange(5, dtype="float32")
y = np.empty_like(x)
kernels["ceil"](x, y)                 # not one of the shipped ones
assert (y == x).all(), y
print(len(cache.compiled), *sorted({"numba", "llvmlite.binding"} & set(sys.modules)))
"""


def start(folder, **environment):
    return subprocess.Popen(
        [sys.executable, "-c", RUN],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "KERASTUTOR_CACHE_DIR": str(folder), **environment},
    )


def result(process):
    out, error = process.communicate(timeout=300)
    assert process.returncode == 0, error
    return out.split()


def run(folder, **environment):
    return result(start(folder, **environment))


def test_second_process_needs_no_compiler(tmp_path):
    assert run(tmp_path) == ["1", "llvmlite.binding", "numba"]
    loader = ["llvmlite.binding"] if processor.system() != processor.SYSTEM else []
    assert run(tmp_path) == ["0", *loader]


def test_two_processes_at_once(tmp_path):
    both = [start(tmp_path), start(tmp_path)]
    assert all(result(process)[0] in "01" for process in both)
    assert len(list(tmp_path.iterdir())) == 1
    assert run(tmp_path)[0] == "0"


@pytest.mark.parametrize(
    "damage",
    [
        lambda c: c[: len(c) // 2],
        lambda c: b"",
        lambda c: c[:-3] + b"xyz",
        lambda c: c.replace(b"kerastutor-kernel", b"kerastutor-kernal"),
    ],
)
def test_damaged_file_counts_as_missing(tmp_path, monkeypatch, damage):
    monkeypatch.setenv("KERASTUTOR_CACHE_DIR", str(tmp_path))
    cache.save("name", "identity", b"code")
    assert cache.load("name", "identity") == b"code"
    assert cache.load("name", "another") is None
    [path] = tmp_path.iterdir()
    path.write_bytes(damage(path.read_bytes()))
    assert cache.load("name", "identity") is None
    cache.save("name", "identity", b"code")
    assert cache.load("name", "identity") == b"code"


def test_folder_that_cannot_be_made_is_done_without(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    assert run(blocked / "cache")[0] == "1"


def test_files_are_private(tmp_path, monkeypatch):
    folder = tmp_path / "new"
    monkeypatch.setenv("KERASTUTOR_CACHE_DIR", str(folder))
    cache.save("name", "identity", b"code")
    assert folder.stat().st_mode & 0o077 == 0


def test_what_nobody_has_used_for_90_days_is_removed_by_a_process_that_writes(
        tmp_path, monkeypatch):
    monkeypatch.setenv("KERASTUTOR_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(cache, "_cleaned", set())
    day = 24 * 3600
    for name in ("old", "used", "young"):
        cache.save(name, "0" * 20, b"code")
    paths = {path.name[:-23]: path for path in tmp_path.iterdir()}
    other = tmp_path / f"mine-{'1' * 20}.o"             # not ours, though it has such a name
    other.write_bytes(b"ELF")
    half, another = tmp_path / "tmpabc.tmp", tmp_path / "notes.txt"
    half.write_bytes(b"kerastutor-kernel 2\nab")
    another.write_bytes(b"kerastutor-kernel 3")
    for path in (paths["old"], paths["used"], other, half, another):
        os.utime(path, (time.time(), time.time() - 100 * day))
    os.utime(paths["young"], (0, time.time() - 80 * day))
    assert cache.load("used", "0" * 20) == b"code"      # which notes the use
    assert time.time() - paths["used"].stat().st_mtime < day
    cache.save("more", "0" * 20, b"code")               # this process has looked already
    assert paths["old"].exists()
    monkeypatch.setattr(cache, "_cleaned", set())
    with open(paths["old"], "rb") as reader:
        cache.save("more", "0" * 20, b"code")
        if os.name == "posix":
            assert not paths["old"].exists() and not half.exists()
            assert reader.read().endswith(b"code")
    assert all(path.exists() for path in (paths["used"], paths["young"], other, another))


def test_plain_python_runs_without_compiling(tmp_path):
    assert run(tmp_path, NUMBA_DISABLE_JIT="1") == ["0"]


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
                          timeout=600, env={**os.environ, "NUMBA_DISABLE_JIT": "1"})
    assert done.returncode == 0 and not done.stderr, done.stderr
