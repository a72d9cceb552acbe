"""Python errors that say by themselves what is wrong, put into words for a learner.

A misspelt name or argument, a function that was not called, the result of a method that gives
None: whatever else is wrong with an answer that stopped like this follows from it.
"""

import ast
import builtins
import inspect
import re
import sys
import types

import numpy as np

from kerastutor import layers
from kerastutor.course.results import ErrorReport, Message, learners_frame
from kerastutor.course.vocabulary import (
    MODULES,
    RENAMED,
    import_of,
    parameters,
    similar,
    words,
)
from kerastutor.models import Model

_SHORT, _MOST = 40, 5
_FAMILIES = (
    ("error_layers_list", TypeError, ("Sequential.__init__() takes", "Sequential.add() takes")),
    ("error_layers_list", TypeError, ("Sequential: layers must be a list",)),
    ("error_argument", TypeError, ("unexpected keyword argument", "positional argument")),
    ("error_argument", (TypeError, ValueError), ("keyword arguments must be", "keywords must be")),
    ("error_argument", TypeError, ("multiple values", "invalid keyword argument")),
    ("error_none", (TypeError, AttributeError), ("'NoneType'",)),
    ("error_uncalled", TypeError, ("'function'", "'method'", "builtin_function_or_method")),
    ("error_not_callable", TypeError, ("object is not callable",)),
    ("error_single", TypeError, ("not iterable", "not subscriptable", "has no len()")),
    ("error_single", (TypeError, IndexError), ("non-iterable", "invalid index to scalar")),
    ("error_integer", TypeError, ("interpreted as an integer", "single integer", "scalar index")),
    ("error_math", TypeError, ("arrays can be converted to Python", "to convert array to scalar")),
    ("error_truth", ValueError, ("is ambiguous",)),
    ("error_unpack", ValueError, ("values to unpack",)),
    ("error_attribute", AttributeError, ("has no attribute",)),
    ("error_key", KeyError, ("",)),
    ("error_empty", ValueError, ("at least one sample", "zero-size array", "empty sequence")),
    ("error_not_compiled", RuntimeError, ("compile the model",)),
    ("error_word", ValueError, ("Unknown ",)),
    ("error_samples", ValueError, ("same number of samples",)),
    ("error_no_targets", ValueError, ("target must be an array, got None",)),
    ("error_shapes", ValueError, ("input array must", "target array must", "broadcast")),
    ("error_shapes", ValueError, ("not aligned", "cannot reshape", "same number of dimensions")),
    ("error_shapes", (ValueError, IndexError), ("matmul:", "all the input array", "AxisError")),
    ("error_shape_tuple", (ValueError, TypeError), ("shape must be a tuple", "shape must hold")),
    ("error_module", ModuleNotFoundError, ("",)),
    ("error_import", ImportError, ("cannot import name",)),
    ("error_recursion", RecursionError, ("",)),
    ("error_zero", ZeroDivisionError, ("",)),
    ("error_syntax", SyntaxError, ("",)),
    ("clean_stdin", EOFError, ("",)),
)


def explained(error):
    """Return the common `Message` that explains `error`, or None when it needs the exercise.

    # Arguments
        error: an exception, or None.
    """
    if isinstance(error, NameError):
        return _about_a_name(error)
    text, kind = str(error), type(error).__name__
    if isinstance(error, TypeError | IndexError) and _uncalled(error):
        return _message("error_uncalled", error)
    owner = _class_used(error) if isinstance(error, TypeError) else None
    if owner is not None:
        return _message("error_class", error, name=owner)
    if isinstance(error, AttributeError) and "has no attribute" in text:
        told = _about_an_attribute(error)
        if told is not None:
            return told
    if isinstance(error, TypeError) and "positional arguments (" in text:
        told = _about_a_place(error)
        if told is not None:
            return told
    if isinstance(error, ValueError) and "target array must" in text and _same_twice(error):
        return _message("error_same_twice", error)
    if isinstance(error, ValueError) and re.search("input array must have (shape|2 dim)", text):
        return _about_an_input(error)
    for message_id, kinds, phrases in _FAMILIES:
        if isinstance(error, kinds) and any(phrase in text or phrase == kind for phrase in phrases):
            close = _close_to(message_id, error)
            if close:
                return _message(f"{message_id}_close", error, close=close)
            return _message(message_id, error)
    return None


def stopped(error):
    """Return the `Message` for code that stopped with `error`, whatever it is; None for None."""
    if error is None:
        return None
    return explained(error) or _message("error_stopped", error)


def line_of(error):
    """Return the learner's line that raised, and what its names stood for, as text.

    For example "t += x[s:s + 2]  # s = 4, x.shape = (5, 3)"; "-" when it is not known.
    """
    report = ErrorReport.of(error)
    line = report.lines[-1][1].strip() if report.lines else "-"
    values = _values(learners_frame(error), line)
    return f"{line}  # {values}" if values else line


def _message(message_id, error, **args):
    return Message(message_id, {"error": ErrorReport.of(error), "line": line_of(error), **args})


def _about_a_name(error):
    """Return the message for a name that is not there."""
    if isinstance(error, UnboundLocalError):
        return _message("error_unbound", error, name=error.name or _quoted(error))
    name = error.name or _quoted(error)
    statement = import_of(name)
    if statement is not None:
        return _message("error_name_import", error, name=name, statement=statement)
    frame = learners_frame(error)
    known = {*frame.f_locals, *frame.f_globals} if frame else set()
    if name in words():
        return _message("error_name_text", error, name=name)
    close = similar(name, [item for item in known if item[0] != "_"])
    close = close or similar(name, dir(builtins), 0.85)
    if close:
        return _message("error_name_close", error, name=name, close=close)
    return _message("error_name", error)


def _about_an_attribute(error):
    """Return the message for a History where a model, or a list where an array belongs."""
    owner, attribute = type(error.obj).__name__, error.name
    if owner == "History" and hasattr(Model, attribute):
        frame = learners_frame(error)
        for node in ast.walk(_parsed(ErrorReport.of(error))):
            if isinstance(node, ast.Attribute) and _looked_up(node.value, frame) is error.obj:
                name = ast.unparse(node.value)
                return _message("error_history", error, name=name, attribute=attribute)
    if owner in ("list", "tuple") and hasattr(np.ndarray, attribute or ""):
        return _message("error_list", error, attribute=attribute)
    return None


def _about_a_place(error):
    """Return the message for a layer that got more than its first argument by place."""
    match = re.match(r"`(\w+)` can accept only 1 positional arguments \((\w+)\)", str(error))
    made = getattr(layers, match[1], None) if match else None
    if made is None:
        return None
    names = [name for name in inspect.signature(made).parameters if name not in ("self", match[2])]
    names = [name for name in names if name != "kwargs"]
    if not names:
        return None
    return _message("error_by_place", error, layer=match[1], first=match[2], second=names[0])


def _about_an_input(error):
    """Return the message for data that do not fit what a model takes."""
    needed, got = (
        tuple(map(int, re.findall(r"\d+", shape)))
        for shape in (re.findall(r"\((?:None|\d+),[^()]*\)", str(error)) + ["", ""])[:2]
    )
    frame = learners_frame(error)
    for node in ast.walk(_parsed(ErrorReport.of(error))):
        if isinstance(node, ast.Call) and len(node.args) > 1:
            second = _looked_up(node.args[1], frame)
            if isinstance(second, np.ndarray) and second.shape[1:] == needed:
                return _message("error_exchanged", error)
    one_hot = needed and got[1:-1] == needed and got[-1] > 1
    if one_hot and "to_categorical(" in "".join(text for _, text in ErrorReport.of(error).lines):
        return _message("error_one_hot_input", error)
    if len(got) == 2 and got[:1] == needed:
        return _message("error_one_sample" if got[1] == 1 else "error_transposed", error)
    return _message("error_shapes", error)


def _same_twice(error):
    """Return True when the learner's line calls something with the same thing twice."""
    return any(
        isinstance(node, ast.Call)
        and len(node.args) > 1
        and ast.dump(node.args[0]) == ast.dump(node.args[1])
        for node in ast.walk(_parsed(ErrorReport.of(error)))
    )


def _close_to(message_id, error):
    """Return the names that may have been meant, as text; "" when there is none."""
    if message_id == "error_attribute":
        try:
            return similar(error.name, [name for name in dir(error.obj) if name[0] != "_"])
        except Exception:  # an object of the learner may do anything when it is looked at
            return ""
    if message_id == "error_import":
        match = re.search(r"name '(\w+)' from '([\w.]+)'", str(error))
        return similar(match[1], dir(sys.modules.get(match[2]))) if match else ""
    if message_id == "error_argument":
        match = re.search(r"keyword argument '?(\w+)|got \[?'(\w+)'", str(error))
        word = (match[1] or match[2]) if match else ""
        return RENAMED.get(word) or similar(word, parameters() - {word})
    if message_id == "error_word":
        word = str(error).partition(": ")[2].partition(". ")[0]
        if "cross" in word.lower() and "loss" in str(error):
            return "categorical_crossentropy, sparse_categorical_crossentropy"
        kind = str(error).removeprefix("Unknown ").partition(" ")[0].rstrip(":")
        return similar(word, words(kind) - {word})
    if message_id == "error_module":
        package, _, word = (error.name or "").partition(".")
        return similar(word, MODULES) if package.startswith("keras") else ""
    if message_id == "error_key":
        return _keys(error)
    return ""


def _quoted(error):
    match = re.search(r"'(\w+)'", str(error))
    return match[1] if match else "-"


def _keys(error):
    """Return the keys of the dict that lacked one, as text; "" when it is not found."""
    frame, tree = learners_frame(error), _parsed(ErrorReport.of(error))
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript):
            found = _looked_up(node.value, frame)
            if isinstance(found, dict) and len(found) <= 12:
                return ", ".join(map(repr, found))
    return ""


def _uncalled(error):
    """Return True when the learner's line uses a function, by its bare name, as an index."""
    frame, tree = learners_frame(error), _parsed(ErrorReport.of(error))
    functions = types.FunctionType | types.BuiltinFunctionType | types.MethodType
    return any(
        isinstance(node, ast.Subscript) and isinstance(_looked_up(node.slice, frame), functions)
        for node in ast.walk(tree)
    )


def _class_used(error):
    """Return the name under which the learner's line calls a method of a class itself, or None."""
    frame = learners_frame(error)
    if "missing" not in str(error):
        return None
    for node in ast.walk(_parsed(ErrorReport.of(error))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if isinstance(_looked_up(node.func.value, frame), type):
                return ast.unparse(node.func.value)
    return None


def _parsed(report):
    """Return the tree of the learner's line; an empty one when it does not stand by itself."""
    line = report.lines[-1][1].strip() if report.lines else ""
    for text in (line, f"{line} pass", f"if True:\n {line}"):
        try:
            return ast.parse(text)
        except SyntaxError:
            continue
    return ast.parse("")


def _looked_up(node, frame):
    """Return what a name, or attributes of one, stand for in `frame`; None when unknown."""
    if frame is None:
        return None
    if isinstance(node, ast.Name):
        return frame.f_locals.get(node.id, frame.f_globals.get(node.id))
    if isinstance(node, ast.Attribute):
        return getattr(_looked_up(node.value, frame), node.attr, None)
    return None


def _values(frame, line):
    """Say in code what the variables of `line` stood for: "s = 4, x.shape = (5, 3)"."""
    if frame is None:
        return ""
    said = []
    for name in dict.fromkeys(re.findall(r"(?<![\w.])[A-Za-z_]\w*", line)):
        value = frame.f_locals.get(name, frame.f_globals.get(name, frame))
        if isinstance(value, np.ndarray):
            said.append(f"{name}.shape = {value.shape}")
        elif value is None or isinstance(value, int | float | str | bool | tuple | list):
            text = " ".join(repr(value).split())
            said += [f"{name} = {text}"] if len(text) <= _SHORT else []
    return ", ".join(said[:_MOST])
