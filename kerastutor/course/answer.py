"""What a check sees of an answer, and how it says that something is wrong."""

import types
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from kerastutor.course import shrink
from kerastutor.course.results import Message


class Mistake(Exception):
    """Raised by a check: the answer is wrong, and the message `message_id` says how.

    # Arguments
        message_id: an id of the exercise's messages.toml or of the common ones (common.toml).
        args: values for the fields of the message. `case` is special: it is shown as the example
            on which the answer went wrong.
    """

    def __init__(self, message_id, **args):
        super().__init__(message_id)
        self.message = Message(message_id, args)


class LearnerError(Exception):
    """The learner's own code raised `error` while a check was using it, on the input `case`."""

    def __init__(self, error, case=None):
        super().__init__(type(error).__name__)
        self.error = error
        self.case = case


@dataclass(frozen=True)
class Submission:
    """An answer.

    # Arguments
        namespace: the learner's variables by name.
        error: what the learner's code raised, if it was run for the grading and raised.
        earlier_error: the last error that the learner has met in the notebook; it may help a
            detector and counts for nothing else.
        is_starter: True when the code is still what the exercise began with.
        stopped: in the notebook, the error that the last run of the answer's cell ended with.
    """

    namespace: Mapping[str, object]
    error: BaseException | None = None
    earlier_error: BaseException | None = None
    is_starter: bool = False
    stopped: BaseException | None = None


class Answer:
    """What a check sees: the learner's variables, and a random generator of its own.

    # Arguments
        submission: the `Submission`.
        seed: the seed of `rng`; the same seed gives the same random cases.
    """

    def __init__(self, submission, seed):
        self.namespace = submission.namespace
        self.error = submission.error or submission.earlier_error
        self.stopped = submission.error or submission.stopped
        self._seed = seed
        self._rng = None

    @property
    def rng(self):
        """A `numpy.random.Generator` for fresh cases."""
        if self._rng is None:
            self._rng = np.random.default_rng(self._seed)
        return self._rng

    @property
    def drew(self):
        """True when the generator was asked for."""
        return self._rng is not None

    def get(self, name, default=None):
        return self.namespace.get(name, default)

    def __getitem__(self, name):
        return self.namespace[name]

    @contextmanager
    def learners_code(self):
        """Marks a block that runs the learner's objects: an error in it is the learner's."""
        try:
            yield
        except (Mistake, LearnerError):
            raise
        except (Exception, SystemExit) as error:
            raise LearnerError(error) from error

    def call(self, function, *args, **kwargs):
        """Call a function of the learner with copies of `args`, and return its result.

        # Raises
            LearnerError: if it raises.
            Mistake: "not_a_function"; "input_changed" when it has changed an array or a list that
                it was given.
        """
        if not callable(function):
            raise Mistake("not_a_function", type=type(function).__name__)
        given_args, given_kwargs = _copied(args), _copied(kwargs)
        with self.learners_code():
            result = function(*given_args, **given_kwargs)
        before = [*args, *kwargs.values()]
        after = [*given_args, *given_kwargs.values()]
        names = [*_names_of(function, len(args)), *kwargs]
        for name, old, new in zip(names, before, after, strict=True):
            if not _unchanged(old, new):
                raise Mistake("input_changed", name=name)
        return result

    def on_cases(self, draw, test, count=10, valid=None):
        """Try an answer on fresh random cases; a failing one is made smaller before it is shown.

        # Arguments
            draw: function of a generator; returns a case, a dict of arrays and numbers.
            test: called as `test(**case)`; raises `Mistake` when the answer is wrong there.
            count: number of cases.
            valid: function of a case; False for what cannot be asked of an answer. The smaller
                cases are chosen among the valid ones.
        """
        for _ in range(count):
            case = draw(self.rng)
            if not isinstance(case, dict):
                raise TypeError(
                    "draw(rng) must return a dict, whose items are the arguments of test, got "
                    f"{type(case).__name__}. Write, for example: return {{'x': rng.random(3)}}"
                )
            failure = _failure(test, case)
            if failure is None:
                continue

            kind = _kind(failure)

            def fails(other, kind=kind):
                try:
                    return (valid is None or valid(other)) and _kind(_failure(test, other)) == kind
                except Exception:  # not a case that can be asked of an answer
                    return False

            small = shrink.smaller(case, fails)
            failure = _failure(test, small) or failure
            raise _with_case(failure, shrink.describe(small))


def _failure(test, case):
    """Return the `Mistake` or `LearnerError` of the answer on a case; None when it is right."""
    try:
        test(**_copied(case))
    except (Mistake, LearnerError) as failure:
        return failure
    return None


def _kind(failure):
    """What must stay the same while a failing case is made smaller."""
    if isinstance(failure, Mistake):
        return failure.message.id
    return type(failure.error) if isinstance(failure, LearnerError) else None


def _with_case(failure, text):
    if isinstance(failure, Mistake):
        return Mistake(failure.message.id, **{"case": text, **failure.message.args})
    return LearnerError(failure.error, text)


def _copied(value):
    """Return a copy of data; everything else (a model, say) stays the same object."""
    if type(value) is np.ndarray:
        return value.copy()
    if type(value) in (list, tuple):
        return type(value)(map(_copied, value))
    if type(value) is dict:
        return {key: _copied(item) for key, item in value.items()}
    return value


def _unchanged(old, new):
    if type(old) is np.ndarray:
        same_form = type(new) is np.ndarray and old.shape == new.shape and old.dtype == new.dtype
        return same_form and old.tobytes() == new.tobytes()
    if type(old) in (list, tuple):
        return len(old) == len(new) and all(map(_unchanged, old, new))
    if type(old) is dict:
        return old.keys() == new.keys() and all(_unchanged(old[key], new[key]) for key in old)
    if type(old) in (int, float, str, bool):
        return type(new) is type(old) and (new == old or new != new)
    return True


def _names_of(function, count):
    """Return names for the first `count` arguments, for a message."""
    code = getattr(function, "__code__", None)
    known = list(code.co_varnames[: code.co_argcount]) if isinstance(code, types.CodeType) else []
    if isinstance(function, types.MethodType):
        known = known[1:]
    return (known + [f"argument {number + 1}" for number in range(len(known), count)])[:count]
