"""The pool in which answers are tried."""

import pytest

from kerastutor.course import trials


def trial(exercise, code, **more):
    settings = {"runs": 1, "seeds": (0, 1), "seconds": 5, **more}
    return trials.Trial(exercise.folder, exercise.solutions, code, **settings)


@pytest.fixture
def codes(write_exercise):
    exercise = write_exercise()
    made = ["value = 4", "value = 5", "value = None", "value = 1 / 0", "print('x')\nvalue = 2"]
    return [trial(exercise, code) for code in made]


def test_in_this_process(codes, capfd):
    assert trials.Pool().results(codes) == [
        "pass",
        "odd",
        "not attempted",
        "error_zero",
        "pass",
    ]
    assert capfd.readouterr().out == ""


def test_in_processes_with_hanging_and_dying_answers(codes, write_exercise):
    exercise = write_exercise()
    codes.insert(1, trial(exercise, "import os; os._exit(1)"))
    codes.insert(3, trial(exercise, "while True: pass", seconds=0.3))
    with trials.Pool(jobs=2) as pool:
        assert pool.results(codes) == [
            "pass",
            "it ends the process",
            "odd",
            "timeout",
            "not attempted",
            "error_zero",
            "pass",
        ]


def test_runs_get_their_own_random_numbers_and_share_the_seeds(write_exercise):
    exercise = write_exercise()
    code = "from numpy.random import randint\nvalue = int(randint(10 ** 6))"
    texts = {
        trials.run(trial(exercise, code, runs=12, seeds=tuple(range(12)))),
        trials.run(trial(exercise, code, runs=12, seeds=tuple(range(12)))),
    }
    assert len(texts) == 1 and texts.pop().startswith("flickers: ")
