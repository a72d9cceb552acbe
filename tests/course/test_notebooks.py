"""The exercise and solution notebooks: built from the exercises, the same in both languages.

nbval runs the solution notebooks and compares what the checks say there.
"""

import ast
import json
from itertools import product

import pytest

from kerastutor.course import build, notebooks, workspace
from kerastutor.course import exercise as exercises
from kerastutor.course.language import LANGUAGES
from kerastutor.course.paths import course_folder

BUILT = notebooks.all_built()
BESIDE_LESSONS = [built for built in BUILT if built.folder.name != "notebooks"]


def name_of(built):
    return built if isinstance(built, str) else f"{built.folder.name}-{built.chapter}"


def cells(built, lang):
    return json.loads(built.target(lang).read_text(encoding="utf-8"))["cells"]


def code(built, lang):
    return [
        "".join(cell["source"]) for cell in cells(built, lang) if cell["cell_type"] == "code"
    ]


@pytest.mark.parametrize(("built", "lang"), list(product(BESIDE_LESSONS, LANGUAGES)), ids=name_of)
def test_a_rebuild_changes_nothing(built, lang):
    committed = built.target(lang).read_text(encoding="utf-8")
    assert built.text(lang, run=False) == committed, "run: kerastutor author build"


def test_every_notebook_is_built_from_something():
    there = {
        path
        for folder, lang in product(("notebooks", "exercises", "solutions"), LANGUAGES)
        for path in (course_folder(folder) / lang).glob("*.ipynb")
    }
    assert there == {built.target(lang) for built in BUILT for lang in LANGUAGES}


@pytest.mark.parametrize("built", BESIDE_LESSONS, ids=name_of)
def test_code_is_the_same_in_both_languages(built):
    trees = [[ast.dump(ast.parse(cell)) for cell in code(built, lang)] for lang in LANGUAGES]
    assert trees[0] == trees[1]


@pytest.mark.parametrize("built", BESIDE_LESSONS, ids=name_of)
def test_text_is_in_its_language(built):
    for one, other in zip(cells(built, "en"), cells(built, "zh"), strict=True):
        if one["cell_type"] == "markdown":
            assert one["source"] != other["source"]


def test_solutions_are_compared_and_all_are_right():
    for built, lang in product(BUILT, LANGUAGES):
        if built.folder.name == "solutions":
            compared = [cell for cell in cells(built, lang) if build.is_compared(cell)]
            assert len(compared) == sum(
                item.chapter == built.chapter for item in exercises.all_exercises()
            )
            for cell in compared:
                assert "✓" in json.dumps(cell["outputs"], ensure_ascii=False)
            mark = {"en": "right", "zh": "正确"}[lang]
            assert mark in json.dumps(compared, ensure_ascii=False)


@pytest.mark.parametrize(
    "built", [item for item in BUILT if item.folder.name == "exercises"], ids=name_of
)
def test_an_exercise_notebook_runs_and_nothing_is_attempted_yet(built, capsys):
    variables = {"__name__": "__main__"}
    for cell in code(built, "en"):
        if cell.endswith(".check()"):
            session, _, _ = cell.partition(".")
            variables[session]._namespace = variables
        try:
            exec(cell, variables)
        except Exception:  # "find the mistake": what the note says stops with an error
            pass
    said = capsys.readouterr().out.splitlines()
    verdicts = [line for line in said if line.startswith(("✓", "✗", "…"))]
    count = sum(item.chapter == built.chapter for item in exercises.all_exercises())
    assert [line[0] for line in verdicts] == ["…"] * count, said


def test_the_working_folder_has_lessons_and_exercises(tmp_path):
    report = workspace.lay_out(tmp_path)
    wanted = {
        ("" if built.folder.name == "notebooks" else "exercises/") + f"{lang}/{built.chapter}.ipynb"
        for built, lang in product(BUILT, LANGUAGES)
        if built.folder.name != "solutions"
    }
    assert set(report.added) == wanted


def test_an_exercise_without_one_language_is_not_built(monkeypatch):
    exercise = exercises.all_exercises()[0]
    text = exercise.text("text.md").split("+++")[1]
    monkeypatch.setattr(type(exercise), "text", lambda self, name: "+++" + text)
    with pytest.raises(ValueError, match="text.md must have en and zh, got"):
        notebooks.exercise_notebook([exercise])
