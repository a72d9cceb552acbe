"""Answers that run in a fresh process."""

import pytest

from kerastutor.course import grading, replay


@pytest.fixture
def even(write_exercise):
    return write_exercise()


def test_traceback_shows_the_learners_line(even):
    result = replay.grade_code(even, "a = 1\nvalue = a / 0\n")
    assert result.outcome == grading.ERROR
    assert result.error.lines == ((2, "value = a / 0"),)


def test_syntax_error_is_the_learners(even):
    assert replay.grade_code(even, "value = (").error.type == "SyntaxError"


def test_exit_is_the_learners(even):
    assert replay.grade_code(even, "exit()").outcome == grading.ERROR


def test_each_answer_starts_from_what_is_given(even):
    assert replay.grade_code(even, "value = start + 1").outcome == grading.PASS
    assert replay.grade_code(even, "value = value").error.type == "NameError"


def test_fresh_process_gives_the_same_result(elsewhere):
    result = replay.grade_clean(elsewhere, "value = 5", seed=1)
    assert result == replay.grade_code(elsewhere, "value = 5", seed=1)


def test_flood_of_output_is_harmless(elsewhere):
    result = replay.grade_clean(elsewhere, "print('x' * 10_000_000); value = 4")
    assert result.outcome == grading.PASS


def test_broken_given_is_the_graders_own_error(write_exercise, elsewhere):
    write_exercise(given="1 / 0\n")
    result = replay.grade_clean(elsewhere, "value = 4")
    assert result.outcome == grading.GRADER_ERROR
    assert result.error.type == "ZeroDivisionError"


def test_starter_counts_as_not_attempted_with_other_comments_too(even):
    result = replay.grade_code(even, "# mine\nvalue  =  None\n")
    assert result.outcome == grading.NOT_ATTEMPTED
