"""Every exercise keeps what it promises, on the real engine."""

import pytest

from kerastutor.course import exercise as exercises
from kerastutor.course import grading, replay, trials
from kerastutor.course.verify import placed, table, verify

EXERCISES = exercises.all_exercises()


def name_of(exercise):
    return exercise.id


@pytest.fixture(scope="module")
def pool():
    """Two warm processes that try the answers."""
    with trials.Pool(jobs=2) as pool:
        yield pool


@pytest.mark.parametrize("exercise", EXERCISES, ids=name_of)
def test_verify(exercise, pool):
    rows = verify(exercise, pool=pool) + placed(exercise)
    assert all(row.ok for row in rows), table(exercise, rows)


def test_ids_and_names_are_used_once():
    ids = [name for item in EXERCISES for name in (item.id, *item.header["old_ids"])]
    assert len(ids) == len(set(ids))
    names = [(item.chapter, item.name) for item in EXERCISES]
    assert len(names) == len(set(names))


def test_an_error_met_earlier_in_the_notebook_helps_to_find_the_mistake():
    """In a notebook the cell with `fit` has stopped before; its error is all that is left of it."""
    exercise = exercises.find("first-contact-01")
    stopped = replay.run_answer(exercise, exercise.mutants()["integer_labels.py"])
    assert isinstance(stopped.error, ValueError)
    later = grading.Submission(stopped.namespace, earlier_error=stopped.error)
    result = grading.grade(later, exercise.checks, exercise.names)
    assert result.outcome == grading.FAIL
    assert [message.id for message in result.messages] == ["labels_not_one_hot", "never_fit"]


def test_a_check_leaves_the_answer_as_it_was():
    exercise = exercises.find("first-contact-01")
    submission = replay.run_answer(exercise, exercise.solution)
    model = submission.namespace["my_model"]
    before = [weight.copy() for weight in model.get_weights()]
    grading.grade(submission, exercise.checks, exercise.names)
    assert all((a == b).all() for a, b in zip(before, model.get_weights(), strict=True))
