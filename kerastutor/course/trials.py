"""Running many answers in a pool of warm processes: what `author verify` stands on."""

import contextlib
import io
import os
import warnings
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context

import numpy as np

from kerastutor.course import exercise as exercises
from kerastutor.course import grading, replay
from kerastutor.course.deadline import Deadline, OutOfTime
from kerastutor.course.messages import fields
from kerastutor.course.showing import PARTS

_PATIENCE = 5  # a busy machine must not look like a slow answer


@dataclass(frozen=True)
class Trial:
    """An answer to try.

    # Arguments
        folder, solutions: the folders of the exercise.
        code: the answer.
        runs: how often it is run, each time with other random numbers for its training.
        seeds: seeds of the random cases, spread over the runs.
        seconds: time for one run of the answer and of its checks.
        is_starter: False runs even code that is the exercise's starter.
        expected: the message that a known wrong answer must get; when another one comes, the errors
            of detectors are told as well.
    """

    folder: object
    solutions: object
    code: str
    runs: int
    seeds: tuple
    seconds: float
    is_starter: bool = True
    expected: str | None = None


def run(trial):
    """Return what the gradings of an answer say: one text, or that they differ."""
    exercise = _loaded(trial.folder, trial.solutions)
    verdicts = {}
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        try:
            submissions = [_submission(exercise, trial, number) for number in range(trial.runs)]
        except Exception as error:
            return f"given.py stops: {type(error).__name__}: {error}"
        for position, seed in enumerate(trial.seeds):
            submission = submissions[position % trial.runs]
            verdicts.setdefault(_graded(exercise, trial, submission, seed), seed)
    if len(verdicts) == 1:
        return next(iter(verdicts))
    return "flickers: " + ", ".join(f"{said} (seed {seed})" for said, seed in verdicts.items())


def _submission(exercise, trial, number):
    """Return the `Submission` of one run; None when its time was over."""
    if trial.is_starter and replay.is_starter(exercise, trial.code):
        return grading.Submission({}, is_starter=True)
    np.random.seed(number)
    namespace = replay.run_given(exercise)
    try:
        with Deadline(trial.seconds, _PATIENCE).interrupts():
            error = replay.run_code(trial.code, namespace, "<answer>")
    except OutOfTime:
        return None
    return grading.Submission(namespace, error)


def _graded(exercise, trial, submission, seed):
    if submission is None:
        return grading.TIMEOUT
    limits = grading.Limits(trial.seconds, _PATIENCE)
    result = grading.grade(submission, exercise.checks, exercise.names, limits, seed)
    for message in result.messages:
        unsayable = _unsayable(exercise, message)
        if unsayable is not None:
            return unsayable
    said = _said(exercise, submission, result)
    if not result.messages or trial.expected in (None, said):
        return said
    return "; ".join([said, *grading.silent_detectors(submission, exercise.checks, seed)])


def _said(exercise, submission, result):
    if result.messages:
        return result.messages[0].id
    if result.outcome == grading.NOT_ATTEMPTED and not submission.is_starter:
        return f"{result.outcome}: it makes no {' and no '.join(result.missing)}"
    if result.error is None:
        return result.outcome
    where = ""
    if result.outcome == grading.GRADER_ERROR:
        broken = [item.name for item in result.checks if item.outcome == grading.GRADER_ERROR]
        where = f" in {broken[0]} of checks.py"
    return f"{result.outcome}{where}: {result.error}"


def _unsayable(exercise, message):
    """Return why a message cannot be shown to a learner, or None."""
    broken = f"{grading.GRADER_ERROR} in the message {message.id}"
    parts = {part: exercise.messages.get(f"{message.id}.{part}") for part in PARTS}
    if not any(parts.values()):
        return f"{broken}: messages.toml has no [{message.id}]"
    for part, texts in parts.items():
        for name in set().union(*map(fields, (texts or {}).values())) - set(message.args):
            return f"{broken}: its {part} has {{{name}}}, and checks.py gives no {name}=..."
    return None


@cache
def _loaded(folder, solutions):
    return exercises.load(folder, solutions)


class Pool:
    """Runs trials, in `jobs` processes that stay warm; with one job in this process.

    Use it in a `with` statement.
    """

    def __init__(self, jobs=1):
        self.jobs = jobs
        self._executor = None

    def __enter__(self):
        if self.jobs > 1:
            self._executor = self._fresh()
        return self

    def __exit__(self, *exception):
        if self._executor is not None:
            self._executor.shutdown(cancel_futures=True)

    def results(self, trials):
        """Return the texts of `trials`, in their order."""
        if self._executor is None:
            return list(map(run, trials))
        futures = [self._executor.submit(run, trial) for trial in trials]
        texts, broken = [], False
        for future in futures:
            try:
                texts.append(future.result())
            except BrokenProcessPool:
                texts.append(None)
                broken = True
        if broken:
            self._executor = self._fresh()
            texts = [
                self._alone(trial) if text is None else text
                for trial, text in zip(trials, texts, strict=True)
            ]
        return texts

    def _alone(self, trial):
        """Run a trial that may have ended its process, with nobody beside it."""
        try:
            return self._executor.submit(run, trial).result()
        except BrokenProcessPool:
            self._executor = self._fresh()
            return "it ends the process"

    def _fresh(self):
        return ProcessPoolExecutor(self.jobs, get_context("spawn"), _quiet)


def _quiet():
    """In a new process: answers print nowhere, and do not fight for the processor."""
    os.environ.setdefault("KERASTUTOR_THREADS", "1")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
