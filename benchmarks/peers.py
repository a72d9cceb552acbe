"""Where the peers live: an interpreter of their own, apart from kerastutor's."""
import os
import shutil
import subprocess
import sys
import venv
from typing import NamedTuple

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
FOLDER = os.path.join(HERE, ".peers")
VARIABLE = "KERASTUTOR_BENCH_PYTHON"


class Peer(NamedTuple):
    """What a peer needs, and which packages' versions the report names."""

    modules: tuple
    packages: tuple


PEERS = {
    "kerastutor": Peer(("kerastutor",), ("numpy", "numba")),
    "tf_keras": Peer(("tf_keras",), ("tf_keras", "tensorflow_cpu")),
    "keras_jax": Peer(("keras", "jax"), ("keras", "jax")),
    "keras_torch": Peer(("keras", "torch"), ()),
    "torch": Peer(("torch",), ("torch",)),
    "torch_channels_last": Peer(("torch",), ()),
    "torch_compile": Peer(("torch",), ()),
}


def environment(peer):
    """Of a peer's process. What torch.compile has compiled is kept from run to run."""
    kept = {"TORCHINDUCTOR_CACHE_DIR": os.path.join(FOLDER, "compiled")}
    return os.environ | (kept if peer == "torch_compile" else {})


def set_up():
    """Make benchmarks/.peers and install peers.txt into it (about 2 GB with PyPI's torch)."""
    venv.create(FOLDER, with_pip=True, clear=False)
    subprocess.run([own_python(), "-m", "pip", "install", "-r",
                    os.path.join(HERE, "peers.txt")], check=True)


def own_python():
    """The interpreter in benchmarks/.peers."""
    parts = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    return os.path.join(FOLDER, *parts)


def interpreter(peer, given=None):
    """The python for a peer: this one for kerastutor; else the given, the variable's, .peers'."""
    if peer == "kerastutor":
        return sys.executable
    return given or os.environ.get(VARIABLE) or own_python()


def missing(peer, python):
    """Why a peer cannot take part, or None."""
    if not os.path.exists(python):
        return (f"{python} is not there; run `python benchmarks/run.py --setup-peers` "
                f"or set {VARIABLE}")
    for module in PEERS[peer].modules:
        code = f"import importlib.util as u, sys; sys.exit(not u.find_spec({module!r}))"
        if subprocess.run([python, "-c", code], cwd=ROOT, capture_output=True).returncode:
            return f"{module} is not installed for {python}; see benchmarks/peers.txt"
    if peer == "torch_compile" and not any(map(shutil.which, ("g++", "clang++", "c++", "cl"))):
        return "torch.compile needs a C++ compiler, and none was found"
    return None
