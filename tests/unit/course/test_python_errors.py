"""Python errors put into words, and when they are shown."""

import pytest

from kerastutor.course.grading import Checks, Mistake, Submission, grade
from kerastutor.course.messages import common, render
from kerastutor.course.python_errors import explained
from kerastutor.course.replay import run_code
from kerastutor.layers import Dense  # noqa: F401  (the answers use it)


def checks():
    made = Checks()

    @made.check()
    def value(answer):
        if answer["a"] != 1:
            raise Mistake("array_none", name="a")

    return made


@pytest.mark.parametrize(
    ("code", "message_id"),
    [
        ("a = misspelt", "error_name"),
        ("a = dict(1, 2)", None),
        ("a = Dense(32, 784)", "error_argument"),
        ("a = Dense(32, inputs=784)", "error_argument"),
        ("a = Dense()", "error_argument"),
        ("a = 1.5 + run_code", "error_uncalled"),
        ("a = [1].append(2).append(3)", "error_none"),
        ("a = [1].push(2)", "error_attribute"),
        ("a = {}['loss']", "error_key"),
        ("a = int('one')", None),
    ],
)
def test_errors_that_say_it_all_come_first(code, message_id):
    namespace = {"Dense": Dense, "run_code": run_code, "a": 2}
    error = run_code(code, namespace, "<answer>")
    told = explained(error)
    assert (told and told.id) == message_id
    result = grade(Submission(namespace, error), checks(), ["a"])
    assert result.messages[0].id == (message_id or "array_none")
    if told is not None:
        assert told.args["line"] == code
        for part in ("have", "need", "why", "next"):
            for lang in ("en", "zh"):
                assert render(common()[f"{message_id}.{part}"][lang], told.args)


def test_a_variable_that_is_none_says_why_it_may_be():
    result = grade(Submission({"a": None}), checks(), ["a"])
    assert result.outcome == "not attempted"
    assert [message.id for message in result.messages] == ["name_is_none"]
    assert grade(Submission({"a": None}, is_starter=True), checks(), ["a"]).messages == ()
    assert grade(Submission({}), checks(), ["a"]).messages == ()
