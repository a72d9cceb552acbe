"""Tests of the course run in a home of their own and in English."""

import pytest

from kerastutor.course import exercise as exercises

FILES = {
    "exercise.toml": """
id = "even-01"
old_ids = ["old-even"]
name = "q1"
title = { en = "An even number", zh = "偶数" }
concepts = []
requires = []
names = ["value"]
seconds = 20

[[survivors]]
mutation = "operation: start + 1 -> *"
reason = "one less is even, too"
""",
    "text.md": """
+++ {"lang": "en"}

Make `value` even.

+++ {"lang": "zh"}

令 `value` 为偶数。
""",
    "given.py": "start = 3\n",
    "starter.py": "# en: your number\n# zh: 你的数\nvalue = None\n",
    "checks.py": """
from kerastutor.course.grading import Checks, Message, Mistake

CHECKS = Checks()


@CHECKS.check(points=2)
def even(answer):
    with answer.learners_code():
        odd = answer["value"] % 2
    if odd:
        raise Mistake("odd", value=answer["value"])


@CHECKS.misconception
def unchanged(answer):
    return Message("unchanged") if answer["value"] == answer.get("start") else None
""",
    "messages.toml": "".join(
        f"[{name}.{part}]\nen = '{name} {part}{field}'\nzh = '{name} {part}{field} 中'\n"
        for name, field in (("odd", " {value}"), ("unchanged", ""))
        for part in ("have", "need", "why", "next")
    ),
    "hints.toml": "".join(
        f"[{rung}]\nen = 'the {rung}'\nzh = '{rung} 中'\n"
        for rung in ("where", "idea", "twin", "skeleton", "solution", "first.unchanged")
    ),
    "mutants/five.py": "# message: odd\nvalue = 5\n",
    "mutants/half.py": "# message: odd\nvalue = start / 2\n",
    "mutants/start.py": "# message: unchanged\nvalue = start\n",
}
SOLUTIONS = {"solution.py": "value = start + 1\n", "alt_two.py": "value = 2\n"}


@pytest.fixture
def write_exercise(tmp_path):
    """A function that writes the exercise "even-01", with changed files, and returns it."""

    def write(**changes):
        folder, solutions = tmp_path / "01_numbers" / "even-01", tmp_path / "solutions"
        for place, files in ((folder, FILES), (solutions, SOLUTIONS)):
            for name, text in files.items():
                path = place / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(changes.get(path.stem, text), encoding="utf-8")
        return exercises.load(folder, solutions)

    return write


@pytest.fixture
def elsewhere(write_exercise, monkeypatch, tmp_path):
    """The exercise "even-01"; a fresh process finds it, too."""
    even = write_exercise()
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(
        "from kerastutor.course import exercise\n"
        f"found = exercise.load({str(even.folder)!r}, {str(even.solutions)!r})\n"
        "exercise.all_exercises = lambda: (found,)\n"
    )
    root = str(exercises.__file__).rsplit("kerastutor", 1)[0]
    monkeypatch.setenv("PYTHONPATH", f"{site}:{root}")
    return even


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A home folder without any choices; returns its path."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(folder / "data"))
    monkeypatch.setenv("KERASTUTOR_LANG", "en")
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    return folder
