"""`kerastutor lab`: lay the course out, and open it in JupyterLab."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

from kerastutor.course import language, workspace
from kerastutor.course.messages import say

FIRST_LESSON = "01_first_contact.ipynb"

# Switches off what would ask the network: JupyterLab's news and update notices.
_CONFIG = Path(__file__).with_name("jupyter_config")


def open_lab(folder=None, jupyter_arguments=()):
    """Lay the course out in `folder` and run JupyterLab there until it ends.

    # Arguments
        folder: the working folder; None takes the one of last time, or the default.
        jupyter_arguments: passed on to `jupyter lab`.

    # Returns
        The exit status.
    """
    if importlib.util.find_spec("jupyterlab") is None:
        return _fail(say("lab.missing", python=sys.executable))
    folder = workspace.remembered() if folder is None else folder
    try:
        report = workspace.lay_out(folder)
    except OSError as error:
        return _fail(say("lab.unwritable", folder=folder, error=error.strerror or error))
    _remember(report.folder)
    _tell(report)
    print(say("lab.opening"), flush=True)
    return _run(command(report.folder, jupyter_arguments))


def command(folder, jupyter_arguments=(), lang=None):
    """Return the command line that opens the first lesson in `folder`."""
    lang = lang or language.current()
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={folder}",
        f"--LabApp.default_url=/lab/tree/{lang}/{FIRST_LESSON}",
        *(["--allow-root"] if as_root else []),  # in containers root is the usual user
        *jupyter_arguments,
    ]


def environment():
    """Return the variables for JupyterLab: ours, and our configuration before the user's paths."""
    paths = [str(_CONFIG), os.environ.get("JUPYTER_CONFIG_PATH")]
    return {**os.environ, "JUPYTER_CONFIG_PATH": os.pathsep.join(filter(None, paths))}


def _run(arguments):
    """Become JupyterLab, so that signals reach it; where that is not possible, wait for it."""
    sys.stdout.flush()
    if os.name == "posix":
        os.execve(arguments[0], arguments, environment())
    return subprocess.run(arguments, env=environment(), check=False).returncode


def _remember(folder):
    try:
        workspace.remember(folder)
    except OSError:
        pass  # a read-only home: next time the folder must be named again


def _tell(report):
    print(
        say(
            "lab.laid_out",
            folder=report.folder,
            added=len(report.added),
            updated=len(report.updated),
            kept=len(report.kept),
        )
    )
    for name, new in report.beside.items():
        print(say("lab.beside", file=name, new=new))


def _fail(text):
    print(text, file=sys.stderr)
    return 1
