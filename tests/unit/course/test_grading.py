"""The pure function `grade`: outcomes, dependencies, detectors, random cases."""

import json

import numpy as np
import pytest

from kerastutor.course import grading
from kerastutor.course.grading import Checks, Message, Mistake, Submission, grade
from kerastutor.course.replay import run_code


@pytest.fixture
def checks():
    """Checks of "make `value` even and greater than ten"."""
    made = Checks()

    @made.check(points=1)
    def even(answer):
        if answer["value"] % 2:
            raise Mistake("odd", value=answer["value"])

    @made.check(points=3, needs=["even"])
    def large(answer):
        if answer["value"] <= 10:
            raise Mistake("small", value=answer["value"])

    @made.misconception
    def one(answer):
        return Message("is_one") if answer["value"] == 1 else None

    return made


def outcomes(result):
    return {check.name: check.outcome for check in result.checks}


def test_right_answer_passes_with_all_points(checks):
    result = grade(Submission({"value": 12}), checks, ["value"])
    assert result.outcome == grading.PASS
    assert (result.points, result.possible) == (4, 4)
    assert result.messages == ()


def test_wrong_answer_fails_with_its_message(checks):
    result = grade(Submission({"value": 4}), checks, ["value"])
    assert result.outcome == grading.FAIL
    assert (result.points, result.possible) == (1, 4)
    assert result.messages == (Message("small", {"value": 4}),)


def test_a_check_is_blocked_by_the_one_that_it_needs(checks):
    result = grade(Submission({"value": 13}), checks, ["value"])
    assert outcomes(result) == {"even": grading.FAIL, "large": grading.BLOCKED}
    assert result.checks[1].blocked_by == "even"
    assert [message.id for message in result.messages] == ["odd"]


def test_a_detector_speaks_first(checks):
    result = grade(Submission({"value": 1}), checks, ["value"])
    assert [message.id for message in result.messages] == ["is_one", "odd"]


def test_a_detector_never_decides(checks):
    checks.detectors.append(lambda answer: Message("is_one"))
    result = grade(Submission({"value": 12}), checks, ["value"])
    assert result.outcome == grading.PASS
    assert result.messages == ()


def test_a_detector_that_breaks_has_nothing_to_say(checks):
    checks.detectors.insert(0, lambda answer: answer["nowhere"])
    result = grade(Submission({"value": 1}), checks, ["value"])
    assert [message.id for message in result.messages] == ["is_one", "odd"]


@pytest.mark.parametrize("namespace", [{}, {"value": None}])
def test_nothing_there_is_not_attempted(checks, namespace):
    result = grade(Submission(namespace), checks, ["value"])
    assert result.outcome == grading.NOT_ATTEMPTED
    assert result.checks == ()


def test_error_before_the_answer_exists_is_the_learners_error(checks):
    result = grade(Submission({}, ValueError("no")), checks, ["value"])
    assert result.outcome == grading.ERROR
    assert str(result.error) == "ValueError: no"


def test_error_in_the_learners_objects_is_the_learners(checks):
    @checks.check(points=1)
    def calls(answer):
        with answer.learners_code():
            raise KeyError("inside the answer")

    result = grade(Submission({"value": 12}), checks, ["value"])
    assert result.outcome == grading.ERROR
    assert outcomes(result)["calls"] == grading.ERROR
    assert result.error.type == "KeyError"


def test_error_of_the_grader_costs_nothing(checks):
    @checks.check(points=5)
    def broken(answer):
        raise ZeroDivisionError

    result = grade(Submission({"value": 12}), checks, ["value"])
    assert result.outcome == grading.GRADER_ERROR
    assert (result.points, result.possible) == (4, 4)


def test_no_check_begins_after_the_time(checks):
    result = grade(Submission({"value": 12}), checks, ["value"], grading.Limits(seconds=-1))
    assert result.outcome == grading.TIMEOUT
    assert set(outcomes(result).values()) == {grading.TIMEOUT, grading.BLOCKED}


def test_random_cases_repeat_with_the_seed_and_differ_without(checks):
    drawn = []

    @checks.check()
    def draws(answer):
        drawn.append(answer.rng.random())

    first = grade(Submission({"value": 12}), checks, ["value"])
    grade(Submission({"value": 12}), checks, ["value"], seed=first.seed)
    grade(Submission({"value": 12}), checks, ["value"])
    assert drawn[0] == drawn[1] != drawn[2]


def test_grading_leaves_the_learners_random_numbers_alone(checks):
    @checks.check()
    def draws(answer):
        np.random.random(100)

    np.random.seed(3)
    expected = np.random.random()
    np.random.seed(3)
    grade(Submission({"value": 12}), checks, ["value"])
    assert np.random.random() == expected


def test_result_goes_through_json(checks):
    @checks.check()
    def shaped(answer):
        raise Mistake("shape", shape=(None, 64))

    result = grade(Submission({"value": 1}, ValueError("no")), checks, ["value"])
    assert grading.Result.from_data(json.loads(json.dumps(result.to_data()))) == result
    assert result.messages[-1].args == {"shape": "(None, 64)"}


def test_a_check_may_only_need_checks_above_it(checks):
    with pytest.raises(ValueError, match="needs must be checks defined above it"):
        checks.check(needs=["later"])(lambda answer: None)


def test_a_need_may_stand_without_its_list(checks):
    checks.check(needs="even")(lambda answer: None)
    assert checks.checks[-1].needs == ("even",)


def told_when_missing(code, checks):
    namespace = {"__name__": "__main__"}
    assert run_code(code, namespace, "<answer to another>") is None
    result = grade(Submission(namespace), checks, ["value"])
    assert result.outcome == grading.NOT_ATTEMPTED
    return [message.id for message in result.messages]


@pytest.mark.parametrize(
    ("code", "message_id"),
    [
        ("def make():\n    made = 3\nvalue = make()", "no_return"),
        ("def make():\n    return\nvalue = make()", "no_return"),
        ("def make(n):\n    if n:\n        return 4\nvalue = make(0)", "name_is_none"),
        ("def show():\n    print()\nshow()\nvalue = None", "name_is_none"),
        ("value = print()", "name_is_none"),
        ("def value(n):\n    ...\nn = 3", "function_empty"),
        ("def value(n):\n    'What it does.'\nn = 3", "function_empty"),
    ],
)
def test_what_is_missing_is_told(checks, code, message_id):
    assert told_when_missing(code, checks) == [message_id]
