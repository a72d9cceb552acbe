"""Has the answer changed the grader, NumPy or Python itself?

An answer runs in the same process as its checks, so it could replace what they call, on purpose or
by accident (`np.sum = 3` for `x = np.sum(3)`). Such a grading would say nothing; the clean check
looks for it before and after the checks.
"""

import builtins
import sys
import types

import numpy as np

_PREFIXES = ("kerastutor.course.", "kerastutor_exercise_")


class Snapshot:
    """What the watched modules hold now."""

    def __init__(self):
        self._modules = {module: dict(vars(module)) for module in _watched()}
        self._classes = {
            item: dict(vars(item))
            for module, names in self._modules.items()
            if module.__name__.startswith(_PREFIXES)
            for item in names.values()
            if isinstance(item, type) and item.__module__ == module.__name__
        }
        self._codes = {
            item: item.__code__
            for names in (*self._modules.values(), *self._classes.values())
            for item in names.values()
            if isinstance(item, types.FunctionType)
        }

    def changed(self):
        """Return the names that hold something else by now."""
        found = []
        for owner, names in (*self._modules.items(), *self._classes.items()):
            now = vars(owner)
            found += [
                f"{owner.__name__}.{name}"
                for name, value in names.items()
                if now.get(name, None) is not value and name not in ("_", "__warningregistry__")
            ]
        found += [item.__name__ for item, code in self._codes.items() if item.__code__ is not code]
        return sorted(set(found))


def _watched():
    own = [module for name, module in list(sys.modules.items()) if name.startswith(_PREFIXES)]
    return [builtins, np, np.linalg, *own]
