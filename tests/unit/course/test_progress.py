"""The log of events: it only grows, it can be merged, and it survives crashes and renamings."""

import json
from pathlib import Path

import pytest

from kerastutor.course import exercise as exercises
from kerastutor.course import grading, progress
from kerastutor.course.grading import CheckResult, Message, Result

RIGHT = Result(grading.PASS, (CheckResult("even", grading.PASS, 2),), seed=1)
WRONG = Result(grading.FAIL, (CheckResult("even", grading.FAIL, 2),), (Message("odd"),), seed=1)


@pytest.fixture(autouse=True)
def even(write_exercise, monkeypatch):
    """The only exercise of the course."""
    exercise = write_exercise()
    monkeypatch.setattr(exercises, "all_exercises", lambda: (exercise,))
    return exercise


@pytest.fixture
def log(home):
    return home / "data" / "kerastutor" / "progress" / f"{progress.machine()}.jsonl"


def test_nothing_done(even):
    assert progress.events() == []
    assert progress.standing(even) == progress.Standing()
    assert progress.following() is even


def test_checks_and_hints_add_up(even):
    progress.record_check(even.id, WRONG)
    progress.record(progress.HINT, even.id, rung=1)
    standing = progress.standing(even)
    assert (standing.tries, standing.passed, standing.message) == (1, False, "odd")
    assert (standing.points, standing.possible, standing.rung) == (0, 2, 1)
    progress.record_check(even.id, RIGHT)
    progress.record_check(even.id, WRONG)
    standing = progress.standings()[even.id]
    assert (standing.tries, standing.passed, standing.points, standing.rung) == (3, True, 2, -1)
    assert progress.following() is None


def test_what_was_not_attempted_is_no_event(even):
    progress.record_check(even.id, Result(grading.NOT_ATTEMPTED))
    progress.record_check(even.id, Result(grading.GRADER_ERROR))
    assert progress.events() == []


def test_old_ids_count(even):
    progress.record_check("old-even", RIGHT)
    assert progress.standing(even).passed
    assert progress.standings()[even.id].passed


def test_log_only_grows_and_a_torn_line_hurts_nothing(even, log):
    progress.record_check(even.id, RIGHT)
    first = log.read_bytes()
    log.write_bytes(first + b'{"id": "torn", "ti')
    progress.record_check(even.id, WRONG)
    assert log.read_bytes().startswith(first)
    assert [event["outcome"] for event in progress.events()] == ["pass", "fail"]


@pytest.mark.parametrize("line", ["[]", "7", "{}", '{"id": 3}', "\x00", "nonsense"])
def test_strange_lines_are_passed_over(even, log, line):
    progress.record_check(even.id, RIGHT)
    with open(log, "a", encoding="utf-8") as file:
        file.write(line + "\n")
    assert len(progress.events()) == 1


def test_kinds_and_exercises_of_a_later_version_are_kept(even, tmp_path):
    progress.record("badge", even.id, shape="star")
    progress.record_check("from-the-future-01", RIGHT)
    assert progress.standing(even) == progress.Standing()
    progress.export(tmp_path / "all.jsonl")
    assert "star" in (tmp_path / "all.jsonl").read_text()
    assert "from-the-future-01" in (tmp_path / "all.jsonl").read_text()


def test_two_machines_are_merged_and_twice_is_once(even, home, tmp_path, monkeypatch):
    progress.record_check(even.id, WRONG)
    assert progress.export(tmp_path / "a.jsonl") == 1
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "second"))
    monkeypatch.setattr(progress, "machine", lambda: "second-machine")
    progress.record_check(even.id, RIGHT)
    assert progress.take_in(tmp_path / "a.jsonl") == 1
    assert progress.take_in(tmp_path / "a.jsonl") == 0
    standing = progress.standing(even)
    assert (standing.tries, standing.passed) == (2, True)
    assert len(list((home / "second" / "kerastutor" / "progress").iterdir())) == 2


def test_a_file_of_another_machine_that_is_copied_beside_counts(even, log):
    progress.record_check(even.id, RIGHT)
    log.rename(log.with_name("other-machine.jsonl"))
    assert progress.standing(even).passed


def test_the_name_of_a_machine_cannot_leave_the_folder(even, home, tmp_path):
    event = {"id": "x", "time": "t", "kind": "check", "exercise": even.id, "machine": "../../evil"}
    (tmp_path / "a.jsonl").write_text(json.dumps(event))
    progress.take_in(tmp_path / "a.jsonl")
    assert [path.name for path in Path(home / "data/kerastutor/progress").iterdir()] == [
        "evil.jsonl"
    ]


def test_a_file_without_events_is_refused(tmp_path):
    (tmp_path / "a.jsonl").write_text("hello")
    with pytest.raises(ValueError):
        progress.take_in(tmp_path / "a.jsonl")


def test_requirements_come_first(write_exercise, monkeypatch):
    first = write_exercise()
    later = exercises.Exercise(
        first.folder, first.solutions, {**first.header, "id": "later-01", "old_ids": []}
    )
    first.header["requires"] = ["later-01"]
    monkeypatch.setattr(exercises, "all_exercises", lambda: (first, later))
    assert progress.following() is later
    progress.record_check("later-01", RIGHT)
    assert progress.following() is first
