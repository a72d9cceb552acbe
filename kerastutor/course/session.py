"""Exercises in a notebook: `q1.check()`, `q1.hint()`, `q1.solution()`."""

import ast
import linecache
import os
import sys
import traceback
from pathlib import Path

from kerastutor.course import exercise as exercises
from kerastutor.course import grading, ladder, language, progress, replay, workspace
from kerastutor.course.messages import say
from kerastutor.course.paths import data_folder
from kerastutor.course.showing import Shown, result_shown, show


class ExerciseSession:
    """One exercise as a learner meets it.

    # Arguments
        exercise: the `Exercise`.
        namespace: the variables that are graded; None takes those of the notebook.
    """

    def __init__(self, exercise, namespace=None):
        self.exercise = exercise
        self.result = None
        self._namespace = namespace
        self._rung = None
        self._asked_for_solution = False
        self._voice = ladder.Voice(exercise)

    def check(self, all=False, seed=None, clean=False):
        """Check the answer as it stands now in the notebook's variables.

        # Arguments
            all: show every message, not only the first.
            seed: repeats the random cases of an earlier check.
            clean: run the answer cell again in a fresh process with limits on time and memory, as
                `kerastutor check` does; what other cells have left in memory does not count then.
        """
        if clean:
            code, trouble = self._code()
            if trouble is not None:
                show(Shown(trouble))
                return
            self.result = replay.grade_clean(self.exercise, code, seed)
        else:
            self.result = self._graded(seed)
        show(result_shown(self.exercise, self.result, everything=all))
        self._keep(progress.record_check(self.exercise.id, self.result))

    def hint(self, back=False):
        """Show the next hint, or the one before with `back=True`.

        The first hint speaks to the mistake that the last `check()` found, if it found one. The
        last one is the solution, which asks once more.
        """
        lang = language.current()
        standing = progress.standing(self.exercise)
        if self._rung is None:
            self._rung = standing.rung
        if not back and self._rung >= ladder.LAST:
            self.solution()
            return
        self._rung = min(max(self._rung + (-1 if back else 1), 0), ladder.LAST)
        self._asked_for_solution = False
        if self._rung == ladder.LAST:
            self.solution()
        else:
            message = standing.message if self.result is None else _first_id(self.result)
            text = ladder.hint_text(self.exercise, self._rung, message, self._voice, lang)
            show(Shown(text))
        self._keep(progress.record(progress.HINT, self.exercise.id, rung=self._rung))

    def solution(self):
        """Show a complete answer; asks once more first."""
        lang = language.current()
        if not self._asked_for_solution:
            self._asked_for_solution = True
            show(Shown(ladder.asking_text(self._voice, lang)))
            return
        show(Shown(ladder.solution_text(self.exercise, self._voice, lang)))
        self._keep(progress.record(progress.SOLUTION, self.exercise.id))

    def _graded(self, seed):
        variables = self._variables()
        ran = _last_cell_with(self.exercise.names, variables)
        submission = grading.Submission(
            dict(variables),
            earlier_error=getattr(sys, "last_value", None),
            is_starter=ran is not None and replay.is_starter(self.exercise, ran),
            stopped=_error_of(ran),
        )
        limits = grading.Limits(self.exercise.header["seconds"])
        return grading.grade(submission, self.exercise.checks, self.exercise.names, limits, seed)

    def _variables(self):
        return vars(sys.modules["__main__"]) if self._namespace is None else self._namespace

    def _code(self):
        """Return the code of the answer and None, or None and why there is none."""
        variables = self._variables()
        ran = [cell.strip() for cell in _cells(variables)]
        path = Path(os.environ.get("JPY_SESSION_NAME", ""))
        try:
            saved = workspace.answer(path, self.exercise.tag) if path.is_file() else None
        except (OSError, ValueError):
            saved = None
        if saved is not None:
            if all(part.strip() in ran for part in saved.split(workspace.BETWEEN_CELLS)):
                return saved, None
            return None, say("clean.unsaved", file=path.name)
        code = _last_cell_with(self.exercise.names, variables)
        return (code, None) if code is not None else (None, say("clean.no_code"))

    def _keep(self, kept):
        if not kept:
            show(Shown(say("progress.unsaved", folder=data_folder())))

    def __repr__(self):
        title = self.exercise.title(language.current())
        voice = self._voice
        return f"{title}: {voice.check}  {voice.hint}  {voice.solution}"


class Chapter:
    """The exercises of a chapter as attributes `q1`, `q2` ...

    # Arguments
        number: the chapter's number.
    """

    def __init__(self, number):
        prefix = f"{number:02d}_"
        found = [item for item in exercises.all_exercises() if item.chapter.startswith(prefix)]
        if not found:
            chapters = sorted({int(item.chapter[:2]) for item in exercises.all_exercises()})
            raise ValueError(
                f"chapter: number must be one of {chapters}, got {number!r}. "
                "`kerastutor list` shows all chapters."
            )
        self.number = number
        self._sessions = {item.name: ExerciseSession(item) for item in found}

    def __getattr__(self, name):
        sessions = self.__dict__.get("_sessions", {})
        if name in sessions:
            return sessions[name]
        raise AttributeError(f"chapter {self.number} has {', '.join(sessions)}, not {name!r}.")

    def __dir__(self):
        return [*super().__dir__(), *self._sessions]


def chapter(number):
    """Return the exercises of a chapter.

    # Arguments
        number: the chapter's number, for example 1.

    # Returns
        An object with the exercises as attributes: `chapter(1).q1`.

    # Raises
        ValueError: if there is no such chapter.

    # Example

    ```python
    from kerastutor.course import chapter
    q1 = chapter(1).q1
    q1.check()
    ```
    """
    if not isinstance(number, int):
        raise TypeError(f"chapter: number must be an int, got {number!r}. For example: chapter(1).")
    return Chapter(number)


def _first_id(result):
    return result.messages[0].id if result.messages else None


def _cells(variables):
    """Return the sources of the cells that were run, as IPython keeps them."""
    cells = variables.get("In")
    return [cell for cell in cells if isinstance(cell, str)] if isinstance(cells, list) else []


def _last_cell_with(names, variables):
    """Return the source of the last cell that gives one of `names` a value, or None."""
    for cell in reversed(_cells(variables)):
        try:
            tree = ast.parse(cell)
        except (SyntaxError, ValueError):  # a magic command, or a slip
            continue
        if any(_binds(statement, names) for statement in tree.body):
            return cell
    return None


def _error_of(cell):
    """Return the last error that the notebook has met if it came from this cell's code, or None."""
    error = getattr(sys, "last_value", None)
    if error is None or cell is None:
        return None
    files = [frame.filename for frame in traceback.extract_tb(error.__traceback__)]
    sources = ("".join(linecache.getlines(file)).strip() for file in files)
    return error if cell.strip() in sources else None


def _binds(statement, names):
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return statement.name in names
    return any(
        isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id in names
        for node in ast.walk(statement)
    )
