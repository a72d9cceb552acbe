"""Where the peers live: an interpreter of their own, apart from kerastutor's."""
import os
import subprocess
import sys
import venv

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
FOLDER = os.path.join(HERE, ".peers")
VARIABLE = "KERASTUTOR_BENCH_PYTHON"
MODULES = {"kerastutor": "kerastutor", "tf_keras": "tf_keras", "torch": "torch",
           "torch_channels_last": "torch"}


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
    code = f"import importlib.util as u, sys; sys.exit(not u.find_spec({MODULES[peer]!r}))"
    found = subprocess.run([python, "-c", code], cwd=ROOT, capture_output=True)
    if found.returncode:
        return f"{MODULES[peer]} is not installed for {python}; see benchmarks/peers.txt"
    return None
