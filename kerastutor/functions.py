"""Python functions as data: what a callable accepts, how a function is dumped and loaded again.

A dumped function is byte code, and loading byte code means running whatever somebody wrote into
it. So whatever reads a model's configuration or file only restores code that this very process
dumped before (remembered by its hash), unless it is told `safe_mode=False`, as by
`load_model(..., safe_mode=False)`. A program that calls `func_load` itself asks for just that code.
"""

import base64
import binascii
import contextlib
import contextvars
import hashlib
import inspect
import marshal
import os
import sys
import types

import numpy as np

_written_here = set()                       # SHA-256 of every code string that `func_dump` returned
_PACKAGE = os.path.dirname(os.path.abspath(__file__)) + os.sep
_safe_mode = contextvars.ContextVar("kerastutor_safe_mode", default=None)


def users_level():
    """The `stacklevel` with which `warnings.warn`, called beside it, names the user's line: the
    innermost one outside of this package, however many wrappers are between.
    """
    frame, level = sys._getframe(1), 1
    while frame is not None and frame.f_code.co_filename.startswith(_PACKAGE):
        frame, level = frame.f_back, level + 1
    return level


def has_arg(fn, name, accept_all=False):
    """Tells whether a callable takes an argument of this name by keyword.

    # Arguments
        fn: Callable to look at.
        name: Name of the argument.
        accept_all: The answer for a callable without such a parameter but with `**kwargs`.

    # Returns
        Boolean.
    """
    parameters = inspect.signature(fn).parameters
    parameter = parameters.get(name)
    if parameter is not None:
        return parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY)
    return accept_all and any(p.kind == p.VAR_KEYWORD for p in parameters.values())


@contextlib.contextmanager
def safe_mode_scope(enabled):
    """Sets whether `func_load` refuses foreign code inside a `with` block (in this thread)."""
    token = _safe_mode.set(bool(enabled))
    try:
        yield
    finally:
        _safe_mode.reset(token)


def configs_are_safe():
    """Whether byte code in a configuration is refused now: yes, unless a scope says no."""
    return _safe_mode.get() is not False


def func_dump(func):
    """Turns a Python function into plain data.

    # Arguments
        func: A function (a lambda or a `def`).

    # Returns
        Tuple `(code, defaults, closure)`: the byte code as a base64 string, the default values,
        and the values that the function closes over (None when there are none).

    # Raises
        TypeError: for a callable without byte code of its own.
    """
    code = getattr(func, "__code__", None)
    if code is None:
        raise TypeError(f"func_dump: func must be a Python function, got {func!r}. "
                        "Wrap it: lambda x: f(x).")
    text = base64.encodebytes(marshal.dumps(code)).decode("ascii")
    _written_here.add(_fingerprint(text))
    closure = tuple(c.cell_contents for c in func.__closure__) if func.__closure__ else None
    return text, func.__defaults__, closure


def func_load(code, defaults=None, closure=None, globs=None, *, safe_mode=None):
    """Makes a Python function from what `func_dump` returned.

    # Arguments
        code: The code string, or the whole `(code, defaults, closure)`.
        defaults: Default values of the function.
        closure: Values (or cells) that the function closes over.
        globs: Dictionary of the names that the function sees as globals.
        safe_mode: Whether to refuse code that this process did not dump itself. None: as the
            surrounding `load_model` or `safe_mode_scope` says, False when there is none.

    # Returns
        A function.

    # Raises
        ValueError: for foreign code in safe mode, or a string that holds no code.
    """
    if isinstance(code, (tuple, list)):
        code, defaults, closure = code
    if not isinstance(code, str):
        raise ValueError("func_load: code must be a string made by func_dump, "
                         f"got {type(code).__name__}. Pass what func_dump returned.")
    if isinstance(defaults, list):
        defaults = tuple(defaults)
    if safe_mode is None:
        safe_mode = _safe_mode.get()
    if safe_mode and _fingerprint(code) not in _written_here:
        raise ValueError(
            "func_load: the byte code of a Lambda or another dumped function must come from this "
            "process, got code from elsewhere, and running it means trusting its author. Either "
            "use a named function and pass it, custom_objects={'name': function}, or load with "
            "safe_mode=False if you trust the file.")
    function_code = _decode(code)
    if closure is not None:
        closure = tuple(v if isinstance(v, types.CellType) else types.CellType(v) for v in closure)
    if globs is None:
        globs = {"__builtins__": __builtins__, "np": np}
    return types.FunctionType(function_code, globs, name=function_code.co_name,
                              argdefs=defaults, closure=closure)


def _fingerprint(text):
    """Hash of a code string; line breaks do not count (JSON and YAML may fold them)."""
    return hashlib.sha256("".join(text.split()).encode("utf-8", "surrogatepass")).digest()


def _decode(text):
    """Code object of a code string: base64, or the escaped bytes that Keras wrote before 2.1.2."""
    try:
        raw = base64.b64decode("".join(text.split()), validate=True)
        code = marshal.loads(raw)
    except (binascii.Error, ValueError, EOFError, TypeError):
        try:
            code = marshal.loads(text.encode("raw_unicode_escape"))
        except (ValueError, EOFError, TypeError):
            code = None
    if not isinstance(code, types.CodeType):
        raise ValueError("func_load: code must be the byte code of a function, got a damaged "
                         "string or code of another Python version. Use a named function and load "
                         "with custom_objects={'name': function}.")
    return code
