"""An exercise on disk: one folder with its task, checks, hints and known wrong answers.

exercises/<chapter>/<id>/exercise.toml   id, name in the notebook, title, graded names ...
                         text.md         the task, in both languages
                         given.py        what the learner starts from (data, imports)
                         starter.py      what stands in the answer cell
                         checks.py       `CHECKS`, a `grading.Checks`
                         messages.toml   what the checks say
                         hints.toml      the ladder of hints
                         mutants/*.py    known wrong answers, each naming its message
solutions/<chapter>/<id>/solution.py, alt_*.py
"""

import ast
import difflib
import importlib.util
import traceback
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from kerastutor.course.messages import catalogue, common
from kerastutor.course.paths import course_folder
from kerastutor.course.reading import BadSource, read_header, read_text, read_toml


@dataclass(frozen=True)
class Exercise:
    """One exercise, read from `folder`; everything heavier than its header is read on demand.

    # Arguments
        folder: the exercise's folder.
        solutions: the folder of its solutions.
        header: the contents of exercise.toml.
    """

    folder: Path
    solutions: Path
    header: dict

    @property
    def id(self):
        return self.header["id"]

    @property
    def name(self):
        """The name that the exercise has in its chapter's notebook: "q1", "q2" ..."""
        return self.header["name"]

    @property
    def chapter(self):
        return self.folder.parent.name

    @property
    def tag(self):
        """The tag of the notebook cells that hold the answer."""
        return f"exercise:{self.id}"

    @property
    def names(self):
        """The variables that are graded."""
        return tuple(self.header["names"])

    def title(self, lang):
        return self.header["title"][lang]

    def text(self, file_name):
        return read_text(self.folder / file_name)

    @property
    def given(self):
        return self.text("given.py")

    @property
    def starter(self):
        return self.text("starter.py")

    @property
    def solution(self):
        return read_text(self.solutions / "solution.py")

    def answers(self):
        """Return {file name: code} of every answer that must pass."""
        return _sources(self.solutions.glob("*.py"))

    def mutants(self):
        """Return {file name: code} of every known wrong answer."""
        return _sources((self.folder / "mutants").glob("*.py"))

    @property
    def own_messages(self):
        """The catalogue of messages.toml."""
        return catalogue(self.folder / "messages.toml")

    @property
    def messages(self):
        """The exercise's own messages, and the common ones where it has none of that id."""
        own = self.own_messages
        ids = {_message_id(key) for key in own}
        return {
            **{key: texts for key, texts in common().items() if _message_id(key) not in ids},
            **own,
        }

    @cached_property
    def hints(self):
        return read_toml(self.folder / "hints.toml")

    @cached_property
    def points(self):
        """The points of all checks, read from checks.py without running it."""
        points = 0
        for function in ast.parse(self.text("checks.py")).body:
            for mark in getattr(function, "decorator_list", ()):
                if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "CHECKS.check":
                    given = {item.arg: item.value for item in mark.keywords}
                    points += ast.literal_eval(given["points"]) if "points" in given else 1
        return points

    @cached_property
    def checks(self):
        """The `grading.Checks` of checks.py, which is run as a module of its own.

        # Raises
            BadSource: if it is missing, stops with an error, or makes no checks.
        """
        path = self.folder / "checks.py"
        read_text(path)
        name = "kerastutor_exercise_" + self.id.replace("-", "_")
        spec = importlib.util.spec_from_file_location(name, path)
        module = importlib.util.module_from_spec(spec)
        try:
            spec.loader.exec_module(module)
        except Exception as error:
            where = f"{path}, line {_line(error, path)}"
            raise BadSource(f"{where}: {type(error).__name__}: {error}") from error
        if not getattr(getattr(module, "CHECKS", None), "checks", None):
            raise BadSource(
                f"{path} has no checks. Write CHECKS = Checks(), and @CHECKS.check() above each "
                "check."
            )
        return module.CHECKS


def load(folder, solutions):
    """Read the exercise in `folder`.

    # Raises
        BadSource: if its exercise.toml cannot be used.
    """
    folder, solutions = Path(folder), Path(solutions)
    return Exercise(folder, solutions, read_header(folder / "exercise.toml"))


@cache
def all_exercises():
    """Return every exercise of the course as a tuple, in the order of chapters and names."""
    root, solutions = course_folder("exercises"), course_folder("solutions")
    found = [
        load(path.parent, solutions / path.parent.parent.name / path.parent.name)
        for path in root.glob("*/*/exercise.toml")
    ]
    return tuple(sorted(found, key=lambda item: (item.chapter, len(item.name), item.name)))


def find(exercise_id):
    """Return the exercise with this id (or with this one among its old ids).

    # Raises
        KeyError: if there is none; `nearest` finds similar ids.
        BadSource: if there is such a folder, but no exercise.toml in it.
    """
    for item in all_exercises():
        if exercise_id == item.id or exercise_id in item.header["old_ids"]:
            return item
    for folder in course_folder("exercises").glob("*/*/"):
        if folder.name == exercise_id:
            read_header(folder / "exercise.toml")
    raise KeyError(exercise_id)


def nearest(exercise_id):
    """Return up to three ids that look like `exercise_id`."""
    ids = [item.id for item in all_exercises()]
    return difflib.get_close_matches(exercise_id.lower(), ids, 3, 0.5)


def _line(error, path):
    """Return the number of the last line of `path` that had to do with an error."""
    if isinstance(error, SyntaxError) and error.filename == str(path):
        return error.lineno
    frames = traceback.extract_tb(error.__traceback__)
    return next((item.lineno for item in reversed(frames) if item.filename == str(path)), 1)


def _message_id(key):
    return key.rpartition(".")[0]


def _sources(paths):
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(paths)}
