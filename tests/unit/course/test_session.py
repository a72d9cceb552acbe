"""`q1.check()`, `q1.hint()`, `q1.solution()` as a learner meets them."""

import json

import pytest

from kerastutor.course import chapter, progress
from kerastutor.course.session import ExerciseSession
from kerastutor.course.showing import Shown


@pytest.fixture
def variables():
    return {"start": 3}


@pytest.fixture
def q1(write_exercise, variables):
    return ExerciseSession(write_exercise(), variables)


def said(capsys):
    return capsys.readouterr().out


def test_nothing_to_check_yet(q1, capsys):
    q1.check()
    assert said(capsys).startswith("… q1: nothing to check yet. Fill in the answer cell (it def")


def test_wrong_answer_says_what_why_and_what_next(q1, variables, capsys):
    variables["value"] = 5
    q1.check()
    assert said(capsys).splitlines() == [
        "✗ q1: not yet. 0 of 2 points.",
        "  You have: odd have 5",
        "  Needed: odd need 5",
        "  Why: odd why 5",
        "  Next: odd next 5",
        "  Stuck? q1.hint()",
    ]


def test_one_message_at_a_time_and_all_on_demand(q1, variables, capsys):
    variables["value"] = 3
    q1.check()
    first = said(capsys)
    assert "unchanged have" in first
    assert "odd have" not in first
    assert "(1 more to see: q1.check(all=True))" in first
    q1.check(all=True)
    everything = said(capsys)
    assert "unchanged have" in everything and "odd have 3" in everything


def test_right_answer(q1, variables, capsys):
    variables["value"] = 4
    q1.check()
    assert said(capsys) == "✓ q1: right. 2 of 2 points.\n"


def test_answer_in_the_learners_language(q1, variables, capsys, monkeypatch):
    monkeypatch.setenv("KERASTUTOR_LANG", "zh")
    variables["value"] = 5
    q1.check()
    assert "现状: odd have 5 中" in said(capsys)


def test_an_error_in_the_answer_is_shown(q1, variables, capsys):
    variables["value"] = {"a": 1}
    q1.check()
    text = said(capsys)
    assert text.startswith("✗ q1: your code stopped with an error.")
    assert "Error: TypeError: unsupported operand" in text


def test_hints_go_up_to_the_solution_and_back(q1, capsys):
    kinds = []
    for _ in range(6):
        q1.hint()
        kinds.append(said(capsys).splitlines()[0])
    assert kinds[0] == "q1, hint 1 of 5: where to look"
    assert kinds[3] == "q1, hint 4 of 5: a skeleton with a gap"
    assert kinds[4] == "q1, hint 5 of 5: a whole answer"
    assert kinds[5] == "q1, a solution"
    q1.hint(back=True)
    assert said(capsys).startswith("q1, hint 4 of 5: a skeleton with a gap")
    q1.hint()
    assert said(capsys).startswith("q1, hint 5 of 5")  # it asks again


def test_hints_go_on_after_a_restart(q1, capsys):
    q1.hint()
    q1.hint()
    said(capsys)
    again = ExerciseSession(q1.exercise, {})
    again.hint()
    assert said(capsys).startswith("q1, hint 3 of 5")


def test_first_hint_follows_the_mistake_that_was_found(q1, variables, capsys):
    variables["value"] = 3
    q1.check()
    said(capsys)
    q1.hint()
    assert "the first.unchanged" in said(capsys)


def test_first_hint_without_a_check(q1, capsys):
    q1.hint()
    assert "the where" in said(capsys)


def test_solution_asks_once_more(q1, capsys):
    q1.solution()
    asked = said(capsys)
    assert "once more" in asked and "start + 1" not in asked
    q1.solution()
    shown = said(capsys)
    assert "value = start + 1" in shown and "the solution" in shown


def test_chapter_gives_its_exercises():
    first = chapter(1)
    assert first.q1.exercise.id == "first-contact-01"
    assert "q1" in dir(first)
    with pytest.raises(AttributeError, match="chapter 1 has q1, .*, not 'q99'"):
        _ = first.q99


def test_chapter_that_is_not_there():
    with pytest.raises(ValueError, match=r"chapter: number must be one of \[1\], got 99"):
        chapter(99)
    with pytest.raises(TypeError, match="chapter: number must be an int, got '1'"):
        chapter("1")


def test_text_enters_a_notebook_as_text():
    bundle = Shown("<b>a & b</b>")._repr_mimebundle_()
    assert bundle["text/plain"] == "<b>a & b</b>"
    assert "&lt;b&gt;a &amp; b&lt;/b&gt;" in bundle["text/html"]


def test_checks_and_hints_are_remembered(q1, variables):
    q1.check()  # nothing attempted yet
    variables["value"] = 3
    q1.check()
    q1.hint()
    standing = progress.standing(q1.exercise)
    assert (standing.tries, standing.passed, standing.message) == (1, False, "unchanged")
    variables["value"] = 4
    q1.check()
    assert progress.standing(q1.exercise).passed


def test_progress_that_cannot_be_written_is_said(q1, variables, capsys, home, monkeypatch):
    (home / "file").write_text("")
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "file"))
    variables["value"] = 4
    q1.check()
    assert "q1: right" in capsys.readouterr().out


def test_a_starter_that_was_run_is_not_attempted(write_exercise, capsys):
    exercise = write_exercise(starter="value = 7\n")
    variables = {"value": 7, "In": ["", "value = 1", "# en: mine\nvalue = 7", "q1.check()"]}
    ExerciseSession(exercise, variables).check()
    assert "nothing to check yet" in said(capsys)
    variables["In"].append("value = 7 + 0")
    ExerciseSession(exercise, variables).check()
    assert "not yet" in said(capsys)


def notebook_file(tmp_path, monkeypatch, source):
    tags = {"tags": ["exercise:even-01"]}
    cell = {"cell_type": "code", "metadata": tags, "source": [source]}
    path = tmp_path / "01.ipynb"
    path.write_text(json.dumps({"cells": [cell]}))
    monkeypatch.setenv("JPY_SESSION_NAME", str(path))


def test_clean_check_of_the_saved_cell(elsewhere, tmp_path, monkeypatch, capsys):
    notebook_file(tmp_path, monkeypatch, "value = start + 1")
    variables = {"start": 3, "value": 5, "In": ["", "value = start + 1"]}
    ExerciseSession(elsewhere, variables).check(clean=True)
    assert said(capsys) == "✓ q1: right. 2 of 2 points.\n"


def test_clean_check_of_an_unsaved_notebook(elsewhere, tmp_path, monkeypatch, capsys):
    notebook_file(tmp_path, monkeypatch, "value = None")
    variables = {"In": ["", "value = 4"]}
    ExerciseSession(elsewhere, variables).check(clean=True)
    assert "save the notebook (Ctrl-S)" in said(capsys)


def test_clean_check_without_a_file_takes_the_cell_that_was_run(elsewhere, capsys):
    session = ExerciseSession(elsewhere, {"In": ["", "value = 4", "%time 3", "other = 5"]})
    session.check(clean=True)
    assert "q1: right" in said(capsys)
    ExerciseSession(elsewhere, {"In": [""]}).check(clean=True)
    assert "No answer cell has been run yet" in said(capsys)
