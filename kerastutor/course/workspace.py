"""The learner's working folder: lessons laid out from the package, changes never overwritten.

    <folder>/en/01_first_contact.ipynb ...               lessons
    <folder>/zh/...
    <folder>/exercises/en/01_first_contact.ipynb ...     the exercises of a chapter alone
    <folder>/.kerastutor.json             what was laid out, so that changes can be told apart

A notebook counts as changed when the source of its cells is not the one that was laid out: running
it, which changes outputs alone, does not count.
"""

import hashlib
import json
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from kerastutor.course import settings
from kerastutor.course.files import write_text
from kerastutor.course.language import LANGUAGES
from kerastutor.course.paths import course_folder, default_workspace

MANIFEST = ".kerastutor.json"
BETWEEN_CELLS = "\n\n# ---- next cell ----\n\n"


@dataclass
class Report:
    """What laying out did: names of files relative to the folder.

    # Arguments
        folder: the folder.
        added: new files.
        updated: files that were as laid out before, and are now the newer version.
        kept: files that the learner has changed.
        beside: {kept file: the newer version that lies beside it}.
    """

    folder: Path
    added: list = field(default_factory=list)
    updated: list = field(default_factory=list)
    kept: list = field(default_factory=list)
    beside: dict = field(default_factory=dict)


def lay_out(folder, source=None, practice=None):
    """Lay the course out in `folder`, or bring an older layout up to date.

    # Arguments
        folder: the working folder; made when it is missing.
        source: folder of the lessons, with a folder for each language. None: those of the package.
        practice: the same for the exercise notebooks.

    # Returns
        A `Report`.
    """
    folder = Path(folder).expanduser().absolute()
    sources = {
        "": course_folder("notebooks") if source is None else Path(source),
        "exercises/": course_folder("exercises") if practice is None else Path(practice),
    }
    known = _read_manifest(folder)
    report = Report(folder)
    for (place, root), lang in product(sources.items(), LANGUAGES):
        for notebook in sorted((root / lang).glob("*.ipynb")):
            name = f"{place}{lang}/{notebook.name}"
            text = notebook.read_text(encoding="utf-8")
            _lay_out_one(folder / name, name, text, known, report)
    write_text(folder / MANIFEST, json.dumps({"files": known}, indent=1, sort_keys=True) + "\n")
    return report


def remembered():
    """Return the folder that was laid out last, or the default one."""
    saved = settings.load().get("workspace")
    return Path(saved) if isinstance(saved, str) else default_workspace()


def remember(folder):
    settings.save(workspace=str(folder))


def answer(path, tag):
    """Return the code of the cells tagged `tag` in the notebook at `path`, or None without one.

    # Raises
        OSError: if the file cannot be read.
        ValueError: if it is not a notebook.
    """
    cells = _cells(Path(path).read_text(encoding="utf-8"))
    found = [source for kind, source, tags in cells if kind == "code" and tag in tags]
    return BETWEEN_CELLS.join(found) if found else None


def _lay_out_one(path, name, text, known, report):
    if not path.exists():
        write_text(path, text)
        known[name] = _print_of(text)
        report.added.append(name)
        return
    new = _print_of(text)
    try:
        mine = _print_of(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        mine = None  # not a notebook any more: the learner's business
    if mine == new:
        known[name] = new
    elif mine is not None and mine == known.get(name):
        write_text(path, text)
        known[name] = new
        report.updated.append(name)
    else:
        report.kept.append(name)
        if known.get(name) != new:  # the lesson itself has moved on since
            beside = path.with_name(f"{path.stem}.new.ipynb")
            write_text(beside, text)
            report.beside[name] = beside.name


def _print_of(text):
    """Return a fingerprint of what a notebook says, whatever its outputs are."""
    kept = [(kind, source.rstrip()) for kind, source, _ in _cells(text)]
    return hashlib.sha256(json.dumps(kept).encode()).hexdigest()


def _cells(text):
    """Return (kind, source, tags) of the cells of a notebook's text."""
    try:
        return [
            (cell["cell_type"], "".join(cell["source"]), cell["metadata"].get("tags", []))
            for cell in json.loads(text)["cells"]
        ]
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a notebook: {error!r}") from error


def _read_manifest(folder):
    try:
        files = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return files if isinstance(files, dict) else {}
