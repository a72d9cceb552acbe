"""The set-up files: one list of requirements, clear answers, a wheel with the course."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
SETUP = ROOT / "tools" / "setup.sh"

posix = pytest.mark.skipif(shutil.which("sh") is None, reason="the set-up script needs sh")


def read_project():
    with open(ROOT / "pyproject.toml", "rb") as file:
        return tomllib.load(file)["project"]


def test_environment_yml_is_python_and_one_pip_section_equal_to_pyproject():
    project = read_project()
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    python, pip, section = environment["dependencies"]
    assert python == f"python{project['requires-python']}"
    assert pip == "pip"
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["lab"], *extras["test"]]
    assert section == {"pip": [*wanted, "-e ."]}


def test_readme_shows_the_two_commands_on_its_first_screen():
    first_screen = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:24]
    for command in ("make lab", "make test"):
        assert any(command in line for line in first_screen)


def make_python(folder, name, version, modules_missing=False):
    """Put a program `name` into `folder` that answers like a Python of that version."""
    path = folder / name
    path.write_text(
        "#!/bin/sh\n"
        f'case "$*" in *version_info*) exit {0 if version >= (3, 11) else 1};;\n'
        f'*"import venv, ensurepip"*) exit {1 if modules_missing else 0};;\n'
        f'--version) echo "Python {version[0]}.{version[1]}.0";;\n'
        f'*) echo "{name} $*" >> "{folder}/calls"; exit 3;; esac\n'
    )
    path.chmod(0o755)


def run_setup(folder, **variables):
    """Run the set-up in a copy of the project where only the programs in `folder`/bin exist."""
    shutil.copy(ROOT / "pyproject.toml", folder)
    tools = folder / "tools"
    tools.mkdir(exist_ok=True)
    shutil.copy(SETUP, tools)
    for name in ("sh", "cat", "cksum", "ls"):
        link = folder / "bin" / name
        if not link.exists():
            link.symlink_to(shutil.which(name))
    environment = {"PATH": str(folder / "bin"), "HOME": str(folder), **variables}
    return subprocess.run(
        [shutil.which("sh"), "tools/setup.sh", "lab"],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=600,
    )  # fmt: skip


@pytest.fixture
def machine(tmp_path):
    (tmp_path / "bin").mkdir()
    return tmp_path


@posix
def test_setup_says_that_python_is_too_old(machine):
    make_python(machine / "bin", "python3", (3, 9))
    done = run_setup(machine)
    assert done.returncode == 1
    assert "Python 3.11 or newer is needed, but here is Python 3.9.0" in done.stderr
    assert "apt install" in done.stderr
    assert not (machine / ".venv").exists()


@posix
def test_setup_takes_a_newer_python_when_python3_is_too_old(machine):
    make_python(machine / "bin", "python3", (3, 9))
    make_python(machine / "bin", "python3.12", (3, 12))
    done = run_setup(machine)
    assert "with Python 3.12.0" in done.stderr
    assert "python3.12 -m venv" in (machine / "bin" / "calls").read_text()


@posix
def test_setup_says_that_venv_is_missing(machine):
    make_python(machine / "bin", "python3", (3, 11), modules_missing=True)
    done = run_setup(machine)
    assert done.returncode == 1
    assert "sudo apt install python3-venv" in done.stderr


@posix
def test_setup_refuses_a_python_named_by_hand_that_is_too_old(machine):
    make_python(machine / "bin", "old", (3, 8))
    done = run_setup(machine, PYTHON="old")
    assert done.returncode == 1
    assert "PYTHON=old is not a Python 3.11 or newer" in done.stderr


@posix
def test_setup_never_clears_a_folder_that_is_no_environment(machine):
    make_python(machine / "bin", "python3", (3, 13))
    (machine / "mine").mkdir()
    (machine / "mine" / "thesis.txt").write_text("years of work")
    done = run_setup(machine, VENV="mine")
    assert done.returncode == 1
    assert "mine is a folder with other things in it" in done.stderr
    assert (machine / "mine" / "thesis.txt").exists()


def make_environment(machine, pip_status):
    """Lay an environment whose Python notes each call, and whose pip ends with `pip_status`."""
    folder = machine / ".venv" / "bin"
    folder.mkdir(parents=True)
    (machine / ".venv" / "pyvenv.cfg").write_text("")
    python = folder / "python"
    python.write_text(
        "#!/bin/sh\n"
        f'echo "$*" >> "{machine}/calls"\n'
        f'case "$*" in *"pip install"*) exit {pip_status};; esac\n'
    )
    python.chmod(0o755)


@posix
def test_setup_without_network_says_so_and_leaves_no_stamp(machine):
    make_environment(machine, pip_status=1)
    done = run_setup(machine)
    assert done.returncode == 1
    assert "No network?" in done.stderr
    assert not list((machine / ".venv").glob("*.stamp"))


@posix
def test_setup_installs_once_and_again_when_pyproject_changes(machine):
    make_environment(machine, pip_status=0)

    def installs():
        assert run_setup(machine).returncode == 0
        lines = (machine / "calls").read_text().splitlines()
        assert lines[-1] == "-m kerastutor warm"
        return sum("pip install" in line for line in lines)

    assert installs() == 1
    assert installs() == 1
    stamp = next((machine / ".venv").glob("*.stamp"))
    stamp.write_text(stamp.read_text() + "older")
    assert installs() == 2


def test_the_wheel_carries_the_course(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT, check=True, capture_output=True, timeout=600,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("*.whl")
    target = tmp_path / "site"
    shutil.unpack_archive(wheel, target, "zip")
    done = subprocess.run(
        [sys.executable, "-m", "kerastutor", "list"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(target), "KERASTUTOR_LANG": "en"},
        capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    assert "first-contact-01" in done.stdout, done.stderr
    data = target / "kerastutor" / "course" / "data"
    assert (data / "notebooks" / "zh" / "01_first_contact.ipynb").is_file()
    assert (data / "exercises" / "01_first_contact" / "first-contact-01" / "checks.py").is_file()
    assert (data / "solutions" / "01_first_contact" / "first-contact-01" / "solution.py").is_file()


@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
def test_make_passes_arguments_on():
    ours = {name: value for name, value in os.environ.items() if not name.startswith("M")}

    def plan(*words):  # without the MAKEFLAGS of a `make test` that runs these tests
        done = subprocess.run(
            ["make", "-n", *words], cwd=ROOT, env=ours, check=True, capture_output=True, text=True
        )
        return done.stdout.splitlines()

    assert plan("lab", "ARGS=--port 9999")[-1].endswith("-m kerastutor lab -- --port 9999")
    assert plan("test", "ARGS=-k dense")[-1].endswith("-m pytest -k dense")
    assert plan("test")[0].endswith("sh tools/setup.sh lab,test")


def test_ci_runs_make_test():
    assert (ROOT / ".ci" / "run").read_text().splitlines()[-1] == "exec make test"
