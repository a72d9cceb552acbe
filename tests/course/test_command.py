"""The `kerastutor` command as a learner types it."""

import json
import os
import signal
import subprocess
import sys
import threading

import pytest

from kerastutor.course import exercise as exercises
from kerastutor.course import watch
from kerastutor.course.lab import command
from kerastutor.course.workspace import lay_out

EXERCISE = exercises.find("first-contact-01")


@pytest.fixture
def kerastutor(tmp_path):
    """A function that runs the command in a home of its own; returns the finished process."""
    variables = {
        **os.environ,
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME", os.path.expanduser("~/.cache")),
        "KERASTUTOR_LANG": "en",
    }

    def run(*arguments, **more):
        return subprocess.run(
            [sys.executable, "-m", "kerastutor", *arguments],
            env={**variables, **more}, capture_output=True, text=True, timeout=600,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip

    return run


def test_list(kerastutor):
    done = kerastutor("list")
    assert done.returncode == 0
    assert "  q1   first-contact-01" in done.stdout
    rows = json.loads(kerastutor("list", "--json", KERASTUTOR_LANG="zh").stdout)
    assert rows[0]["title"] == "更深的数字分类网络"


def test_check_a_right_file(kerastutor, tmp_path):
    (tmp_path / "answer.py").write_text(EXERCISE.solution)
    done = kerastutor("check", EXERCISE.id, "--file", str(tmp_path / "answer.py"))
    assert done.stdout == "✓ q1: right. 8 of 8 points.\n"
    assert done.returncode == 0


def test_check_a_wrong_file_as_data(kerastutor, tmp_path):
    (tmp_path / "answer.py").write_text(EXERCISE.mutants()["one_unit.py"])
    done = kerastutor("check", EXERCISE.id, "--json", "--file", str(tmp_path / "answer.py"))
    assert done.returncode == 1
    result = json.loads(done.stdout)
    assert (result["outcome"], result["messages"][0]["id"]) == ("fail", "softmax_on_one_unit")


def test_check_the_notebook_in_the_workspace(kerastutor, tmp_path):
    missing = kerastutor("check", EXERCISE.id)
    assert missing.returncode == 2
    assert "does not exist. `kerastutor lab` lays the course out" in missing.stderr
    lay_out(tmp_path / "kerastutor-course")
    done = kerastutor("check", EXERCISE.id)
    assert done.returncode == 3
    assert "nothing to check yet" in done.stdout
    assert "What is not saved in JupyterLab yet (Ctrl-S) does not count." in done.stdout


def test_wrong_use(kerastutor):
    unknown = kerastutor("check", "first-contakt-01")
    assert unknown.returncode == 2
    assert "There is no exercise 'first-contakt-01'. Did you mean first-contact-0" in unknown.stderr
    assert kerastutor("list", "--", "x").returncode == 2
    assert kerastutor().returncode == 2


def test_watch_sees_what_is_saved_right_after_the_first_look(tmp_path):
    path = tmp_path / "answer.py"
    path.write_text(EXERCISE.starter)
    changes = watch.changes([EXERCISE], path)
    path.write_text(EXERCISE.solution)
    assert next(changes) is None
    exercise, item = next(changes)
    assert (exercise, item.code) == (EXERCISE, EXERCISE.solution)
    path.write_text("")  # as an editor does that is about to write
    assert [next(changes), next(changes)] == [None, None]


def test_watch_checks_when_the_file_is_saved(tmp_path):
    """Saved wrong, then right: two verdicts; then Ctrl-C."""
    path = tmp_path / "answer.py"
    path.write_text("my_model = None\n")
    variables = {**os.environ, "XDG_DATA_HOME": str(tmp_path / "data"), "KERASTUTOR_LANG": "en"}
    process = subprocess.Popen(
        [sys.executable, "-m", "kerastutor", "watch", EXERCISE.id, "--file", str(path)],
        env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    killer = threading.Timer(600, process.kill)
    killer.start()

    def until(text):
        lines = []
        for line in process.stdout:
            lines.append(line)
            if text in line:
                return "".join(lines)
        raise AssertionError("".join(lines) + process.stderr.read())

    try:
        until("Watching")
        path.write_text("my_model = 3\n")
        assert "not a model" in until("Stuck? kerastutor hint first-contact-01")
        path.write_text(EXERCISE.solution)
        assert "checking" in until("right. 8 of 8 points")
        process.send_signal(signal.SIGINT)
        assert process.wait(300) == 130
    finally:
        killer.cancel()
        process.kill()
        process.communicate()


def test_lang_is_saved(kerastutor):
    assert kerastutor("lang", "zh").stdout == "课程语言现在是中文。\n"
    assert kerastutor("lang", KERASTUTOR_LANG="").stdout == "zh\n"


def test_doctor(kerastutor):
    done = kerastutor("doctor")
    assert done.stdout.splitlines()[0].split() == ["ok", "Python", sys.version.split()[0]]
    assert done.returncode == 0, done.stdout


def test_author_build_has_nothing_to_do(kerastutor):
    done = kerastutor("author", "build", "--no-run")
    assert (done.returncode, done.stdout) == (0, "")


def test_lab_opens_the_first_lesson_in_the_learners_language(tmp_path):
    line = command(tmp_path, ["--no-browser"], lang="zh")
    assert "--LabApp.default_url=/lab/tree/zh/01_first_contact.ipynb" in line
    assert line[-1] == "--no-browser"


def test_lab_says_that_the_folder_cannot_be_written(kerastutor, tmp_path):
    (tmp_path / "file").write_text("")
    done = kerastutor("lab", str(tmp_path / "file" / "course"))
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert "kerastutor lab FOLDER" in done.stderr
