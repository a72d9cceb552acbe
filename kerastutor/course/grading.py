"""Grading: a pure function from an answer and its checks to a result made of plain data.

Nothing here prints, and no sentence is made here (see `results.py`).
"""

import difflib
import dis
import linecache
import re
import types
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from kerastutor.course import python_errors
from kerastutor.course.answer import Answer, LearnerError, Mistake, Submission
from kerastutor.course.deadline import PATIENCE, Deadline, OutOfTime
from kerastutor.course.results import (
    BLOCKED,
    ERROR,
    FAIL,
    GRADER_ERROR,
    NOT_ATTEMPTED,
    PASS,
    TIMEOUT,
    CheckResult,
    ErrorReport,
    Message,
    Result,
)

__all__ = [
    "BLOCKED",
    "ERROR",
    "FAIL",
    "GRADER_ERROR",
    "NOT_ATTEMPTED",
    "PASS",
    "TIMEOUT",
    "Answer",
    "CheckResult",
    "Checks",
    "ErrorReport",
    "Limits",
    "Message",
    "Mistake",
    "Result",
    "Submission",
    "grade",
]


@dataclass(frozen=True)
class Limits:
    """Limits inside one process.

    # Arguments
        seconds: time for all checks together, without the compiling of kernels. The check that is
            at work then is interrupted where that is possible, and no further one is begun.
        patience: as in `Deadline`.
    """

    seconds: float = 60.0
    patience: float = PATIENCE


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
        if callable(points):
            raise TypeError(f"{points.__name__}: write @CHECKS.check(), with parentheses.")
        needs = (needs,) if isinstance(needs, str) else needs

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


def grade(submission, checks, names, limits=None, seed=None):
    """Grade an answer.

    # Arguments
        submission: a `Submission`.
        checks: a `Checks`.
        names: the variables that must be there; while one of them is missing, None, or a function
            with an empty body, the exercise counts as not attempted.
        limits: a `Limits`.
        seed: seed of the random cases; None draws a fresh one (it is in the result).

    # Returns
        A `Result`.
    """
    limits = limits or Limits()
    if seed is None:
        seed = int(np.random.SeedSequence().entropy % 2**32)
    missing = tuple(name for name in names if _is_empty(submission.namespace.get(name)))
    if submission.is_starter or (missing and submission.error is None):
        starter = submission.is_starter
        messages = () if starter else _why_missing(submission, checks, missing, names, seed)
        return Result(NOT_ATTEMPTED, messages=messages, seed=seed, missing=missing)
    state = np.random.get_state()
    try:
        return _grade_attempt(submission, checks, missing, limits, seed)
    finally:
        np.random.set_state(state)  # a check never changes the learner's random numbers


def _grade_attempt(submission, checks, missing, limits, seed):
    deadline = Deadline(limits.seconds, limits.patience)
    results, errors, random = [], [], False
    if submission.error is not None:
        errors.append(ErrorReport.of(submission.error))
    for index, check in enumerate(checks.checks):
        passed = {result.name for result in results if result.outcome == PASS}
        blockers = [*missing, *(name for name in check.needs if name not in passed)]
        if blockers:
            result = CheckResult(check.name, BLOCKED, check.points, blocked_by=blockers[0])
        elif deadline.left <= 0:
            result = CheckResult(check.name, TIMEOUT, check.points)
        else:
            answer = Answer(submission, [seed, index])
            result, error = _run(check, answer, deadline)
            errors.extend([error] if error is not None else [])
            random = random or answer.drew
        results.append(result)
    outcome = _outcome(results, submission.error)
    messages = []
    if outcome != PASS:
        messages = _recognized(checks, submission, seed)
        messages += [result.message for result in results if result.message is not None]
        messages = _without_repeats(messages)
    error = errors[0] if errors else None
    return Result(outcome, tuple(results), tuple(messages), error, seed, random, missing)


def _run(check, answer, deadline):
    """Return the `CheckResult` of one check, and the report of the error that it met (or None)."""
    try:
        with deadline.interrupts():
            check.test(answer)
    except Mistake as mistake:
        return CheckResult(check.name, FAIL, check.points, mistake.message), None
    except LearnerError as wrapped:
        report = ErrorReport.of(wrapped.error, wrapped.case)
        return CheckResult(check.name, ERROR, check.points), report
    except OutOfTime:
        return CheckResult(check.name, TIMEOUT, check.points), None
    except Exception as error:
        return CheckResult(check.name, GRADER_ERROR, check.points), ErrorReport.of(error)
    return CheckResult(check.name, PASS, check.points), None


def _outcome(results, raised):
    outcomes = {result.outcome for result in results}
    if raised is not None:
        return ERROR
    for outcome in (ERROR, FAIL, TIMEOUT, GRADER_ERROR):
        if outcome in outcomes:
            return outcome
    return PASS


def _recognized(checks, submission, seed):
    """Return the messages of the detectors; if there is none, that of the error that stopped it."""
    found = _detected(checks, submission, seed)
    told = python_errors.stopped(submission.error or submission.stopped)
    return found or ([told] if told is not None else [])


def _why_missing(submission, checks, missing, names, seed):
    """Return the messages for an answer that was begun, and lacks a variable."""
    found = _recognized(checks, submission, seed)
    return tuple(found or _about_the_missing(submission.namespace, missing, names))


def _about_the_missing(namespace, missing, names):
    """Return the message on the first name that is missing; none while nothing was begun."""
    name = missing[0]
    if name in namespace:
        if namespace[name] is not None:
            return [Message("function_empty", {"name": name})]
        maker = _maker_without_return(namespace, name)
        if maker is not None:
            return [Message("no_return", {"name": name, "function": maker})]
        return [Message("name_is_none", {"name": name})]
    mine = [other for other in namespace if other[0] != "_" and other not in names]
    close = difflib.get_close_matches(name, mine, 1, 0.75) or _only_function(namespace)
    if close:
        return [Message("value_under_other_name", {"name": name, "other": close[0]})]
    if len(missing) < len(names):
        return [Message("value_missing", {"name": name, "names": ", ".join(names)})]
    return []


def _only_function(namespace):
    """Return [name] of the only function that the learner has defined, else []."""
    names = list(_functions(namespace))
    return names if len(names) == 1 else []


def _functions(namespace):
    """Return {name: function} of those that the learner has defined."""
    main = namespace.get("__name__")
    return {
        name: value
        for name, value in namespace.items()
        if isinstance(value, types.FunctionType) and value.__module__ == main
    }


def _maker_without_return(namespace, name):
    """Return the learner's function that `name` was set with, if it returns nothing; else None."""
    for maker, function in _functions(namespace).items():
        code = "".join(linecache.getlines(function.__code__.co_filename))
        called = re.search(rf"^{name} *= *{maker}\(", code, re.MULTILINE)
        if called and not _returns_something(function):
            return maker
    return None


def _returns_something(function):
    """Return True when a function has a `return` of something else than None, or a `yield`."""
    done = _does(function)
    for before, this in zip([("", None), *done], done):
        if this[0].startswith("YIELD"):
            return True
        if this[0].startswith("RETURN_V") and before != ("LOAD_CONST", None):
            return True
        if this[0] == "RETURN_CONST" and this[1] is not None:
            return True
    return False


def _detected(checks, submission, seed):
    found = []
    for detector in checks.detectors:
        try:
            message = detector(Answer(submission, seed))
        except Exception:  # a detector may meet any half-made answer; then it has nothing to say
            continue
        if isinstance(message, Message):
            found.append(message)
    return found


def silent_detectors(submission, checks, seed):
    """Return, for authors, why detectors had nothing to say: texts like "name: its error"."""
    found = []
    for detector in checks.detectors:
        try:
            message = detector(Answer(submission, seed))
        except Exception as error:
            found.append(f"{detector.__name__}: {ErrorReport.of(error)}")
            continue
        if message is not None and not isinstance(message, Message):
            found.append(f"{detector.__name__}: returns {message!r}, which is no Message")
    return found


def _without_repeats(messages):
    seen = set()
    return [item for item in messages if not (item.id in seen or seen.add(item.id))]


def _is_empty(value):
    """Return True for None, and for a function whose body does nothing yet."""
    return value is None or (isinstance(value, types.FunctionType) and _does(value) in _NOTHING)


def _does(function):
    """Return what a function does, as comparable instructions."""
    return [
        (item.opname, item.argval)
        for item in dis.get_instructions(function)
        if item.opname not in ("RESUME", "NOP", "CACHE")
    ]


def _pass():
    pass


def _refuse():
    raise NotImplementedError


_NOTHING = (_does(_pass), _does(_refuse))
