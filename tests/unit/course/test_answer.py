"""What checks use: calls with copies, random cases, smaller failing cases."""

import re

import numpy as np
import pytest

from kerastutor.course.answer import Answer, LearnerError, Mistake, Submission


def answer(**namespace):
    return Answer(Submission(namespace), 7)


def doubles(x):
    return x * 2


def doubles_in_place(x):
    x *= 2
    return x


def draw(rng):
    return {"x": rng.normal(size=(int(rng.integers(2, 9)), 3))}


def test_call_gives_the_result():
    x = np.arange(3.0)
    np.testing.assert_array_equal(answer().call(doubles, x), [0, 2, 4])


def test_a_function_that_changes_its_input_is_told_so():
    x = np.arange(3.0)
    with pytest.raises(Mistake) as raised:
        answer().call(doubles_in_place, x)
    assert raised.value.message.id == "input_changed"
    assert raised.value.message.args == {"name": "x"}
    np.testing.assert_array_equal(x, [0, 1, 2])
    with pytest.raises(Mistake):
        answer().call(lambda rows: rows.sort(), [3, 1])


def test_what_is_no_function():
    with pytest.raises(Mistake) as raised:
        answer().call(3, 1)
    assert raised.value.message.id == "not_a_function"


def test_an_error_is_the_learners():
    with pytest.raises(LearnerError):
        answer().call(lambda x: 1 / 0, 3)
    with pytest.raises(LearnerError):
        answer().call(lambda x: exit(), 3)


def test_a_failing_case_is_shown_small():
    def test(x):
        if (x < 0).any():
            raise Mistake("negative")

    with pytest.raises(Mistake) as raised:
        answer().on_cases(draw, test)
    assert re.fullmatch(r"x = \[\[-\d\.\d?\]\]", raised.value.message.args["case"])


def test_only_valid_cases_are_shown():
    def test(x):
        raise Mistake("always")

    with pytest.raises(Mistake) as raised:
        answer().on_cases(draw, test, valid=lambda case: len(case["x"]) > 1)
    assert raised.value.message.args["case"] == "x = [[0.], [0.]]"


def test_the_same_mistake_must_stay():
    def test(x):
        raise Mistake("long" if len(x) > 2 else "short")

    def long(rng):
        return {"x": rng.normal(size=(8, 1))}

    with pytest.raises(Mistake) as raised:
        answer().on_cases(long, test)
    assert raised.value.message.id == "long"
    assert raised.value.message.args["case"] == "x = [[0.], [0.], [0.]]"


def test_an_error_comes_with_its_case():
    a = answer()
    with pytest.raises(LearnerError) as raised:
        a.on_cases(draw, lambda x: a.call(lambda x: x[5], x[:2]))
    assert raised.value.case == "x = [[0.]]"


def test_an_error_of_the_grader_is_no_failing_case():
    with pytest.raises(ZeroDivisionError):
        answer().on_cases(draw, lambda x: 1 / 0)


def test_a_case_must_be_a_dict():
    with pytest.raises(TypeError, match="must return a dict, whose items are the arguments"):
        answer().on_cases(lambda rng: (rng.random(3),), lambda x: None)


def test_the_generator_is_remembered_as_used():
    a = answer()
    assert not a.drew
    a.on_cases(draw, lambda x: None, count=1)
    assert a.drew
