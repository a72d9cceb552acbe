"""The committed notebooks: built from their sources, the same in both languages, and compared.

That the lessons run, and that the outputs of tagged cells are still right, is nbval's part: it
collects notebooks/en and notebooks/zh as tests.
"""

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from kerastutor.course import build
from kerastutor.course import exercise as exercises
from kerastutor.course.language import LANGUAGES

ROOT = Path(__file__).parents[2]
SOURCES = build.sources()
NOTEBOOKS = [build.built_file(source, lang) for source in SOURCES for lang in LANGUAGES]


def load(path):
    return json.loads(path.read_text(encoding="utf-8"))


def code_cells(path):
    return [cell for cell in load(path)["cells"] if cell["cell_type"] == "code"]


def name_of(path):
    return f"{path.parent.name}/{path.stem}"


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_rebuild_changes_nothing(source, lang):
    committed = build.built_file(source, lang).read_text(encoding="utf-8")
    assert build.build(source, lang, run=False) == committed, "run: kerastutor author build"


def test_every_notebook_has_a_source():
    there = {path for lang in LANGUAGES for path in (ROOT / "notebooks" / lang).glob("*.ipynb")}
    assert there == set(NOTEBOOKS)


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_code_is_the_same_in_both_languages(source):
    trees = [
        [ast.dump(ast.parse("".join(cell["source"]))) for cell in code_cells(path)]
        for path in (build.built_file(source, lang) for lang in LANGUAGES)
    ]
    assert trees[0] == trees[1]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name_of)
def test_only_tagged_cells_carry_outputs_and_only_text(path):
    compared = 0
    for cell in code_cells(path):
        assert cell["execution_count"] is None
        assert bool(cell["outputs"]) == build.is_compared(cell)
        compared += build.is_compared(cell)
        for output in cell["outputs"]:
            assert set(output.get("data", {"text/plain": ""})) == {"text/plain"}
    assert compared >= 3
    assert "widgets" not in load(path)["metadata"]


def test_nbval_fails_when_a_number_has_changed(tmp_path):
    """A compared cell in the form of our notebooks, once right and once with another number."""
    cell = build.Cell("code", {"en": "6 * 7"}, (build.COMPARED,))
    notebook = build.assemble([cell], "en", "numbers")
    for name, number in (("right", "42"), ("changed", "43")):
        notebook["cells"][0]["outputs"] = [
            {
                "data": {"text/plain": [number]},
                "execution_count": None,
                "metadata": {},
                "output_type": "execute_result",
            }
        ]
        (tmp_path / f"{name}.ipynb").write_text(build.as_text(notebook))
    shutil.copy(ROOT / "conftest.py", tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-c", str(ROOT / "pyproject.toml"),
         "--rootdir", str(tmp_path), "-p", "no:cacheprovider", str(tmp_path)],
        cwd=tmp_path, capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    assert "FAILED changed.ipynb" in done.stdout, done.stdout
    assert "1 failed, 1 passed" in done.stdout, done.stdout


@pytest.mark.parametrize("exercise", exercises.all_exercises(), ids=lambda item: item.id)
def test_what_an_exercise_gives_is_what_its_lesson_has(exercise):
    """`given.py` stands for the lesson's cells: the same names with the same values."""
    source = ROOT / "notebooks" / "src" / f"{exercise.chapter}.md"
    given, lesson = {}, {}
    exec(exercise.given, given)
    for cell in build.read_source(source):
        if "given" in cell.tags:
            exec(cell.texts["en"], lesson)
    for name, value in given.items():
        if name.startswith("__"):
            continue
        if isinstance(value, np.ndarray):
            assert (value == lesson[name]).all(), name
        else:
            assert type(value) is type(lesson[name]), name


FIRST_CHAPTER = """
from kerastutor import kernels
from kerastutor.course import build
from kerastutor.course import exercise as exercises
from kerastutor.kernels import cache

kernels.warm(["chapter 1"])
before = len(cache.compiled)
namespace = {"__name__": "__main__"}
for cell in build.read_source(build.sources()[0]):
    if cell.kind == "code":
        exec(cell.texts["en"], namespace)
exec(exercises.find("first-contact-01").solution, namespace)
exec("q1.check()", namespace)
print("compiled:", cache.compiled[before:])
"""


def test_after_warming_the_first_chapter_compiles_nothing(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", FIRST_CHAPTER],
        env={**os.environ, "MPLBACKEND": "Agg", "KERASTUTOR_LANG": "en",
             "XDG_DATA_HOME": str(tmp_path)},
        capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1:] == ["compiled: []"], done.stdout[-500:] + done.stderr
