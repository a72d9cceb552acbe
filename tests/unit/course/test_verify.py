"""`author verify` finds every broken promise."""

import pytest

from kerastutor.course.verify import table, verify


def broken(exercise):
    return [row.what for row in verify(exercise, seeds=range(3)) if not row.ok]


def test_a_good_exercise_is_good(write_exercise):
    exercise = write_exercise()
    rows = verify(exercise, seeds=range(3))
    assert broken(exercise) == []
    assert table(exercise, rows).splitlines()[-1].endswith("2 of 2 mutants killed")


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"starter": "value = 4\n"}, ["starter is no answer"]),
        ({"alt_two": "value = 7\n"}, ["solution alt_two.py"]),
        ({"solution": "raise ValueError\n"}, ["solution solution.py"]),
        ({"five": "# message: odd\nvalue = 6\n"}, ["mutant five.py"]),
        ({"five": "# message: odd\nvalue = start\n"}, ["mutant five.py"]),
        ({"five": "value = 5\n"}, ["mutant five.py", "tried: odd"]),
    ],
)
def test_broken_answers(write_exercise, changes, found):
    assert broken(write_exercise(**changes)) == found


def test_missing_language(write_exercise):
    exercise = write_exercise(hints="[where]\nen = 'a'\n[idea]\nen = ''\nzh = 'b'\n")
    assert broken(exercise) == [
        f"hint {rung}" for rung in ("where", "idea", "twin", "skeleton", "solution")
    ]


def test_missing_part_and_different_fields(write_exercise):
    good = (write_exercise().folder / "messages.toml").read_text(encoding="utf-8")
    text = good.replace("odd why {value} 中", "odd why 中").replace(
        "[unchanged.next]", "[unchanged.then]"
    )
    assert broken(write_exercise(messages=text)) == ["message odd.why", "parts of unchanged"]


def test_first_hint_for_an_unknown_message(write_exercise):
    hints = (write_exercise().folder / "hints.toml").read_text(encoding="utf-8")
    text = hints.replace("first.unchanged", "first.unknown")
    assert broken(write_exercise(hints=text)) == ["first hint unknown is for"]


def test_verdict_that_depends_on_the_random_case(write_exercise):
    good = (write_exercise().folder / "checks.py").read_text(encoding="utf-8")
    flickering = good.replace("if odd:", "if odd or answer.rng.random() < 0.5:")
    rows = verify(write_exercise(checks=flickering), seeds=range(20))
    found = {row.what: row.got for row in rows if not row.ok}
    assert set(found) == {"solution solution.py", "solution alt_two.py"}
    assert found["solution alt_two.py"].startswith("flickers: ")
