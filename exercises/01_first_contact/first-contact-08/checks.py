"""Checks of "which digit is taken for which": the example of the task, then random cases."""

import numpy as np

from kerastutor.course import compare
from kerastutor.course.grading import Checks, Message, Mistake

CHECKS = Checks()

EXAMPLE = (
    np.array([[0.7, 0.2, 0.1], [0.1, 0.6, 0.3], [0.2, 0.5, 0.3], [0.1, 0.1, 0.8]]),
    np.array([0, 2, 2, 2]),
)


@CHECKS.check(points=1)
def example(answer):
    _require_right(answer, *EXAMPLE)


@CHECKS.check(points=1, needs=["example"])
def class_that_never_comes(answer):
    _require_right(answer, np.array([[0.5, 0.3, 0.2, 0.0], [0.1, 0.8, 0.1, 0.0]]), np.array([0, 0]))


@CHECKS.check(points=2, needs=["class_that_never_comes"])
def random_cases(answer):
    answer.on_cases(_draw, lambda **case: _require_right(answer, **case), valid=_valid)


@CHECKS.misconception
def counted_once(answer):
    got, right = _on_example(answer)
    return Message("counted_once") if np.array_equal(got, np.minimum(right, 1)) else None


@CHECKS.misconception
def shares(answer):
    got, right = _on_example(answer)
    rows = np.maximum(right.sum(axis=1, keepdims=True), 1)
    return Message("shares") if np.allclose(np.nan_to_num(got), right / rows) else None


@CHECKS.misconception
def only_errors(answer):
    got, right = _on_example(answer)
    if np.array_equal(got, right - np.diag(np.diag(right))):
        return Message("only_errors", {"samples": len(EXAMPLE[1])})
    return None


@CHECKS.misconception
def probabilities_added(answer):
    got, _ = _on_example(answer)
    probabilities, labels = EXAMPLE
    added = np.eye(3)[labels].T @ probabilities
    return Message("probabilities_added") if np.allclose(got, added) else None


def _draw(rng):
    samples, classes = int(rng.integers(5, 20)), int(rng.integers(2, 6))
    return {
        "probabilities": rng.dirichlet(np.ones(classes), samples),
        "labels": rng.integers(0, classes, samples),
    }


def _valid(case):
    """Return True where each row is a distribution with one largest number, and has a label."""
    probabilities, labels = case["probabilities"], case["labels"]
    second, largest = np.sort(probabilities, axis=1)[:, -2:].T
    return (
        len(labels) == len(probabilities)
        and max(labels) < probabilities.shape[1]
        and bool(np.all(second < largest))
        and np.allclose(probabilities.sum(axis=1), 1)
    )


def _require_right(answer, probabilities, labels):
    got = answer.call(answer["confusion"], probabilities, labels)
    right = _table(probabilities, labels)
    if np.ndim(got) == 2 and np.shape(got) != right.shape:
        seen = 1 + max(*labels, *np.argmax(probabilities, axis=1))
        message = "classes_missing" if max(np.shape(got)) <= seen else "classes_fixed"
        raise Mistake(message, shape=np.shape(got), need=right.shape)
    compare.require_equal(got, right, "table")


def _table(probabilities, labels):
    classes = probabilities.shape[1]
    table = np.zeros((classes, classes), dtype=int)
    np.add.at(table, (labels, np.argmax(probabilities, axis=1)), 1)
    return table


def _on_example(answer):
    got = np.asarray(answer.call(answer["confusion"], *EXAMPLE), dtype="float64")
    return got, _table(*EXAMPLE)
