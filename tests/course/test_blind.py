"""Answers by somebody who has not seen the checks: what the grader says to them.

The results.json of each set holds for each answer what came, and whether the first message names
the mistake that the answer's first line names. When something else comes now, read the new message
beside that line, judge again, and write down the new result.
"""

import json
from pathlib import Path

import pytest

from kerastutor.course import exercise as exercises
from kerastutor.course import grading, trials

BLIND = Path(__file__).with_name("blind")
SETS = {"first": BLIND, "second": BLIND / "second", "third": BLIND / "third"}
SEEDS = {"first": (0, 1), "second": (0,), "third": (0,)}
SECONDS = 180


@pytest.fixture(scope="module")
def all_said():
    """{set: {answer: what all gradings of it say: "pass", a message id, or an outcome}}."""
    names = [
        (kind, path.relative_to(folder).as_posix())
        for kind, folder in SETS.items()
        for path in sorted(folder.glob("first-contact-*/*/*.py"))
    ]
    planned = []
    for kind, name in names:
        exercise = exercises.find(name.partition("/")[0])
        code = (SETS[kind] / name).read_text(encoding="utf-8")
        planned.append(
            trials.Trial(exercise.folder, exercise.solutions, code, 1, SEEDS[kind], SECONDS)
        )
    said = {kind: {} for kind in SETS}
    with trials.Pool(2) as pool:
        for (kind, name), text in zip(names, pool.results(planned), strict=True):
            said[kind][name] = text
    return said


@pytest.fixture(params=SETS)
def judged(request, all_said):
    """What the answers of a set are told, and its results.json."""
    results = json.loads((SETS[request.param] / "results.json").read_text(encoding="utf-8"))
    return all_said[request.param], results


def test_each_answer_gets_what_was_judged(judged):
    said, results = judged
    assert said == {name: result["said"] for name, result in results["answers"].items()}


def test_right_answers_pass_however_they_are_written(judged):
    right = {name: text for name, text in judged[0].items() if "/right/" in name}
    assert len(right) >= 30
    assert set(right.values()) == {grading.PASS}


def test_wrong_answers_are_refused_with_a_message_that_names_the_mistake(judged):
    said, results = judged
    wrong = [name for name in said if "/wrong/" in name]
    named = [results["answers"][name]["names_the_mistake"] for name in wrong]
    assert len(wrong) >= 60
    assert not any(said[name] == grading.PASS for name in wrong)
    assert named.count(True) >= 0.95 * len(wrong)
    assert results["now"]["wrong"] == len(wrong)
    assert results["now"]["named"] == named.count(True)
