"""The commands of the shell, in this process, on an exercise of our own."""

import json

import pytest

from kerastutor.course import answers, cli, progress, replay, watch, workspace
from kerastutor.course import exercise as exercises


@pytest.fixture(autouse=True)
def even(elsewhere, monkeypatch, tmp_path):
    """The only exercise of the course, and a working folder."""
    monkeypatch.setattr(exercises, "all_exercises", lambda: (elsewhere,))
    workspace.remember(tmp_path / "course")
    return elsewhere


@pytest.fixture
def run(capsys):
    def run(*arguments):
        status = cli.main(arguments)
        said = capsys.readouterr()
        return status, said.out + said.err

    return run


@pytest.fixture
def write_notebook(even, tmp_path):
    """A function that saves an answer in the chapter's notebook; returns its path."""

    def write(*sources, place="en", tag=even.tag):
        cells = [
            {"cell_type": "code", "metadata": {"tags": [tag]}, "source": [source],
             "outputs": [{"text": "old"}], "execution_count": 3}
            for source in sources
        ]  # fmt: skip
        cells.insert(0, {"cell_type": "markdown", "metadata": {}, "source": ["text"]})
        path = tmp_path / "course" / place / "01_numbers.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"cells": cells, "nbformat": 4}), encoding="utf-8")
        return path

    return write


def test_list_and_next_and_progress_before_anything_is_done(run, write_notebook):
    path = write_notebook("value = None")
    assert run("list") == (0, "01_numbers\n  q1   even-01                An even number\n")
    assert run("next") == (0, f"Next: even-01, An even number\n  in {path}\n")
    status, text = run("progress")
    assert "01_numbers: 0 of 1 done, 0 of 2 points" in text
    assert "Begin with: kerastutor next" in text
    assert json.loads(run("next", "--json")[1])["file"] == str(path)


def test_check_the_notebook_then_all_is_done(run, write_notebook):
    write_notebook("value = start + 1")
    assert run("check", "even-01") == (0, "✓ q1: right. 2 of 2 points.\n")
    assert run("list")[1].splitlines()[1].startswith("✓ q1")
    assert "1 of 1 done, 2 of 2 points" in run("progress")[1]
    assert run("next") == (0, "All exercises are done.\n")
    assert json.loads(run("next", "--json")[1]) is None
    row = json.loads(run("progress", "--json")[1])[0]
    assert (row["passed"], row["tries"], row["points"]) == (True, 1, 2)


def test_check_clean_is_what_check_does(run, write_notebook):
    write_notebook("value = start + 1")
    assert run("check", "--clean", "even-01") == (0, "✓ q1: right. 2 of 2 points.\n")


def test_old_id_still_works(run, write_notebook):
    write_notebook("value = 5")
    status, text = run("check", "old-even", "--all")
    assert status == 1
    assert "odd have 5" in text
    assert "even             0/2  not yet" in text
    assert "Stuck? kerastutor hint even-01" in text


def test_the_attempt_that_was_saved_last_counts(even, write_notebook):
    write_notebook("value = 5")
    write_notebook("value = None", place="zh")
    assert answers.saved(even).code == "value = 5"
    path = write_notebook("value = 4", place="exercises/zh")
    assert (answers.saved(even).path, answers.saved(even).code) == (path, "value = 4")


def test_answer_in_several_cells(run, write_notebook):
    write_notebook("half = 2", "value = 2 * half")
    assert run("check", "even-01")[0] == 0


@pytest.mark.parametrize(
    ("prepare", "status", "text"),
    [
        (lambda write: None, 2, "`kerastutor lab` lays the course out"),
        (lambda write: write("value = 4", tag="other"), 2, "has no cell tagged 'exercise:even-01'"),
        (lambda write: write("x").write_text("{"), 2, "is not a notebook"),
        (lambda write: write("value = None"), 3, "nothing to check yet"),
        (lambda write: write("value = 1 / 0"), 1, "ZeroDivisionError: division by zero"),
    ],
)
def test_check_without_an_answer(run, write_notebook, prepare, status, text):
    prepare(write_notebook)
    came, said = run("check", "even-01")
    assert came == status
    assert text in said


def test_unknown_ids_get_the_nearest(run):
    for command in ("check", "hint", "solution", "reset", "watch"):
        assert run(command, "evem-01") == (
            2,
            "There is no exercise 'evem-01'. Did you mean even-01? `kerastutor list` shows all.\n",
        )
    assert "Did you mean" not in run("check", "zzz")[1]


def test_files_that_cannot_be_read(run, tmp_path):
    assert run("check", "even-01", "--file", "no.py")[0] == 2
    (tmp_path / "latin.py").write_bytes(b"# \xe9\nvalue = 4\n")
    assert run("check", "even-01", "--file", str(tmp_path / "latin.py"))[0] == 2
    assert run("watch", "--file", "no.py")[0] == 2
    assert run("watch", "even-01", "--file", "no.py")[0] == 2
    assert run("watch")[0] == 2


def test_hints_climb_over_separate_calls_and_follow_the_mistake(run, write_notebook):
    write_notebook("value = start")
    run("check", "even-01")
    first = run("hint", "even-01")[1]
    assert first.startswith("even-01, hint 1 of 5: where to look\n\nthe first.unchanged")
    assert "Next hint: kerastutor hint even-01" in first
    assert "the idea" in run("hint", "even-01")[1]
    assert "the first.unchanged" in run("hint", "even-01", "--back")[1]
    for _ in range(4):
        last = run("hint", "even-01")[1]
    assert "hint 5 of 5: a whole answer" in last
    assert "kerastutor solution even-01 --yes" in last


def test_solution_asks_first(run, even):
    status, text = run("solution", "even-01")
    assert status == 0
    assert "start + 1" not in text and "--yes" in text
    assert "value = start + 1" in run("solution", "even-01", "--yes")[1]
    assert progress.standing(even).saw_solution


def test_reset_keeps_the_work(run, write_notebook, home):
    path = write_notebook("value = 5", "value += 2", place="zh")
    status, text = run("reset", "even-01")
    assert status == 0 and str(path) in text
    kept = list((home / "data" / "kerastutor" / "kept" / "even-01").iterdir())
    assert len(kept) == 1
    assert kept[0].read_text().startswith("value = 5\n")
    assert "value += 2" in kept[0].read_text()
    cells = json.loads(path.read_text())["cells"]
    assert len(cells) == 2
    assert "".join(cells[1]["source"]) == "# 你的数\nvalue = None"
    assert (cells[1]["outputs"], cells[1]["execution_count"]) == ([], None)
    assert "already" in run("reset", "even-01")[1]


def test_reset_that_cannot_keep_the_work_changes_nothing(run, write_notebook, home):
    path = write_notebook("value = 5")
    before = path.read_text()
    (home / "data").write_text("a file in the way")
    assert run("reset", "even-01")[0] == 2
    assert path.read_text() == before


def test_progress_knows_all_points_from_the_start(run, even):
    assert "0 of 1 done, 0 of 2 points" in run("progress")[1]
    assert json.loads(run("progress", "--json")[1])[0]["possible"] == even.points == 2
    progress.record(progress.CHECK, even.id, outcome="pass", points=2, possible=2)
    assert "1 of 1 done, 2 of 2 points" in run("progress")[1]


def test_progress_counts_drills(run):
    assert "Drills" not in run("progress")[1]
    for right in (True, False, True):
        progress.record(progress.DRILL, "drill-shape", right=right)
    assert "Drills: 2 of 3 right at the first try" in run("progress")[1]


def test_progress_goes_to_another_machine(run, even, tmp_path, home, monkeypatch):
    progress.record(progress.CHECK, even.id, outcome="pass", points=2, possible=2)
    file = str(tmp_path / "all.jsonl")
    assert run("progress", "--export", file)[1] == f"1 events written to {file}\n"
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "elsewhere"))
    assert run("progress", "--import", file)[1] == f"1 new events taken from {file}\n"
    assert run("progress", "--import", file)[1] == f"0 new events taken from {file}\n"
    assert progress.standing(even).passed
    assert run("progress", "--import", "missing")[0] == 2
    assert run("progress", "--import", str(even.folder / "given.py"))[0] == 2


def test_all_of_it_in_chinese(run, write_notebook, monkeypatch):
    monkeypatch.setenv("KERASTUTOR_LANG", "zh")
    write_notebook("value = 5")
    assert "卡住了？试试 kerastutor hint even-01" in run("check", "even-01")[1]
    assert run("next")[1].startswith("下一个：even-01，偶数")
    assert "你是指 even-01 吗？" in run("check", "evem-01")[1]


def test_watch_yields_what_was_saved(even, write_notebook):
    write_notebook("value = None")
    looks = watch.changes([even])
    assert next(looks) is None
    assert next(looks) is None
    path = write_notebook("value = 5")
    exercise, item = next(looks)
    assert (exercise, item.path, item.code) == (even, path, "value = 5")
    assert next(looks) is None
    path.write_text(path.read_text() + " ")  # saved again, with the same answer
    assert next(looks) is None
    path.write_text("{ half")
    assert next(looks) is None
    write_notebook("value = 4")
    assert next(looks)[1].code == "value = 4"


def test_starter_is_recognised_whatever_its_layout(even):
    assert replay.is_starter(even, "value=None  # hm")
    assert not replay.is_starter(even, "value = 1")
    assert not replay.is_starter(even, "value = (")
