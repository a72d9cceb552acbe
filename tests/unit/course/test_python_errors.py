"""Python errors put into words, and when they are shown."""

import numpy as np
import pytest

from kerastutor.course.grading import Checks, Mistake, Submission, grade
from kerastutor.course.messages import common, render
from kerastutor.course.python_errors import explained, stopped
from kerastutor.course.replay import run_code
from kerastutor.layers import Dense
from kerastutor.models import Sequential


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
        ("a = rows", "error_name_close"),
        ("a = to_categorical(y)", "error_name_import"),
        ("a = Dense(3, activation=relu)", "error_name_text"),
        ("a = dict(1, 2)", None),
        ("a = Dense(32, 784)", "error_by_place"),
        ("a = Dense(32, neurons=784)", "error_argument"),
        ("a = Dense(32, learning_rate=784)", "error_argument_close"),
        ("a = Dense(32, activations='relu')", "error_argument_close"),
        ("a = Dense()", "error_argument"),
        ("a = 1.5 + run_code", "error_uncalled"),
        ("a = row[run_code]", "error_uncalled"),
        ("a = row(3)", "error_not_callable"),
        ("a = len(3)", "error_single"),
        ("a, c = row", "error_unpack"),
        ("a = row > 1 or row < 0", "error_truth"),
        ("a = [1].append(2).append(3)", "error_none"),
        ("a = [1].push(2)", "error_attribute"),
        ("a = [1].shape", "error_list"),
        ("a = told.shape", "error_attribute"),
        ("a = [1].appendd(2)", "error_attribute_close"),
        ("a = {}['loss']", "error_key"),
        ("a = told['losses']", "error_key_close"),
        ("a = row + np.ones(4)", "error_shapes"),
        ("a = np.max([])", "error_empty"),
        ("a = np.zeros(2.5)", "error_integer"),
        ("a = 1 / 0", "error_zero"),
        ("a = (1", "error_syntax"),
        ("import torchvision_missing", "error_module"),
        ("from kerastutor.optimizer import SGD", "error_module_close"),
        ("from kerastutor.layers import Dens", "error_import_close"),
        ("from kerastutor.losses import NoLoss", "error_import"),
        ("a = Sequential(Dense(2), Dense(3), Dense(4))", "error_layers_list"),
        ("a = Sequential.add(Dense(2))", "error_class"),
        ("a = Dense(3, input_shape=4)", "error_shape_tuple"),
        ("a = Dense(3, activation='rellu')", "error_word_close"),
        ("a = Dense(3, activation='nothing like it')", "error_word"),
        ("a = model.fit(x, y)", "error_not_compiled"),
        ("a = int('one')", None),
    ],
)
def test_errors_that_say_it_all_come_first(code, message_id):
    namespace = {
        "Dense": Dense,
        "Sequential": Sequential,
        "model": Sequential([Dense(1, input_shape=(3,))]),
        "run_code": run_code,
        "np": np,
        "row": np.arange(3.0),
        "x": np.zeros((4, 3)),
        "y": np.zeros((4, 1)),
        "told": {"loss": 1},
        "a": 2,
    }
    error = run_code(code, namespace, "<answer>")
    told = explained(error)
    assert (told and told.id) == message_id
    result = grade(Submission(namespace, error), checks(), ["a"])
    assert result.messages[0].id == (message_id or "error_stopped")
    shown = told or stopped(error)
    assert shown.args["line"].partition("  # ")[0] == code
    for part in ("have", "need", "why", "next"):
        for lang in ("en", "zh"):
            assert render(common()[f"{shown.id}.{part}"][lang], shown.args)


@pytest.mark.parametrize(
    ("code", "message_id"),
    [
        ("model.fit(y, x)", "error_exchanged"),
        ("model.fit(x.T, y)", "error_transposed"),
        ("model.train_on_batch(x[0], y[0])", "error_one_sample"),
        ("model.fit(to_categorical(x), y)", "error_one_hot_input"),
        ("model.fit(x[..., None] * [1, 2], y)", "error_shapes"),
        ("model.fit(x, x)", "error_same_twice"),
        ("model.fit(x)", "error_no_targets"),
        ("model.fit(x, y[1:])", "error_samples"),
        ("model.fit(x[:, 1:], y)", "error_shapes"),
        ("model.train_on_batch(x[4:], y[4:])", "error_empty"),
        ("model = model.fit(x, y, verbose=0)\nmodel.evaluate(x, y)", "error_history"),
    ],
)
def test_data_that_do_not_fit_a_model(code, message_id):
    model = Sequential([Dense(1, input_shape=(3,))])
    model.compile("sgd", "mse")
    namespace = {"model": model, "x": np.zeros((4, 3)), "y": np.zeros((4, 1))}
    namespace["to_categorical"] = lambda numbers: np.eye(2)[numbers.astype(int)]
    assert explained(run_code(code, namespace, "<answer>")).id == message_id


def test_what_may_have_been_meant():
    def meant(code, **namespace):
        return explained(run_code(code, {"Dense": Dense, **namespace}, "<answer>")).args

    assert meant("Dense(3, learning_rate=1)")["close"] == "lr"
    assert meant("Dense(3, activation='ReLU')")["close"] == "relu"
    assert "loss" in meant("told['lost']", told={"loss": 1, "acc": 2})["close"]
    assert meant("math.sqrt(2)")["statement"] == "import math"
    assert meant("ceil(2.5)")["statement"] == "from math import ceil"


def test_the_line_says_what_its_names_stood_for():
    code = "def f(x, start):\n    return x[start] + missing\nf(rows, 1)"
    told = explained(run_code(code, {"rows": np.zeros((4, 3))}, "<answer>"))
    assert told.args["line"] == "return x[start] + missing  # x.shape = (4, 3), start = 1"


def test_a_name_in_a_function_that_has_no_value_yet():
    told = explained(run_code("def f():\n    n += 1\nf()", {"n": 0}, "<answer>"))
    assert (told.id, told.args["name"]) == ("error_unbound", "n")


def test_a_variable_that_is_none_says_why_it_may_be():
    result = grade(Submission({"a": None}), checks(), ["a"])
    assert result.outcome == "not attempted"
    assert [message.id for message in result.messages] == ["name_is_none"]
    assert grade(Submission({"a": None}, is_starter=True), checks(), ["a"]).messages == ()
    assert grade(Submission({}), checks(), ["a"]).messages == ()


def test_the_first_missing_name_is_told():
    def told(namespace, names):
        return [item.id for item in grade(Submission(namespace), checks(), names).messages]

    assert told({"a": 1}, ["a", "score"]) == ["value_missing"]
    assert told({"scores": 1}, ["score"]) == ["value_under_other_name"]
    assert told({"a": 1, "scores": 1}, ["a", "score"]) == ["value_under_other_name"]
