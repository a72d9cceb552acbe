"""Making a failing case smaller before a learner sees it.

A case is a dict of arrays and numbers. `smaller` takes any simpler case that still fails, and goes
on from there until none of the simpler ones fails or its budget is spent: the result is a failing
case as small as a few simple steps make it, not the smallest of all.
"""

import time

import numpy as np

_TRIES = 300
_SECONDS = 2.0


def smaller(case, fails, tries=_TRIES, seconds=_SECONDS):
    """Return the simplest case found that still fails.

    # Arguments
        case: dict from names to arrays, numbers and other values (which stay as they are).
        fails: function of a case; True when it fails in the same way.
        tries: how often `fails` may be called.
        seconds: how long this may take.
    """
    end = time.monotonic() + seconds
    progress = True
    while progress:
        progress = False
        for candidate in candidates(case):
            tries -= 1
            if tries < 0 or time.monotonic() > end:
                return case
            if fails(candidate):
                case, progress = candidate, True
                break
    return case


def candidates(case):
    """Yield simpler cases, the ones that are much simpler first."""
    yield from _shorter(case)
    for name, value in case.items():
        for simpler in _simpler(value):
            yield {**case, name: simpler}


def describe(case):
    """Return a case as the lines that make it: `x = [[0. 1.]], axis = 1`."""
    return ", ".join(f"{name} = {_text(value)}" for name, value in case.items())


def _shorter(case):
    """Cut every axis that has the same length together: such axes usually belong together."""
    arrays = {name: value for name, value in case.items() if _is_array(value)}
    lengths = sorted({length for array in arrays.values() for length in array.shape if length > 1})
    for length in reversed(lengths):
        half = length // 2
        for keep in (slice(half), slice(half, None), slice(1, None), slice(length - 1)):
            yield {**case, **{name: _cut(array, length, keep) for name, array in arrays.items()}}
    for name, array in arrays.items():
        for axis, length in enumerate(array.shape):
            if length > 1:
                for keep in (slice(0, 1), slice(1, None), slice(0, length - 1)):
                    yield {**case, name: np.ascontiguousarray(_on_axis(array, axis, keep))}


def _cut(array, length, keep):
    for axis in range(array.ndim):
        if array.shape[axis] == length:
            array = _on_axis(array, axis, keep)
    return np.ascontiguousarray(array)


def _on_axis(array, axis, keep):
    return array[(slice(None),) * axis + (keep,)]


def _simpler(value):
    """Yield simpler values of the same kind and shape."""
    if _is_array(value) and value.dtype.kind in "fiu":
        yield from _simpler_array(value)
    elif type(value) is int:
        yield from (item for item in (0, 1, value // 2, value - 1) if 0 <= item < value)
    elif type(value) is float:
        rounded = (0.0, 1.0, float(round(value)), round(value, 1))
        yield from (item for item in rounded if _digits(item) < _digits(value))


def _simpler_array(array):
    for whole in (np.zeros_like(array), np.ones_like(array), np.round(array), np.round(array, 1)):
        if _cost(whole) < _cost(array):
            yield whole
    if array.size <= 12:
        for index in np.ndindex(array.shape):
            for number in (0, 1, np.round(array[index])):
                changed = array.copy()
                changed[index] = number
                if _cost(changed) < _cost(array):
                    yield changed


def _cost(array):
    return sum(map(_digits, array.ravel().tolist()))


def _digits(number):
    """How much there is to read in a number; 0 and 1 are the simplest."""
    if number == 0:
        return 0
    return len(repr(number).rstrip("0").rstrip(".")) if np.isfinite(number) else 3


def _is_array(value):
    return type(value) is np.ndarray


def _text(value):
    if _is_array(value):
        text = np.array2string(value, precision=4, threshold=30, separator=", ")
        return " ".join(text.split())
    return repr(value)
