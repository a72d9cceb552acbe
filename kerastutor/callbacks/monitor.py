"""Watching one value: which of two is better, and whether it is there at all."""
import warnings

import numpy as np


def better(owner, mode, monitor, larger_is_better=("acc",)):
    """The comparison that says which value is better.

    # Arguments
        owner: Name of the callback, for the warning.
        mode: `'min'`, `'max'`, or `'auto'` to go by the name of the value.
        monitor: Name of the value.
        larger_is_better: Parts of names for which larger is better in auto mode.

    # Returns
        `numpy.less` or `numpy.greater`.
    """
    if mode not in ("auto", "min", "max"):
        warnings.warn(f"{owner}: mode must be 'auto', 'min' or 'max', got {mode!r}. "
                      "'auto' is used.", RuntimeWarning, stacklevel=4)
        mode = "auto"
    if mode == "auto":
        mode = "max" if any(part in monitor for part in larger_is_better) else "min"
    return np.greater if mode == "max" else np.less


def worst(op):
    """The value that any other is better than."""
    return np.inf if op is np.less else -np.inf


def warn_missing(owner, monitor, logs):
    """Warn that the watched value is not among those of the epoch."""
    available = ", ".join(logs) or "none"
    warnings.warn(f"{owner}: the value {monitor!r} is not available, so nothing is done; there are "
                  f"{available}. Values with val_ need validation data.", RuntimeWarning,
                  stacklevel=4)
