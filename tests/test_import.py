"""Importing the package does nothing that anybody could notice."""

import os
import subprocess
import sys

import pytest

from kerastutor.kernels import processor

CODE = """
import os, sys, threading
opened = []
sys.addaudithook(lambda event, args: opened.append(args) if event == "open" else None)
import kerastutor
import kerastutor.layers, kerastutor.models, kerastutor.optimizers
written = [a for a in opened if isinstance(a[1], str) and set(a[1]) & set("wax+")]
heavy = sorted({"numba", "llvmlite", "h5py", "scipy", "matplotlib", "tensorflow", "torch", "yaml",
                "IPython", "ipywidgets", "PIL", "pandas"} & set(sys.modules))
assert not written, written
assert not heavy, heavy
assert threading.active_count() == 1
"""


def test_import_writes_prints_and_compiles_nothing(tmp_path):
    environment = {
        **os.environ,
        "HOME": str(tmp_path),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    environment.pop("KERASTUTOR_CACHE_DIR", None)
    done = subprocess.run(
        [sys.executable, "-c", CODE], capture_output=True, text=True, env=environment, timeout=600
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "" and done.stderr == ""
    assert list(tmp_path.iterdir()) == []


def test_building_a_model_compiles_nothing(tmp_path):
    code = """
import sys
from kerastutor.layers import Dense, Input
from kerastutor.models import Model
x = Input((4,))
Model(x, Dense(3, activation="softmax")(Dense(8, activation="relu")(x))).summary()
assert not {"numba", "llvmlite"} & set(sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(processor.level() is None, reason="kernels are not shipped for this machine")
def test_the_first_step_needs_no_compiler_and_writes_nothing(tmp_path):
    code = """
import sys
import numpy as np
from kerastutor.layers import LSTM, Dense, Dropout
from kerastutor.models import Sequential
model = Sequential([LSTM(4, input_shape=(3, 5)), Dropout(0.5), Dense(2, activation="softmax")])
model.compile("rmsprop", "categorical_crossentropy", metrics=["accuracy"])
model.fit(np.ones((8, 3, 5)), np.eye(2)[[0, 1] * 4], verbose=0)
heavy = {"numba", "llvmlite", "h5py", "scipy", "multiprocessing", "http.client", "ssl", "html"}
assert not heavy & set(sys.modules), heavy & set(sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=600,
                          env={**os.environ, "KERASTUTOR_CACHE_DIR": str(tmp_path)})
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.iterdir()) == []
