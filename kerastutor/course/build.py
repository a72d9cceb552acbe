"""The builder: one source with both languages -> a notebook for each language.

A source (`notebooks/src/<chapter>.md`) is MyST Markdown as jupytext reads it. Its cells are

- text, in pairs: a cell with the metadata {"lang": "en"}, then its twin {"lang": "zh"};
- code, shared: of two comment lines `# en: ...` and `# zh: ...` each language keeps its own;
- {"exercise": "<id>"}: the task, the answer cell and `check()` of an exercise come here.

A cell tagged `nbval-check-output` is committed with its output, which nbval compares.
"""

import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from kerastutor.course import exercise as exercises
from kerastutor.course.language import LANGUAGES, comment_alone, in_language
from kerastutor.course.paths import course_folder
from kerastutor.course.reading import BadSource, read_text

COMPARED = "nbval-check-output"


@dataclass(frozen=True)
class Cell:
    """One cell in all languages.

    # Arguments
        kind: "markdown" or "code".
        texts: {language: text}.
        tags: the cell's tags.
    """

    kind: str
    texts: dict
    tags: tuple = ()


def sources():
    """Return the lesson sources, in order."""
    return sorted((course_folder("notebooks") / "src").glob("*.md"))


def built_file(source, lang):
    """Return the notebook that is built from `source` in the language `lang`."""
    return source.parents[1] / lang / f"{source.stem}.ipynb"


def build(source, lang, run=True):
    """Return the text of the notebook for the lesson `source` in `lang`; `run` as in `finished`."""
    return finished(read_source(source), lang, built_file(source, lang), run)


def finished(cells, lang, target, run=True):
    """Return the text of a notebook file.

    # Arguments
        cells: its `Cell`s.
        lang: "en" or "zh".
        target: where the file belongs.
        run: True runs the notebook for the outputs of the compared cells; False takes these
            outputs from the notebook that is there.
    """
    notebook = assemble(cells, lang, target.stem)
    if run and any(map(is_compared, notebook["cells"])):
        _run(notebook, target)
    else:
        _take_outputs(notebook, target)
    return as_text(notebook)


def read_source(path):
    """Return the `Cell`s of a lesson source.

    # Raises
        BadSource: if a text has no twin in the other language, or an exercise is unknown.
    """
    path = Path(path)
    cells, waiting = [], {}
    for item in _parse(read_text(path), path):
        where = f"{path.name}: {item.source[:50]!r}"
        lang = item.metadata.get("lang")
        if waiting and lang is None:
            raise BadSource(f"{where}: a text before it lacks {_lacking(waiting)}.")
        if item.cell_type == "code":
            cells.append(code(item.source, tuple(item.metadata.get("tags", ())), path))
        elif "exercise" in item.metadata:
            cells += exercise_cells(_named(item.metadata["exercise"], path))
        else:
            if lang not in LANGUAGES or lang in waiting:
                raise BadSource(
                    f"{where}: a text must have the metadata lang with en and zh in turn, got "
                    f'{lang!r}. Write +++ {{"lang": "en"}} above it.'
                )
            waiting[lang] = item.source
            if len(waiting) == len(LANGUAGES):
                cells.append(Cell("markdown", waiting))
                waiting = {}
    if waiting:
        raise BadSource(f"{path.name}: the last text lacks {_lacking(waiting)}.")
    return cells


def exercise_cells(exercise):
    """Return the cells with which an exercise stands in its lesson."""
    path = exercise.folder / "text.md"
    cells = _parse(exercise.text("text.md"), path)
    task = {item.metadata.get("lang"): item.source for item in cells}
    if set(task) != set(LANGUAGES):
        raise BadSource(
            f'{path} must have en and zh, got {list(task)}. Write +++ {{"lang": "en"}} above the '
            'one and +++ {"lang": "zh"} above the other.'
        )
    return [
        Cell("markdown", task),
        code(exercise.starter.rstrip(), (exercise.tag,), exercise.folder / "starter.py"),
        code(f"{exercise.name}.check()"),
    ]


def code(code, tags=(), where="code"):
    """Return a code cell; of its comments each language gets its own.

    # Raises
        BadSource: if a comment stands in one language alone; `where` says which file that is.
    """
    alone = comment_alone(code)
    if alone is not None:
        raise BadSource(
            f"{where}: {alone.strip()!r} stands in one language alone. Write a line `# en: ...` "
            "and a line `# zh: ...` below one another."
        )
    return Cell("code", {lang: in_language(code, lang) for lang in LANGUAGES}, tags)


def assemble(cells, lang, stem):
    """Return the notebook of `cells` in `lang` as a dict, without outputs."""
    made = []
    for index, cell in enumerate(cells, 1):
        item = {
            "cell_type": cell.kind,
            "id": f"{stem[:40]}-{index:03d}",
            "metadata": {"tags": list(cell.tags)} if cell.tags else {},
            "source": cell.texts[lang].splitlines(keepends=True),
        }
        if cell.kind == "code":
            item.update(execution_count=None, outputs=[])
        made.append(dict(sorted(item.items())))
    return {
        "cells": made,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def as_text(notebook):
    """Return a notebook as the text of its file."""
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def is_compared(cell):
    """Return True for a cell whose output is committed and compared."""
    return COMPARED in cell["metadata"].get("tags", ())


def _parse(text, path):
    import jupytext
    from jupytext.myst import MystMetadataParsingError

    try:
        return jupytext.reads(text, fmt="md:myst").cells
    except MystMetadataParsingError as error:
        raise BadSource(f'{path}: {error}. Write, for example: +++ {{"lang": "en"}}') from None


def _named(exercise_id, path):
    """Return the exercise that the lesson `path` names."""
    try:
        return exercises.find(exercise_id)
    except KeyError:
        near = ", ".join(exercises.nearest(exercise_id)) or "none"
        raise BadSource(
            f"{path}: there is no exercise {exercise_id!r} (similar: {near}). Its folder would be "
            f"exercises/{path.stem}/{exercise_id}/."
        ) from None


def _lacking(texts):
    return " and ".join(sorted(set(LANGUAGES) - set(texts)))


def _run(notebook, target):
    """Run `notebook` in a fresh kernel, and keep the outputs of its compared cells."""
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    target.parent.mkdir(parents=True, exist_ok=True)
    copy = nbformat.reads(as_text(notebook), as_version=4)
    place = {"metadata": {"path": str(target.parent)}}
    client = NotebookClient(copy, timeout=300, resources=place)
    with tempfile.TemporaryDirectory(prefix="kerastutor-") as data:
        # the author's own progress and language stay out of it
        variables = {**os.environ, "XDG_DATA_HOME": data, "KERASTUTOR_LANG": ""}
        try:
            client.execute(env=variables)
        except CellExecutionError as error:
            raise BadSource(f"{target} was not built: one of its cells stops.\n{error}") from None
    for cell, ran in zip(notebook["cells"], copy.cells, strict=True):
        if is_compared(cell):
            cell["outputs"] = _joined(map(_plain, ran.outputs))


def _joined(outputs):
    """Join what was printed in pieces; where it is cut depends on the moment."""
    made = []
    for output in outputs:
        if made and "name" in output and output["name"] == made[-1].get("name"):
            text = "".join([*made[-1]["text"], *output["text"]])
            made[-1]["text"] = text.splitlines(keepends=True)
        else:
            made.append(output)
    return made


def _plain(output):
    """Return an output as text alone: no counts, no pictures."""
    if output.output_type == "stream":
        text = output.text.splitlines(keepends=True)
        return {"name": output.name, "output_type": "stream", "text": text}
    if output.output_type == "error":
        raise RuntimeError(f"a compared cell stopped with {output.ename}: {output.evalue}")
    text = output.data["text/plain"].splitlines(keepends=True)
    made = {"data": {"text/plain": text}, "metadata": {}, "output_type": output.output_type}
    if output.output_type == "execute_result":
        made["execution_count"] = None
    return dict(sorted(made.items()))


def _take_outputs(notebook, path):
    """Copy the outputs of compared cells from the file, where the source is still the same."""
    if not path.is_file():
        return
    old = json.loads(path.read_text(encoding="utf-8"))
    outputs = {"".join(cell["source"]): cell.get("outputs", []) for cell in old["cells"]}
    for cell in notebook["cells"]:
        if is_compared(cell):
            cell["outputs"] = outputs.get("".join(cell["source"]), [])
