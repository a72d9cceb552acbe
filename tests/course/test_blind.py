"""Answers by somebody who has not seen the checks: what the grader says to them.

blind/results.json holds for each answer what came, and whether the first message names the mistake
that the answer's first line names. When something else comes now, read the new message beside
that line, judge again, and write down the new result.
"""

import json
from pathlib import Path

import pytest

from kerastutor.course import exercise as exercises
from kerastutor.course import grading, trials

BLIND = Path(__file__).with_name("blind")
RESULTS = json.loads((BLIND / "results.json").read_text(encoding="utf-8"))
SEEDS = (0, 1)
SECONDS = 180


@pytest.fixture(scope="module")
def said():
    """{answer: what all gradings of it say: "pass", a message id, or an outcome}."""
    names = sorted(path.relative_to(BLIND).as_posix() for path in BLIND.glob("*/*/*.py"))
    planned = []
    for name in names:
        exercise = exercises.find(name.partition("/")[0])
        code = (BLIND / name).read_text(encoding="utf-8")
        planned.append(trials.Trial(exercise.folder, exercise.solutions, code, 1, SEEDS, SECONDS))
    with trials.Pool(2) as pool:
        return dict(zip(names, pool.results(planned), strict=True))


def test_each_answer_gets_what_was_judged(said):
    assert said == {name: result["said"] for name, result in RESULTS["answers"].items()}


def test_right_answers_pass_however_they_are_written(said):
    right = {name: text for name, text in said.items() if "/right/" in name}
    assert len(right) >= 30
    assert set(right.values()) == {grading.PASS}


def test_wrong_answers_are_refused_with_a_message_that_names_the_mistake(said):
    wrong = [name for name in said if "/wrong/" in name]
    judged = [RESULTS["answers"][name]["names_the_mistake"] for name in wrong]
    assert len(wrong) >= 60
    assert not any(said[name] == grading.PASS for name in wrong)
    assert judged.count(True) >= 0.95 * len(wrong)
    assert RESULTS["now"]["wrong"] == len(wrong)
    assert RESULTS["now"]["named"] == judged.count(True)
