"""The learner's answers in the working folder: finding them, and putting them back to the start.

An answer stands in the cells tagged for its exercise, in the lesson or in the chapter's exercise
notebook, in either language.
"""

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kerastutor.course import language, replay, workspace
from kerastutor.course.files import write_text
from kerastutor.course.language import LANGUAGES, in_language
from kerastutor.course.messages import say
from kerastutor.course.paths import data_folder


class NoAnswer(Exception):
    """There is no answer to look at; the text says why, in the learner's language."""


@dataclass(frozen=True)
class Saved:
    """An answer as a file has it.

    # Arguments
        path: the file.
        code: the answer, None where the notebook has no cell for it.
    """

    path: Path
    code: str | None

    @property
    def when(self):
        """When the file was saved, as text."""
        return datetime.fromtimestamp(os.stat(self.path).st_mtime).strftime("%H:%M:%S")


def places(exercise):
    """Return the notebooks that may hold the answer, those in the learner's language first."""
    folder, name = workspace.remembered(), f"{exercise.chapter}.ipynb"
    langs = sorted(LANGUAGES, key=lambda lang: lang != language.current())
    return [
        folder / place / lang / name for lang in langs for place in ("", "exercises")
    ]


def saved(exercise, file=None):
    """Return the `Saved` answer: of the notebooks that hold an attempt, the one saved last.

    # Arguments
        exercise: the `Exercise`.
        file: a Python file that holds the answer, instead of the notebooks.

    # Raises
        NoAnswer: if there is none.
    """
    if file is not None:
        return _of_file(file)
    found = [_of_notebook(path, exercise) for path in places(exercise) if path.is_file()]
    if not found:
        path = places(exercise)[0]
        raise NoAnswer(say("check.no_notebook", file=path, id=exercise.id))
    with_cell = [item for item in found if item.code is not None]
    if not with_cell:
        file = found[0].path
        raise NoAnswer(say("check.no_cell", file=file, tag=exercise.tag, id=exercise.id))
    tried = [item for item in with_cell if not replay.is_starter(exercise, item.code)]
    return max(tried, key=lambda item: os.stat(item.path).st_mtime_ns, default=with_cell[0])


def reset(exercise):
    """Put the answer back to the exercise's start; return its path, and that of the kept copy.

    # Returns
        (path of the notebook, path of the copy); the second is None when there was nothing to do.

    # Raises
        NoAnswer: if there is no answer.
        OSError: if a file cannot be written; then nothing has changed.
    """
    item = saved(exercise)
    if replay.is_starter(exercise, item.code):
        return item.path, None
    now = datetime.now().strftime("%Y-%m-%d_%H-%M-%S-%f")
    kept = data_folder() / "kept" / exercise.id / f"{now}.py"
    write_text(kept, item.code + "\n")
    notebook = json.loads(item.path.read_text(encoding="utf-8"))
    starter = in_language(exercise.starter.rstrip(), item.path.parent.name)
    cells, first = [], True
    for cell in notebook["cells"]:
        if exercise.tag in cell.get("metadata", {}).get("tags", ()):
            if not first:
                continue
            first = False
            cell = {**cell, "source": starter.splitlines(keepends=True)}
            if cell["cell_type"] == "code":
                cell.update(outputs=[], execution_count=None)
        cells.append(cell)
    text = json.dumps({**notebook, "cells": cells}, indent=1, ensure_ascii=False)
    write_text(item.path, text + "\n")
    return item.path, kept


def _of_file(file):
    try:
        return Saved(Path(file), Path(file).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise NoAnswer(say("check.no_file", file=file, error=error)) from error


def _of_notebook(path, exercise):
    try:
        return Saved(path, workspace.answer(path, exercise.tag))
    except (OSError, ValueError) as error:
        raise NoAnswer(say("check.broken_notebook", file=path, error=error)) from error
