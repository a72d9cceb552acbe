"""Running an answer's code: in this process, or in a fresh one under a supervisor.

The fresh process ("clean check") has limits on time, memory and output. Whatever the answer does,
there is a result: points come only from a well-formed reply that carries this run's secret. The
answer shares its process with the checks, so a determined forger with enough patience could still
dig the secret out; the course is self-paced, and hides nothing from its learner anyway.
"""

import ast
import json
import linecache
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

from kerastutor.course import exercise as exercises
from kerastutor.course import grading
from kerastutor.course.integrity import Snapshot
from kerastutor.kernels import cache

# Imports and the compiling of kernels are not the learner's time.
START_SECONDS = 120
MEMORY_MB = 2048
OUTPUT_BYTES = 64 * 2**20
_SUPERVISOR = Path(__file__).with_name("supervise.py")


def run_answer(exercise, code):
    """Run what `exercise` gives and then `code`, unless that is the starter still.

    # Returns
        A `grading.Submission`.
    """
    if is_starter(exercise, code):
        return grading.Submission({}, is_starter=True)
    namespace = run_given(exercise)
    error = run_code(code, namespace, f"<answer to {exercise.id}>")
    return grading.Submission(namespace, error)


def run_given(exercise):
    """Run what `exercise` gives; return the variables."""
    namespace = {"__name__": "__main__"}
    error = run_code(exercise.given, namespace, f"<given of {exercise.id}>")
    if error is not None:
        raise error
    return namespace


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


def is_starter(exercise, code):
    """Return True when `code` is what the exercise begins with, comments and layout aside."""
    try:
        return ast.dump(ast.parse(code)) == ast.dump(ast.parse(exercise.starter))
    except (SyntaxError, ValueError):
        return False


def grade_code(exercise, code, seed=None):
    """Run `code` as the answer to `exercise` in this process, and grade it."""
    submission = run_answer(exercise, code)
    limits = grading.Limits(exercise.header["seconds"])
    return grading.grade(submission, exercise.checks, exercise.names, limits, seed)


def grade_clean(exercise, code, seed=None):
    """Run and grade `code` in a fresh process that is ended when it goes beyond its limits.

    # Returns
        A `grading.Result`. TIMEOUT when the time was over; ERROR, with a message that says why,
        when the answer took too much memory, printed too much, or ended the process.
    """
    limits = {
        "start_seconds": START_SECONDS,
        "seconds": exercise.header["seconds"],
        "memory": exercise.header.get("memory_mb", MEMORY_MB) * 2**20,
        "output": OUTPUT_BYTES,
    }
    job = {
        "command": [sys.executable, "-m", "kerastutor.course.replay"],
        "task": {"id": exercise.id, "code": code, "seed": seed},
        "limits": limits,
    }
    report = _supervised(job)
    try:
        if report["reply"] is not None:
            return _believed(grading.Result.from_data(report["reply"]))
        return _ended(report, limits, seed)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return _no_reply(error, seed)


def _supervised(job):
    """Return the supervisor's report; {} when it gave none."""
    process = subprocess.Popen(
        [sys.executable, "-I", str(_SUPERVISOR)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        said, _ = process.communicate(json.dumps(job).encode())
    except BaseException:  # Ctrl-C: let it end what it watches
        process.terminate()
        process.wait()
        raise
    lines = said.splitlines()
    if len(lines) == 1 and hasattr(os, "killpg"):  # it was killed itself
        try:
            os.killpg(json.loads(lines[0])["group"], 9)
        except (OSError, ValueError, KeyError):
            pass
    try:
        return json.loads(lines[1])
    except (IndexError, ValueError):
        return {}


def _believed(result):
    """Return a result unless it contradicts itself."""
    if result.outcome == grading.PASS:
        if not result.checks or {check.outcome for check in result.checks} != {grading.PASS}:
            raise ValueError("a pass without passed checks")
    return result


def _ended(report, limits, seed):
    """Return the result of a run that was ended, or has ended itself, before its reply."""
    ending, code = report["ending"], report["code"]
    args = {
        "seconds": limits["seconds"],
        "memory": f"{limits['memory'] / 2**30:.3g}",
        "output": limits["output"] // 2**20,
        "code": code,
        "signal": -code if code is not None and code < 0 else 0,
    }
    if ending == "exit":
        ending = "signal" if args["signal"] else "exit"
    outcome = grading.TIMEOUT if ending == "time" else grading.ERROR
    return grading.Result(outcome, messages=(grading.Message(f"clean_{ending}", args),), seed=seed)


def _no_reply(error, seed):
    report = grading.ErrorReport("NoReply", f"no usable report of the clean process ({error!r})")
    return grading.Result(grading.GRADER_ERROR, error=report, seed=seed)


def main():
    """What the fresh process does: read the task, run and grade the answer, send the reply."""
    task = json.load(sys.stdin)
    tell = _private_voice(task.pop("secret"))
    try:
        exercise = exercises.find(task["id"])
        result = _grade_watched(exercise, task["code"], task["seed"], tell)
    except Exception as error:  # what the exercise gives, or the grader, broke: never the learner
        report = grading.ErrorReport.of(error)
        result = grading.Result(grading.GRADER_ERROR, error=report, seed=task["seed"])
    tell(result=result.to_data())
    os._exit(0)  # threads and exit handlers of the answer have no more say


def _private_voice(secret):
    """Return a function that speaks to the supervisor; what the answer prints goes elsewhere."""
    pid, channel = os.getpid(), os.dup(1)
    os.dup2(2, 1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)

    def tell(**what):
        if os.getpid() != pid:
            os._exit(0)  # a copy that the answer has forked
        left = f"{secret} {json.dumps(what)}\n".encode()
        while left:
            left = left[os.write(channel, left) :]

    return tell


def _grade_watched(exercise, code, seed, tell):
    exercise.checks  # noqa: B018  (loaded before the answer runs)
    _report_compiling(tell)
    tell(ready=True)
    before = Snapshot()
    submission = run_answer(exercise, code)
    changed = before.changed()
    if not changed:
        limits = grading.Limits(exercise.header["seconds"])
        result = grading.grade(submission, exercise.checks, exercise.names, limits, seed)
        changed = before.changed()
    if changed:
        return _stopped("clean_changed", seed, names=", ".join(changed[:5]))
    if isinstance(submission.error, EOFError):
        return _stopped("clean_stdin", seed, result.error)
    if isinstance(submission.error, SystemExit):
        return _stopped("clean_exit", seed, result.error, code=submission.error.code or 0)
    return result


def _stopped(message_id, seed, error=None, **args):
    messages = (grading.Message(message_id, args),)
    return grading.Result(grading.ERROR, messages=messages, error=error, seed=seed)


def _report_compiling(tell):
    """Tell the supervisor, from a thread, how long kernels have been compiled so far."""

    def report():
        told = 0.0
        while True:
            time.sleep(0.5)
            spent = cache.seconds()
            if spent > told:
                tell(compiling=spent)
                told = spent

    threading.Thread(target=report, daemon=True).start()


if __name__ == "__main__":
    main()
