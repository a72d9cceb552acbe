"""The user's saved choices: a small JSON file in the configuration folder."""

import json

from kerastutor.course.files import write_text
from kerastutor.course.paths import config_folder


def load():
    """Return the saved choices as a dict; a missing or damaged file counts as none."""
    try:
        choices = json.loads(_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return choices if isinstance(choices, dict) else {}


def save(**choices):
    """Add `choices` to the saved ones."""
    write_text(_file(), json.dumps({**load(), **choices}, indent=1, ensure_ascii=False) + "\n")


def _file():
    return config_folder() / "settings.json"
