"""`q1.check()`, `q1.hint()`, `q1.solution()` as a learner meets them."""

import pytest

from kerastutor.course import chapter
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


def test_hints_go_up_stop_at_the_last_and_go_back(q1, capsys):
    kinds = []
    for _ in range(5):
        q1.hint()
        kinds.append(said(capsys).splitlines()[0])
    assert kinds[0] == "q1, hint 1 of 4: where to look"
    assert kinds[3] == kinds[4] == "q1, hint 4 of 4: a skeleton with a gap"
    q1.hint(back=True)
    assert said(capsys).startswith("q1, hint 3 of 4: a worked twin")


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
    with pytest.raises(AttributeError, match="chapter 1 has q1, not 'q99'"):
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
