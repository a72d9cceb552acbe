"""`author verify` finds every broken promise."""

import pytest

from kerastutor.course import exercise as exercises
from kerastutor.course import verify as verify_module
from kerastutor.course.verify import summary, table, verify

FLICKERS = """
from numpy.random import random_sample
start = 3
random = lambda: round(random_sample() * 9)
"""


def broken(exercise):
    return [row.what for row in verify(exercise, seeds=range(3)) if not row.ok]


def test_a_good_exercise_is_good(write_exercise):
    exercise = write_exercise()
    rows = verify(exercise, seeds=range(3))
    assert broken(exercise) == []
    lines = table(exercise, rows).splitlines()
    assert lines[-1] == "  2 of 3 mutations killed (1 odd, 1 unchanged)"
    assert any("survives: one less is even, too" in line for line in lines)
    assert summary([rows]) == (
        "author verify: 1 exercises, 6 mutants, 5 killed, 1 listed with a reason, 0 promises broken"
    )


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"starter": "value = 4\n"}, ["starter is no answer"]),
        ({"alt_two": "value = 7\n"}, ["alt_two.py"]),
        ({"alt_two": "raise ValueError\n"}, ["alt_two.py"]),
        ({"alt_two": "value = 2 + random() % 2\n", "given": FLICKERS}, ["alt_two.py"]),
        ({"five": "# message: odd\nvalue = 6\n"}, ["five.py"]),
        ({"five": "# message: odd\nvalue = start\n"}, ["five.py"]),
        ({"five": "value = 5\n"}, ["five.py"]),
    ],
)
def test_broken_answers(write_exercise, changes, found):
    assert broken(write_exercise(**changes)) == found


def test_a_mutation_that_survives_must_be_listed(write_exercise):
    exercise = write_exercise()
    exercise.header["survivors"] = []
    assert broken(exercise) == ["operation: start + 1 -> start - 1"]


def test_a_listed_survivor_must_survive_and_have_a_reason(write_exercise):
    exercise = write_exercise()
    exercise.header["survivors"].append({"mutation": "number: *[1]", "reason": " "})
    assert broken(exercise) == ["survivor number: *[1]", "reason of survivor number: *[1]"]


def test_a_check_that_breaks_on_a_mutation_does_not_kill_it(write_exercise):
    checks = write_exercise().folder / "checks.py"
    text = checks.read_text().replace("    if odd:", "    assert answer['value'] != 5\n    if odd:")
    assert "number: 1 -> 2" in broken(write_exercise(checks=text))


def test_too_few_mutants_and_solutions(write_exercise):
    exercise = write_exercise()
    (exercise.folder / "mutants" / "half.py").unlink()
    (exercise.solutions / "alt_two.py").unlink()
    assert broken(exercise) == ["at least 3 mutants", "a solution and an alternative"]


def test_given_that_stops_is_said(write_exercise):
    assert "solution.py" in broken(write_exercise(given="1 / 0\n"))


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


def test_hint_with_an_unknown_name(write_exercise):
    hints = (write_exercise().folder / "hints.toml").read_text(encoding="utf-8")
    text = hints.replace("[idea]", "[ideas]")
    assert broken(write_exercise(hints=text)) == ["hint idea", "hint ideas"]


def found_in(exercise):
    return {row.what: row.got for row in verify(exercise, seeds=range(3)) if not row.ok}


def test_a_message_that_cannot_be_shown(write_exercise):
    checks = (write_exercise().folder / "checks.py").read_text(encoding="utf-8")
    found = found_in(write_exercise(checks=checks.replace('Mistake("odd"', 'Mistake("od"')))
    assert found["message of checks.py, line 12"] == "no message od, perhaps odd"
    assert found["five.py"].endswith("in the message od: messages.toml has no [od]")


def test_a_message_that_lacks_a_value(write_exercise):
    checks = (write_exercise().folder / "checks.py").read_text(encoding="utf-8")
    found = found_in(write_exercise(checks=checks.replace(', value=answer["value"])', ")")))
    assert "its have has {value}, and checks.py gives no value=" in found["five.py"]


def test_a_mutant_for_an_unknown_message(write_exercise):
    found = found_in(write_exercise(five="# message: od\nvalue = 5\n"))
    assert found == {"five.py": "odd", "message of five.py": "no message od, perhaps odd"}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("return Mesage('unchanged')", "NameError: name 'Mesage' is not defined"),
        ("return 'unchanged'", "returns 'unchanged', which is no Message"),
    ],
)
def test_a_detector_that_has_nothing_to_say(write_exercise, line, told):
    good = (write_exercise().folder / "checks.py").read_text(encoding="utf-8")
    text = good.replace("    return Message", f"    {line}\n    return Message")
    assert found_in(write_exercise(checks=text))["start.py"] == f"odd; unchanged: {told}"


def test_names_that_no_answer_makes(write_exercise):
    header = (write_exercise().folder / "exercise.toml").read_text(encoding="utf-8")
    exercise = write_exercise(exercise=header.replace('["value"]', '["number"]'))
    assert found_in(exercise)["solution.py"] == "not attempted: it makes no number"


def test_the_place_among_other_exercises(write_exercise, monkeypatch):
    exercise = write_exercise()
    other = exercises.Exercise(exercise.folder.parent / "even-02", None, {"id": "even-02"})
    other.header["name"] = "q1"
    monkeypatch.setattr(verify_module, "all_exercises", lambda: (exercise, other))
    exercise.header["requires"] = ["even-02", "even-03"]
    assert found_in(exercise) == {"name q1": "that of even-02", "requires even-03": "no exercise"}


def test_the_place_in_the_lesson(write_exercise, monkeypatch, tmp_path):
    monkeypatch.setattr(verify_module, "course_folder", lambda name: tmp_path / name)
    exercise = write_exercise()
    assert [row.ok for row in verify_module.placed(exercise)] == [False, False]
    lesson = tmp_path / "notebooks" / "src" / "01_numbers.md"
    lesson.parent.mkdir(parents=True)
    lesson.write_text('q0, q1 = exercises.q0, exercises.q1\n+++ {"exercise": "even-01"}\n')
    assert [row.ok for row in verify_module.placed(exercise)] == [True, True]


def test_verdict_that_depends_on_the_random_case(write_exercise):
    good = (write_exercise().folder / "checks.py").read_text(encoding="utf-8")
    flickering = good.replace("if odd:", "if odd or answer.rng.random() < 0.5:")
    rows = verify(write_exercise(checks=flickering), seeds=range(20))
    found = {row.what: row.got for row in rows if not row.ok}
    assert set(found) == {"solution.py", "alt_two.py"}
    assert found["alt_two.py"].startswith("flickers: ")
