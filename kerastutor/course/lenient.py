"""What checks do with a learner's functions and numbers, however they were written."""

import inspect
import math
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
            parameters of these names; else by position.

    # Raises
        Mistake: "other_parameters" when the function does not take so many arguments;
            "parameter_order" when they have the task's names in another order; the message
            of `python_errors` when that explains the error; "refuses" for its own `raise` or
            `assert`; else "raised" with `call`, `error` and `line`, the learner's line that raised.
    """
    by_name = set(arguments) <= set(_parameters(function))
    placed = [name for name in _parameters(function, keyword_only=False) if name in arguments]
    if by_name and placed != [name for name in arguments if name in placed]:
        raise Mistake("parameter_order", given=", ".join(placed), needed=", ".join(arguments))
    if not _takes(function, arguments, by_name):
        name, given = getattr(function, "__name__", "-"), str(inspect.signature(function))
        raise Mistake("other_parameters", name=name, given=given, needed=", ".join(arguments))
    try:
        if by_name:
            return function(**arguments)
        return function(*arguments.values())
    except Mistake:
        raise
    except (Exception, SystemExit) as error:
        told = python_errors.explained(error)
        if told is not None:
            raise Mistake(told.id, **{"case": shown, **told.args}) from error
        line = python_errors.line_of(error)
        if line.startswith(("raise ", "assert ")):
            told = {"error": ErrorReport.of(error), "line": line}
            raise Mistake("refuses", case=shown, **told) from error
        raise Mistake("raised", call=shown, error=ErrorReport.of(error), line=line) from error


def require_result(value, shown):
    """Raise a `Mistake` when a function gave a function or a generator where a result belongs."""
    if inspect.isgenerator(value):
        raise Mistake("returned_generator", call=shown)
    if inspect.isroutine(value):
        name = getattr(value, "__name__", "-")
        raise Mistake("returned_function", call=shown, name=name)


def ignored(function, shown, case, others):
    """Return the name of the first argument on which the result does not depend, or None.

    # Arguments
        function, shown: as in `call`.
        case: dict of arguments.
        others: {name: another value for this argument that has to change the result}.
    """
    usual = number(call(function, shown, **case))
    for name, value in others.items():
        changed = number(call(function, shown, **{**case, name: value}))
        if usual is not None and changed == usual:
            return name
    return None


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


def written(texts, names, cases, given, close=None):
    """Return the first formula that explains every given answer, or None.

    # Arguments
        texts: formulas as Python expressions, which may use `np` and `ceil`.
        names: what the formulas call the entries of a case.
        cases, given, close: as in `suspect`.
    """

    def formula(text):
        code = compile(text, "<formula>", "eval")
        return lambda *case: eval(code, _FUNCTIONS, dict(zip(names, case, strict=True)))

    return suspect({text: formula(text) for text in texts}, cases, given, close)


_FUNCTIONS = {"np": np, "ceil": math.ceil}


def _takes(function, arguments, by_name):
    """Return True when the function can be called like this."""
    try:
        signature = inspect.signature(function)
        signature.bind(**arguments) if by_name else signature.bind(*arguments.values())
    except TypeError:
        return False
    except ValueError:  # a builtin may have no signature
        return True
    return True


def _parameters(function, keyword_only=True):
    try:
        found = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):  # a builtin may have no signature
        return ()
    kinds = {inspect.Parameter.POSITIONAL_OR_KEYWORD}
    kinds |= {inspect.Parameter.KEYWORD_ONLY} if keyword_only else set()
    return [item.name for item in found if item.kind in kinds]
