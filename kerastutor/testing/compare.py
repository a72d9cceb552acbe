"""Comparison of arrays, and all tolerances in one place."""

import numpy as np

# dtype -> allowed difference: relative to the value, and relative to the largest value of the array
TOLERANCES = {"float16": (1e-2, 1e-3), "float32": (1e-4, 2e-5), "float64": (1e-9, 1e-12)}
# a symbolic gradient next to a numeric one in float64
GRADIENT = (2e-5, 1e-7)


def assert_close(actual, expected, what="value", rtol=None, atol=None):
    """Raise AssertionError unless two arrays are equal up to rounding, NaN and infinities included.

    # Arguments
        actual, expected: arrays of equal shape and data type.
        what: what is compared, for the message.
        rtol, atol: tolerances; None for those of the data type in `TOLERANCES`.
    """
    actual, expected = np.asarray(actual), np.asarray(expected)
    if actual.shape != expected.shape:
        raise AssertionError(f"{what}: shape must be {expected.shape}, got {actual.shape}.")
    if actual.dtype != expected.dtype:
        raise AssertionError(f"{what}: dtype must be {expected.dtype}, got {actual.dtype}.")
    if actual.dtype.kind != "f":
        wrong = actual != expected
    else:
        relative, of_largest = TOLERANCES[actual.dtype.name]
        if rtol is None:
            rtol = relative
        if atol is None:
            finite = np.abs(expected[np.isfinite(expected)])
            atol = of_largest * max(1e-3, float(finite.max(initial=0)))
        with np.errstate(all="ignore"):
            wrong = ~np.isclose(
                actual.astype("float64"), expected.astype("float64"), rtol, atol, equal_nan=True
            )
    if wrong.any():
        places = np.argwhere(wrong)
        place = tuple(int(i) for i in places[0])
        raise AssertionError(
            f"{what}: {len(places)} of {actual.size} elements differ; at {place} it must be "
            f"{expected[place].item()!r}, got {actual[place].item()!r}."
        )
