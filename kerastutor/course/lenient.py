"""What checks do with a learner's functions and numbers, however they were written."""

import inspect
from collections.abc import Sequence
from numbers import Number

import numpy as np

from kerastutor import backend as K
from kerastutor.course import python_errors
from kerastutor.course.answer import Mistake
from kerastutor.course.results import ErrorReport


def call(function, shown, **arguments):
    """Call a learner's function; what it raises becomes the message "raised".

    # Arguments
        function: the function. A class is called like a function.
        shown: the call as text, for the message.
        arguments: the arguments in the order of the task. They go by name when the function has
            parameters of these names, in whatever order; else by position.

    # Raises
        Mistake: "raised" with `call`, `error` and `line`, the learner's line that raised;
            "error_uncalled" when that line uses a function where its result was meant.
    """
    try:
        if set(arguments) <= set(_parameters(function)):
            return function(**arguments)
        return function(*arguments.values())
    except Mistake:
        raise
    except (Exception, SystemExit) as error:
        told = python_errors.explained(error)
        if told is not None and told.id == "error_uncalled":
            raise Mistake(told.id, **told.args) from error
        report = ErrorReport.of(error)
        line = report.lines[-1][1].strip() if report.lines else "-"
        raise Mistake("raised", call=shown, error=report, line=line) from error


def number(value):
    """Return a float for anything that is one number (of Python, NumPy or K), else None."""
    if K.is_tensor(value):
        value = K.eval(value)
    if isinstance(value, bool | np.bool_ | str | bytes) or value is None:
        return None
    if not isinstance(value, Number | np.ndarray | Sequence) and not hasattr(value, "__array__"):
        return None
    try:
        array = np.asarray(value, dtype="float64")
    except (TypeError, ValueError):
        return None
    return float(array.reshape(())) if array.size == 1 else None


def plain(value):
    """Return `value` as a short text for a message: 225, not 225.0; six digits at most."""
    got = number(value)
    if got is None or isinstance(value, list | tuple):
        text = " ".join(repr(value).split())
        return text if len(text) <= 60 else text[:57] + "..."
    return f"{got:.0f}" if got.is_integer() and abs(got) < 1e15 else f"{got:.6g}"


def suspect(formulas, cases, given, close=None):
    """Return the name of the first wrong formula that explains every given answer, or None.

    # Arguments
        formulas: {name: function of a case}. A formula that raises explains nothing.
        cases: what was asked.
        given: the learner's answers, in the order of the cases.
        close: function that compares two answers; None asks for equal numbers (1e-6 relative).
    """
    close = close or (lambda a, b: bool(np.isclose(a, b, rtol=1e-6, atol=1e-9)))
    for name, formula in formulas.items():
        try:
            with np.errstate(all="ignore"):
                fits = all(close(formula(*case), got) for case, got in zip(cases, given))
        except Exception:
            fits = False
        if fits:
            return name
    return None


def _parameters(function):
    try:
        found = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):  # a builtin may have no signature
        return ()
    by_name = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    return [item.name for item in found if item.kind in by_name]
