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
SETS = {"first": BLIND, **{kind: BLIND / kind for kind in ("second", "third", "fourth")}}
SEEDS = {"first": (0, 1)}
SECONDS = 180


def _names(kind):
    """Return the names of all answers of a set."""
    files = SETS[kind].glob("first-contact-*/*/*.py")
    return sorted(path.relative_to(SETS[kind]).as_posix() for path in files)


@pytest.fixture(scope="module")
def all_said():
    """{set: {answer: what all gradings of it say: "pass", a message id, or an outcome}}."""
    names = [(kind, name) for kind in SETS for name in _names(kind)]
    planned = []
    for kind, name in names:
        exercise = exercises.find(name.partition("/")[0])
        code = (SETS[kind] / name).read_text(encoding="utf-8")
        seeds = SEEDS.get(kind, (0,))
        planned.append(
            trials.Trial(exercise.folder, exercise.solutions, code, 1, seeds, SECONDS)
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
    assert said == {name: results["answers"][name]["said"] for name in said}


def test_right_answers_pass_however_they_are_written(judged):
    right = {text for name, text in judged[0].items() if "/right/" in name}
    assert right == {grading.PASS}


@pytest.mark.parametrize("kind", SETS)
def test_wrong_answers_are_refused_with_a_message_that_names_the_mistake(kind):
    """By results.json, which the answers above are held to."""
    results = json.loads((SETS[kind] / "results.json").read_text(encoding="utf-8"))
    answers, now = results["answers"], results["now"]
    assert sorted(answers) == _names(kind)
    wrong = [name for name in answers if "/wrong/" in name]
    right = [name for name in answers if "/right/" in name]
    named = [answers[name]["names_the_mistake"] for name in wrong]
    assert len(wrong) >= 60 and len(right) >= 30
    assert not any(answers[name]["said"] == grading.PASS for name in wrong)
    assert named.count(True) >= 0.95 * len(wrong)
    assert (now["wrong"], now["right"]) == (len(wrong), len(right))
    assert now["named"] == named.count(True)
