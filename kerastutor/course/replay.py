"""Running an answer's code: in this process, or in a fresh one with a limit on its time."""

import json
import linecache
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from kerastutor.course import exercise as exercises
from kerastutor.course import grading

# Added to an exercise's own limit: imports and kernel compilation are not the learner's time.
_START_SECONDS = 60


def run_answer(exercise, code):
    """Run what `exercise` gives and then `code`; return the `Submission`."""
    namespace = {"__name__": "__main__"}
    error = run_code(exercise.given, namespace, f"<given of {exercise.id}>")
    if error is not None:
        raise error
    error = run_code(code, namespace, f"<answer to {exercise.id}>")
    return grading.Submission(namespace, error)


def run_code(code, namespace, name):
    """Execute `code` in `namespace`; return the error that it raised, or None.

    # Arguments
        code: Python source.
        namespace: dict of variables; the code adds to it.
        name: a name in angle brackets that tracebacks show for the code.
    """
    linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)
    try:
        exec(compile(code, name, "exec"), namespace)
    except (Exception, SystemExit) as error:
        return error
    return None


def grade_code(exercise, code, seed=None):
    """Run `code` as the answer to `exercise` in this process, and grade it."""
    submission = run_answer(exercise, code)
    return grading.grade(submission, exercise.checks, exercise.names, seed=seed)


def grade_clean(exercise, code, seed=None):
    """Run and grade `code` in a fresh process that is ended when its time is over.

    # Returns
        A `grading.Result`; TIMEOUT when the time was over, ERROR when the process ended without
        an answer.
    """
    seconds = exercise.header["seconds"] + _START_SECONDS
    with tempfile.TemporaryDirectory(prefix="kerastutor-") as folder:
        task, reply = Path(folder, "task.json"), Path(folder, "reply.json")
        task.write_text(
            json.dumps({"id": exercise.id, "code": code, "seed": seed}), encoding="utf-8"
        )
        process = subprocess.Popen(
            [sys.executable, "-m", "kerastutor.course.replay", str(task), str(reply)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            return grading.Result(grading.TIMEOUT, seed=seed)
        finally:
            _end(process)
        try:
            return grading.Result.from_data(json.loads(reply.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError):
            report = grading.ErrorReport("SystemExit", f"exit code {process.returncode}")
            return grading.Result(grading.ERROR, error=report, seed=seed)


def _end(process):
    """End the process and what it started in its group."""
    try:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    except (ProcessLookupError, PermissionError):
        pass
    process.wait()


def main(task, reply):
    """What the fresh process does: read a task, run and grade it, write the reply."""
    task = json.loads(Path(task).read_text(encoding="utf-8"))
    try:
        result = grade_code(exercises.find(task["id"]), task["code"], task["seed"])
    except Exception as error:  # what the exercise gives, or the grader, broke: never the learner
        report = grading.ErrorReport.of(error)
        result = grading.Result(grading.GRADER_ERROR, error=report, seed=task["seed"])
    Path(reply).write_text(json.dumps(result.to_data()), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
