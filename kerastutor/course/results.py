"""What grading gives: plain data, without a sentence in it.

A result holds message ids and their arguments, and becomes text in the learner's language when it
is shown (`showing.py`).
"""

import sysconfig
import traceback
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from kerastutor.course.paths import course_folder

PASS = "pass"
FAIL = "fail"
NOT_ATTEMPTED = "not attempted"
ERROR = "learner's error"
TIMEOUT = "timeout"
BLOCKED = "blocked"
GRADER_ERROR = "grader's own error"
OUTCOMES = (PASS, FAIL, NOT_ATTEMPTED, ERROR, TIMEOUT, BLOCKED, GRADER_ERROR)

_LONGEST_TEXT = 400
_NOT_THE_LEARNERS = (
    str(Path(__file__).parents[1]),
    str(course_folder("exercises")),
    *(sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")),
    "<frozen",
    "<string>",
    "<__array_function__",
)


@dataclass(frozen=True)
class Message:
    """A message id with its arguments (numbers and texts).

    The id is one of the exercise's catalogue (messages.toml) or of the common one (common.toml).
    """

    id: str
    args: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self):
        object.__setattr__(self, "args", {name: _plain(item) for name, item in self.args.items()})


@dataclass(frozen=True)
class ErrorReport:
    """An error of the learner's code as plain data.

    # Arguments
        type: name of the exception's class.
        text: what it says.
        lines: (line number, source) of the learner's own lines that led to it.
        case: the input on which it came, where a check has tried several.
    """

    type: str
    text: str
    lines: tuple = ()
    case: str | None = None

    @classmethod
    def of(cls, error, case=None):
        """Return the report of an exception, its traceback cut to the learner's frames."""
        lines = [
            (frame.lineno, frame.line)
            for frame in traceback.extract_tb(error.__traceback__)
            if frame.line and _is_learners(frame.filename)
        ]
        if isinstance(error, SyntaxError) and error.lineno and error.text:
            lines.append((error.lineno, error.text.strip()))
        return cls(type(error).__name__, _text_of(error), tuple(lines[-6:]), case)

    def __str__(self):
        return f"{self.type}: {self.text}" if self.text else self.type


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
    """What became of an answer.

    # Arguments
        outcome: one of `OUTCOMES`.
        checks: a `CheckResult` for each check.
        messages: `Message`s in the order in which to show them.
        error: the `ErrorReport` of the first error, if there was one.
        seed: seed of the random cases; the same seed gives the same cases again.
        random: True when a check has drawn random cases, so that the seed matters.
        missing: the graded variables that are not there yet.
    """

    outcome: str
    checks: tuple = ()
    messages: tuple = ()
    error: ErrorReport | None = None
    seed: int | None = None
    random: bool = False
    missing: tuple = ()

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
        """Return the result that `to_data` (or JSON of it) describes.

        # Raises
            KeyError, TypeError, ValueError: if it describes none.
        """
        if data["outcome"] not in OUTCOMES:
            raise ValueError(f"outcome: it must be one of {OUTCOMES}, got {data['outcome']!r}.")
        checks = tuple(
            CheckResult(**{**item, "message": _message(item["message"])}) for item in data["checks"]
        )
        error = data["error"]
        if error is not None:
            error = ErrorReport(**{**error, "lines": tuple(map(tuple, error["lines"]))})
        return cls(
            data["outcome"],
            checks,
            tuple(map(_message, data["messages"])),
            error,
            data["seed"],
            data["random"],
            tuple(data["missing"]),
        )


def learners_frame(error):
    """Return the frame of the learner's line that led to `error`, None when there is none."""
    found, entry = None, error.__traceback__
    while entry is not None:
        if _is_learners(entry.tb_frame.f_code.co_filename):
            found = entry.tb_frame
        entry = entry.tb_next
    return found


def _is_learners(filename):
    return not filename.startswith(_NOT_THE_LEARNERS)


def _message(data):
    return None if data is None else Message(data["id"], data["args"])


def _plain(value):
    """Return a number or a text; an object of the learner may fail even at being printed."""
    if type(value) in (str, int, float, bool):
        return value
    try:
        text = str(value)
    except Exception:
        text = f"<{type(value).__name__}>"
    return text if len(text) <= _LONGEST_TEXT else text[:_LONGEST_TEXT] + " ..."


def _text_of(error):
    return " ".join(_plain(error).split())
