"""Grading: a pure function from an answer and its checks to a result made of plain data.

Nothing here prints, and no sentence is made here: a result holds message ids and their arguments,
and becomes text in the learner's language when it is shown (`showing.py`).
"""

import sysconfig
import time
import traceback
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np

from kerastutor.course.paths import course_folder

PASS = "pass"
FAIL = "fail"
NOT_ATTEMPTED = "not attempted"
ERROR = "learner's error"
TIMEOUT = "timeout"
BLOCKED = "blocked"
GRADER_ERROR = "grader's own error"


@dataclass(frozen=True)
class Message:
    """A message id of the exercise's catalogue with its arguments (numbers and texts)."""

    id: str
    args: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self):
        plain = {
            name: value if isinstance(value, str | int | float) else str(value)
            for name, value in self.args.items()
        }
        object.__setattr__(self, "args", plain)


@dataclass(frozen=True)
class ErrorReport:
    """An error of the learner's code as plain data: its type, its text, the learner's lines."""

    type: str
    text: str
    lines: tuple = ()

    @classmethod
    def of(cls, error):
        lines = tuple(
            (frame.lineno, frame.line)
            for frame in traceback.extract_tb(error.__traceback__)
            if frame.line and not frame.filename.startswith(_NOT_THE_LEARNERS)
        )
        return cls(type(error).__name__, " ".join(str(error).split()), lines)

    def __str__(self):
        return f"{self.type}: {self.text}" if self.text else self.type


_NOT_THE_LEARNERS = (
    str(Path(__file__).parents[1]),
    str(course_folder("exercises")),
    *(sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")),
    "<frozen",
)


class Mistake(Exception):
    """Raised by a check: the answer is wrong, and the message `id` says how."""

    def __init__(self, message_id, **args):
        super().__init__(message_id)
        self.message = Message(message_id, args)


class LearnerError(Exception):
    """The learner's own code raised `error` while a check was using it."""

    def __init__(self, error):
        super().__init__(str(error))
        self.error = error


@dataclass(frozen=True)
class Submission:
    """An answer.

    # Arguments
        namespace: the learner's variables by name.
        error: what the learner's code raised, if it was run for the grading and raised.
        earlier_error: the last error that the learner has met in the notebook; it may help a
            detector and counts for nothing else.
    """

    namespace: Mapping[str, object]
    error: BaseException | None = None
    earlier_error: BaseException | None = None


@dataclass(frozen=True)
class Limits:
    """Limits inside one process: no further check is begun after `seconds`."""

    seconds: float = 60.0


class Answer:
    """What a check sees: the learner's variables, and a random generator of its own.

    # Arguments
        submission: the `Submission`.
        seed: the seed of `rng`; the same seed gives the same random cases.
    """

    def __init__(self, submission, seed):
        self.namespace = submission.namespace
        self.error = submission.error or submission.earlier_error
        self.rng = np.random.default_rng(seed)

    def get(self, name, default=None):
        return self.namespace.get(name, default)

    def __getitem__(self, name):
        return self.namespace[name]

    @contextmanager
    def learners_code(self):
        """Marks a block that runs the learner's objects: an error in it is the learner's."""
        try:
            yield
        except Mistake:
            raise
        except Exception as error:
            raise LearnerError(error) from error


@dataclass(frozen=True)
class Check:
    """One check: `test(answer)` raises `Mistake` when the answer is wrong."""

    name: str
    test: Callable
    points: int
    needs: tuple


class Checks:
    """The checks of an exercise, filled by the decorators `check` and `misconception`."""

    def __init__(self):
        self.checks = []
        self.detectors = []

    def check(self, points=1, needs=()):
        """Adds the decorated function as a check that runs only when those in `needs` passed."""

        def add(test):
            unknown = set(needs) - {known.name for known in self.checks}
            if unknown:
                raise ValueError(
                    f"{test.__name__}: needs must be checks defined above it, got "
                    f"{sorted(unknown)}. Define them first."
                )
            self.checks.append(Check(test.__name__, test, points, tuple(needs)))
            return test

        return add

    def misconception(self, test):
        """Adds the decorated function as a detector: it returns a `Message` or None.

        A detector chooses which message is shown first. It never decides whether an answer passes.
        """
        self.detectors.append(test)
        return test


@dataclass(frozen=True)
class CheckResult:
    """What became of one check; `blocked_by` names the check or the variable that it lacks."""

    name: str
    outcome: str
    points: int
    message: Message | None = None
    blocked_by: str | None = None


@dataclass(frozen=True)
class Result:
    """What became of an answer. `messages` are in the order in which to show them."""

    outcome: str
    checks: tuple = ()
    messages: tuple = ()
    error: ErrorReport | None = None
    seed: int | None = None

    @property
    def points(self):
        return sum(check.points for check in self.checks if check.outcome == PASS)

    @property
    def possible(self):
        """The points that could be had; a check that broke by itself costs nothing."""
        return sum(check.points for check in self.checks if check.outcome != GRADER_ERROR)

    def to_data(self):
        """Return the result as a dict that JSON can carry."""
        return asdict(self)

    @classmethod
    def from_data(cls, data):
        """Return the result that `to_data` (or JSON of it) describes."""
        checks = tuple(
            CheckResult(**{**item, "message": _message(item["message"])}) for item in data["checks"]
        )
        error = data["error"]
        if error is not None:
            error = ErrorReport(error["type"], error["text"], tuple(map(tuple, error["lines"])))
        messages = tuple(map(_message, data["messages"]))
        return cls(data["outcome"], checks, messages, error, data["seed"])


def _message(data):
    return None if data is None else Message(data["id"], data["args"])


def grade(submission, checks, names, limits=None, seed=None):
    """Grade an answer.

    # Arguments
        submission: a `Submission`.
        checks: a `Checks`.
        names: the variables that must be there; while one is missing or None the exercise counts
            as not attempted.
        limits: a `Limits`.
        seed: seed of the random cases; None draws a fresh one (it is in the result).

    # Returns
        A `Result`.
    """
    limits = limits or Limits()
    if seed is None:
        seed = int(np.random.SeedSequence().entropy % 2**32)
    missing = [name for name in names if submission.namespace.get(name) is None]
    if missing and submission.error is None:
        return Result(NOT_ATTEMPTED, seed=seed)
    state = np.random.get_state()
    try:
        return _grade_attempt(submission, checks, missing, limits, seed)
    finally:
        np.random.set_state(state)  # a check never changes the learner's random numbers


def _grade_attempt(submission, checks, missing, limits, seed):
    started = time.monotonic()
    results, errors = [], []
    if submission.error is not None:
        errors.append(submission.error)
    for index, check in enumerate(checks.checks):
        passed = {result.name for result in results if result.outcome == PASS}
        blockers = [*missing, *(name for name in check.needs if name not in passed)]
        if blockers:
            result = CheckResult(check.name, BLOCKED, check.points, blocked_by=blockers[0])
        elif time.monotonic() - started > limits.seconds:
            result = CheckResult(check.name, TIMEOUT, check.points)
        else:
            answer = Answer(submission, [seed, index])
            result, error = _run(check, answer)
            errors.extend([error] if error is not None else [])
        results.append(result)
    outcome = _outcome(results, errors, submission.error)
    messages = []
    if outcome != PASS:
        messages = _detected(checks, submission, seed)
        messages += [result.message for result in results if result.message is not None]
        messages = _without_repeats(messages)
    error = ErrorReport.of(errors[0]) if errors else None
    return Result(outcome, tuple(results), tuple(messages), error, seed)


def _run(check, answer):
    """Return the `CheckResult` of one check, and the error that it met (or None)."""
    try:
        check.test(answer)
    except Mistake as mistake:
        return CheckResult(check.name, FAIL, check.points, mistake.message), None
    except LearnerError as wrapped:
        return CheckResult(check.name, ERROR, check.points), wrapped.error
    except Exception as error:
        return CheckResult(check.name, GRADER_ERROR, check.points), error
    return CheckResult(check.name, PASS, check.points), None


def _outcome(results, errors, raised):
    outcomes = {result.outcome for result in results}
    if raised is not None or ERROR in outcomes:
        return ERROR
    for outcome in (FAIL, TIMEOUT, GRADER_ERROR):
        if outcome in outcomes:
            return outcome
    return PASS


def _detected(checks, submission, seed):
    found = []
    for detector in checks.detectors:
        try:
            message = detector(Answer(submission, seed))
        except Exception:  # a detector may meet any half-made answer; then it has nothing to say
            message = None
        if message is not None:
            found.append(message)
    return found


def _without_repeats(messages):
    seen = set()
    return [item for item in messages if not (item.id in seen or seen.add(item.id))]
