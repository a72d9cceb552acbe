"""The one adapter that puts a rule of Keras-1 arguments around a function."""

import functools
import warnings

import numpy as np

from kerastutor.functions import users_level
from kerastutor.legacy.steps import Call


def adapted(rule, is_class=True):
    """Decorator: the function also takes the Keras-1 arguments that a rule describes.

    Each call that uses them gives one warning that shows the call in Keras 2.

    # Arguments
        rule: A `Rule`.
        is_class: Whether messages name the class of `self` (else the function).
    """
    def decorate(function):
        @functools.wraps(function)
        def wrapper(self, *args, **kwargs):
            name = type(self).__name__ if is_class else function.__name__
            call = Call(name, args, kwargs)
            for step in rule.steps:
                step(call)
            _check_positions(call, rule)
            _rename(call, rule)
            if call.converted:
                _warn(call)
            return function(self, *call.args, **call.kwargs)

        wrapper._original_function = function
        return wrapper
    return decorate


def _check_positions(call, rule):
    if rule.positional is None or len(call.args) <= len(rule.positional):
        return
    names = ", ".join(rule.positional)
    raise TypeError(f"`{call.name}` can accept only {len(rule.positional)} positional arguments "
                    f"({names}), got {len(call.args)}: {', '.join(map(_show, call.args))}. "
                    "Give the others by name.")


def _rename(call, rule):
    for old in [k for k in call.kwargs if k in rule.renamed]:
        new = rule.renamed[old]
        value = call.kwargs.pop(old)
        if new in call.kwargs:
            raise TypeError(f"{call.name}: an argument must be given once, got {new} and {old}, "
                            f"its name in Keras 1. Keep `{new}`.")
        choices = rule.values.get(old, {})
        if isinstance(value, str) and value in choices:
            value = choices[value]
        call.kwargs[new] = value
        call.converted.append(old)


def _warn(call):
    arguments = [_show(value) for value in call.args]
    arguments += [f"{name}={_show(value)}" for name, value in call.kwargs.items()]
    remarks = "".join(" " + remark for remark in call.remarks)
    warnings.warn(f"`{call.name}` got arguments of Keras 1 ({', '.join(call.converted)}). Update "
                  f"your `{call.name}` call to the Keras 2 API: "
                  f"`{call.name}({', '.join(arguments)})`.{remarks}", UserWarning,
                  stacklevel=users_level())


def _show(value):
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, np.ndarray):
        return "array"
    text = str(value)
    return text if len(text) <= 20 else text[:20] + "..."
