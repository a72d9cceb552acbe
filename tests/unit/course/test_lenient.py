"""Calling a learner's functions, and reading what they give."""

import numpy as np
import pytest

from kerastutor.course import lenient
from kerastutor.course.answer import Mistake
from kerastutor.course.replay import run_code


def power(base, exponent):
    return base**exponent


def refusal(function, **arguments):
    with pytest.raises(Mistake) as raised:
        lenient.call(function, "f(...)", **arguments)
    return raised.value.message


def test_arguments_go_by_name_or_by_place():
    assert lenient.call(lambda base, *, exponent: base**exponent, "", base=2, exponent=3) == 8
    assert lenient.call(lambda b, e: b**e, "", base=2, exponent=3) == 8


def test_names_of_the_task_in_another_order():
    told = refusal(lambda exponent, base: base**exponent, base=2, exponent=3)
    assert told.id == "parameter_order"
    assert (told.args["given"], told.args["needed"]) == ("exponent, base", "base, exponent")


def test_a_function_of_other_parameters():
    for function in (lambda b: b, lambda: 0, lambda self, base, exponent: 0):
        assert refusal(function, base=2, exponent=3).id == "other_parameters"
    told = refusal(lambda b: b, base=2, exponent=3)
    assert (told.args["given"], told.args["needed"]) == ("(b)", "base, exponent")


@pytest.mark.parametrize(
    ("line", "message_id"),
    [
        ("return base / 0", "error_zero"),
        ("return math.log(base)", "error_name_import"),
        ("return int('one')", "raised"),
        ("raise ValueError('no')", "refuses"),
        ("assert base > exponent, 'no'", "refuses"),
    ],
)
def test_errors_of_the_function(line, message_id):
    namespace = {}
    run_code(f"def f(base, exponent):\n    {line}", namespace, "<answer>")
    told = refusal(namespace["f"], base=2, exponent=3)
    assert told.id == message_id
    assert "f(...)" in (told.args.get("case"), told.args.get("call"))


def test_functions_and_generators_are_no_results():
    def numbers():
        yield 1

    for value, message_id in ((numbers(), "returned_generator"), (power, "returned_function")):
        with pytest.raises(Mistake) as raised:
            lenient.require_result(value, "f()")
        assert raised.value.message.id == message_id
    lenient.require_result([1], "f()")


def test_the_parameter_that_a_function_does_not_look_at():
    case, others = {"base": 2, "exponent": 3}, {"base": 5, "exponent": 7}
    assert lenient.ignored(power, "", case, others) is None
    assert lenient.ignored(lambda base, exponent: base**2, "", case, others) == "exponent"


def test_numbers_in_any_form():
    for value in (3, 3.0, np.int64(3), np.array([[3]]), [3]):
        assert lenient.number(value) == 3
    for value in (True, "3", None, [1, 2], object()):
        assert lenient.number(value) is None


def test_the_formula_that_somebody_has_used():
    cases, names = [(2, 3), (5, 4), (7, 2)], ("base", "exponent")
    texts = ["base + exponent", "ceil(base / exponent)", "base * exponent", "base / missing"]
    assert lenient.written(texts, names, cases, [6, 20, 14]) == "base * exponent"
    assert lenient.written(texts, names, cases, [1, 2, 4]) == "ceil(base / exponent)"
    assert lenient.written(texts, names, cases, [1, 2, 3]) is None
