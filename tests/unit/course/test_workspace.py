"""Laying the course out: added, updated, and never a learner's change overwritten."""

import json

import pytest

from kerastutor.course import workspace


def notebook(*sources, outputs=()):
    cells = [
        {
            "cell_type": "code",
            "metadata": {"tags": ["exercise:a-01"]} if "answer" in source else {},
            "source": source.splitlines(keepends=True),
            "outputs": list(outputs),
        }
        for source in sources
    ]
    return json.dumps({"cells": cells})


@pytest.fixture
def lessons(tmp_path, monkeypatch):
    """A source of lessons: returns a function that writes a version of lesson 01."""

    def write(*sources):
        for lang in ("en", "zh"):
            (tmp_path / "lessons" / lang).mkdir(parents=True, exist_ok=True)
            (tmp_path / "lessons" / lang / "01.ipynb").write_text(notebook(*sources))
        return tmp_path / "lessons"

    monkeypatch.setattr(workspace, "course_folder", lambda name: tmp_path / "none")
    return write


def test_first_time_adds_everything(lessons, tmp_path):
    report = workspace.lay_out(tmp_path / "course", lessons("x = 1"))
    assert report.added == ["en/01.ipynb", "zh/01.ipynb"]
    assert (tmp_path / "course" / "zh" / "01.ipynb").read_text() == notebook("x = 1")


def test_second_time_changes_nothing(lessons, tmp_path):
    source = lessons("x = 1")
    workspace.lay_out(tmp_path / "course", source)
    report = workspace.lay_out(tmp_path / "course", source)
    assert (report.added, report.updated, report.kept, report.beside) == ([], [], [], {})


def test_a_lesson_that_was_only_run_is_updated(lessons, tmp_path):
    workspace.lay_out(tmp_path / "course", lessons("x = 1"))
    mine = tmp_path / "course" / "en" / "01.ipynb"
    mine.write_text(notebook("x = 1", outputs=["4"]))
    report = workspace.lay_out(tmp_path / "course", lessons("x = 2"))
    assert report.updated == ["en/01.ipynb", "zh/01.ipynb"]
    assert mine.read_text() == notebook("x = 2")


def test_a_changed_lesson_is_kept_and_the_new_one_lies_beside(lessons, tmp_path):
    workspace.lay_out(tmp_path / "course", lessons("x = 1"))
    mine = tmp_path / "course" / "en" / "01.ipynb"
    mine.write_text(notebook("x = 1", "my work"))
    report = workspace.lay_out(tmp_path / "course", lessons("x = 2"))
    assert mine.read_text() == notebook("x = 1", "my work")
    assert report.kept == ["en/01.ipynb"]
    assert report.beside == {"en/01.ipynb": "01.new.ipynb"}
    assert (mine.parent / "01.new.ipynb").read_text() == notebook("x = 2")
    assert report.updated == ["zh/01.ipynb"]


def test_a_changed_lesson_without_a_new_version_gets_nothing_beside(lessons, tmp_path):
    source = lessons("x = 1")
    workspace.lay_out(tmp_path / "course", source)
    mine = tmp_path / "course" / "en" / "01.ipynb"
    mine.write_text(notebook("my work"))
    report = workspace.lay_out(tmp_path / "course", source)
    assert report.kept == ["en/01.ipynb"]
    assert report.beside == {}


@pytest.mark.parametrize("content", [b"", b"not a notebook", b"\xff\xfe", b'{"cells": 3}'])
def test_a_file_that_is_no_notebook_any_more_is_kept(lessons, tmp_path, content):
    source = lessons("x = 1")
    workspace.lay_out(tmp_path / "course", source)
    mine = tmp_path / "course" / "en" / "01.ipynb"
    mine.write_bytes(content)
    assert workspace.lay_out(tmp_path / "course", source).kept == ["en/01.ipynb"]
    assert mine.read_bytes() == content


def test_without_the_manifest_a_changed_lesson_is_still_kept(lessons, tmp_path):
    workspace.lay_out(tmp_path / "course", lessons("x = 1"))
    mine = tmp_path / "course" / "en" / "01.ipynb"
    mine.write_text(notebook("my work"))
    (tmp_path / "course" / workspace.MANIFEST).write_text("damaged")
    workspace.lay_out(tmp_path / "course", lessons("x = 2"))
    assert mine.read_text() == notebook("my work")


def test_answer_joins_the_tagged_cells(tmp_path):
    path = tmp_path / "a.ipynb"
    path.write_text(notebook("x = 1", "answer = 1", "answer += 1"))
    both = workspace.BETWEEN_CELLS.join(["answer = 1", "answer += 1"])
    assert workspace.answer(path, "exercise:a-01") == both
    assert workspace.answer(path, "exercise:b-01") is None


def test_the_folder_is_remembered(home, tmp_path):
    assert workspace.remembered() == home / "kerastutor-course"
    workspace.remember(tmp_path / "mine")
    assert workspace.remembered() == tmp_path / "mine"


def test_exercise_notebooks_lie_beside_the_lessons(lessons, tmp_path):
    practice = lessons("x = 1").rename(tmp_path / "practice")
    report = workspace.lay_out(tmp_path / "course", lessons("x = 1"), practice)
    assert report.added == [
        "en/01.ipynb",
        "zh/01.ipynb",
        "exercises/en/01.ipynb",
        "exercises/zh/01.ipynb",
    ]
