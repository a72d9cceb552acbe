"""Where things are: the course's own files, and the user's folders."""

import os
import sys
from pathlib import Path

_PACKAGED = Path(__file__).parent / "data"
_CHECKOUT = Path(__file__).parents[2]


def course_folder(name):
    """Return the folder `name` ("notebooks", "exercises", "solutions") of the course.

    In a checkout it is the folder at the root of the repository, in an installed wheel the copy
    inside the package.
    """
    checkout = _CHECKOUT / name
    if (_CHECKOUT / "pyproject.toml").is_file() and checkout.is_dir():
        return checkout
    return _PACKAGED / name


def config_folder():
    """Return the user's folder for choices (language, workspace). It may not exist yet."""
    return _user_folder("XDG_CONFIG_HOME", ".config", "APPDATA")


def data_folder():
    """Return the user's folder for data that the course keeps. It may not exist yet."""
    return _user_folder("XDG_DATA_HOME", ".local/share", "LOCALAPPDATA")


def default_workspace():
    """Return the folder where the course is laid out when nobody names another one."""
    return Path.home() / "kerastutor-course"


def _user_folder(xdg_variable, unix_default, windows_variable):
    if sys.platform == "win32":
        base = Path(os.environ.get(windows_variable) or Path.home())
    elif os.environ.get(xdg_variable):
        base = Path(os.environ[xdg_variable])
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path.home() / unix_default
    return base / "kerastutor"
