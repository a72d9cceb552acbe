"""K offers every name of keras.backend 2.2.4 with the same parameters, order and defaults."""

import inspect
import os
import pathlib
import subprocess
import sys

import pytest

from kerastutor import backend as K
from kerastutor.backend import common

LISTS = {"backend": K, "common": common}


def listed():
    text = pathlib.Path(__file__).with_name("api_2_2_4.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            module, signature = line.split(" ", 1)
            yield module, signature[: signature.index("(")], signature[signature.index("(") :]


@pytest.mark.parametrize("module, name, signature", list(listed()))
def test_name_and_signature(module, name, signature):
    found = getattr(LISTS[module], name)
    assert str(inspect.signature(found)) == signature
    assert inspect.getdoc(found), f"{name} needs a docstring"


def test_all_names_exist():
    assert sorted(set(K.__all__)) == sorted(K.__all__)
    assert all(hasattr(K, name) for name in K.__all__)


def test_backend_is_tensorflow():
    assert K.backend() == "tensorflow"


@pytest.mark.parametrize("value, warns", [("", False), ("tensorflow", False), ("theano", True)])
def test_another_backend_is_refused_with_a_warning(value, warns):
    environment = dict(os.environ, KERAS_BACKEND=value, PYTHONPATH=os.pathsep.join(sys.path))
    run = subprocess.run(
        [sys.executable, "-c", "import kerastutor.backend"],
        capture_output=True,
        text=True,
        env=environment,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout == ""
    assert ("KERAS_BACKEND must be 'tensorflow'" in run.stderr) == warns


@pytest.mark.parametrize("module", ["numba", "h5py", "yaml", "matplotlib", "pandas", "scipy"])
def test_import_is_light(module):
    code = f"import sys, kerastutor.backend; sys.exit({module!r} in sys.modules)"
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path))
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment
    )
    assert run.returncode == 0 and run.stdout == run.stderr == ""
