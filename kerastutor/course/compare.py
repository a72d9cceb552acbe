"""Comparing a learner's numbers and arrays with the right ones, and saying how they differ.

For checks:

    compare.require_equal(answer["y"], expected, "y")

raises the `Mistake` that fits: "array_transposed", "array_scaled", "array_shape" ... The texts
stand in common.toml; an exercise that can say it better puts a message with the same id in its own
messages.toml, or gives other ids with `ids={"scaled": "forgot_to_divide"}`. No message shows the
expected values.

Values are compared as plain arrays of numbers, so an object whose `==` lies gains nothing.
"""

from dataclasses import dataclass, field
from itertools import permutations

import numpy as np

from kerastutor import backend as K
from kerastutor.course.answer import Mistake
from kerastutor.graph.tensor import Tensor, Variable


@dataclass(frozen=True)
class Difference:
    """How a value differs from the expected one.

    # Arguments
        kind: a word: "shape", "transposed", "scaled" ...
        args: values for the fields of a message.
    """

    kind: str
    args: dict = field(default_factory=dict)


def require_equal(got, expected, name, *, rtol=1e-5, atol=1e-6, dtype=None, ids=(), **args):
    """Raise the `Mistake` that says how the array `got` differs from `expected`, if it does.

    # Arguments
        got: the learner's array (or list, number, K variable).
        expected: the right one.
        name: what to call it in the message.
        rtol, atol: tolerances as in `numpy.allclose`.
        dtype: the dtype that it must have; None takes any.
        ids: dict from kinds of `difference` to message ids of the exercise.
        args: further fields for the message.
    """
    _raise(difference(got, expected, rtol, atol, dtype), "array", name, ids, args)


def require_number(got, expected, name, *, rtol=1e-6, atol=1e-9, ids=(), **args):
    """As `require_equal`, for one number."""
    _raise(number_difference(got, expected, rtol, atol), "number", name, ids, args)


def require_shape(got, expected, name, *, ids=(), **args):
    """As `require_equal`, for a shape: a tuple of whole numbers and None."""
    _raise(shape_difference(got, expected), "shape", name, ids, args)


def _raise(found, family, name, ids, args):
    if found is not None:
        message_id = dict(ids).get(found.kind, f"{family}_{found.kind}")
        raise Mistake(message_id, **{"name": name, **found.args, **args})


def as_array(value):
    """Return a value as a plain array, a copy of its own.

    # Raises
        TypeError: if it is no array of numbers (or of texts).
    """
    if isinstance(value, Variable):
        value = K.get_value(value)
    if isinstance(value, Tensor):
        raise TypeError("symbolic")
    if value is None:
        raise TypeError("none")
    try:
        array = np.array(value, subok=False)
        if array.dtype == object:
            array = array.astype("float64")
    except Exception:  # a value of the learner may do anything when it is read
        raise TypeError("type") from None
    return array


def difference(got, expected, rtol=1e-5, atol=1e-6, dtype=None):
    """Return the `Difference` of an array from the expected one, or None."""
    wanted = np.asarray(expected)
    try:
        array = as_array(got)
    except TypeError as error:
        return Difference(str(error), {"type": type(got).__name__})
    if (array.dtype.kind in "US") != (wanted.dtype.kind in "US"):
        return Difference("type", {"type": type(got).__name__})
    if wanted.dtype.kind in "US":
        return _text_difference(array, wanted)

    def close(a, b):
        return a.shape == b.shape and bool(np.allclose(a, b, rtol, atol, equal_nan=True))

    if close(array, wanted):
        if dtype is not None and array.dtype != np.dtype(dtype):
            return Difference("dtype", {"dtype": array.dtype, "needed": np.dtype(dtype)})
        return None
    axes = _permuted(array, wanted, close)
    if axes is not None:
        return Difference("transposed", {"axes": axes, "shape": array.shape})
    if array.shape != wanted.shape:
        return Difference("shape", {"shape": array.shape, "needed": wanted.shape})
    for kind, test in (("nan", np.isnan), ("infinite", np.isinf)):
        bad = test(array) & ~test(wanted)
        if bad.any():
            return Difference(kind, {"count": int(bad.sum()), "total": array.size})
    wrong = ~np.isclose(array, wanted, rtol, atol, equal_nan=True)
    return _pattern(array, wanted, close) or Difference("values", _first(array, wrong))


def _text_difference(array, wanted):
    if array.shape != wanted.shape:
        return Difference("shape", {"shape": array.shape, "needed": wanted.shape})
    wrong = array != wanted
    return Difference("values", _first(array, wrong)) if np.any(wrong) else None


def _permuted(array, wanted, close):
    """Return the order of axes that makes `array` right, or None."""
    if not 2 <= array.ndim == wanted.ndim <= 5:
        return None
    for axes in permutations(range(array.ndim)):
        if list(axes) != sorted(axes) and close(array.transpose(axes), wanted):
            return axes
    return None


def _pattern(array, wanted, close):
    """Return a `Difference` that explains all values at once, or None."""
    array, wanted = array.astype("float64"), wanted.astype("float64")
    if not (np.isfinite(array).all() and np.isfinite(wanted).all()):
        return None
    if close(-array, wanted):
        return Difference("sign")
    step = array - wanted
    if np.all(wanted == np.round(wanted)) and close(np.abs(step), np.ones_like(step)):
        if close(step, np.full_like(step, step.flat[0])):
            return Difference("off_by_one", {"step": f"{step.flat[0]:+.0f}"})
    if array.size < 2 or np.ptp(wanted) == 0:
        return None
    for axis in range(array.ndim):
        found = _moved(array, wanted, axis, close) if array.size > 2 else None
        if found is not None:
            return found
    factor = float(np.vdot(wanted, array) / max(np.vdot(wanted, wanted), 1e-300))
    if abs(factor) > 1e-12 and close(array / factor, wanted):
        return Difference("scaled", {"factor": f"{factor:.4g}"})
    if close(array - step.mean(), wanted):
        return Difference("shifted", {"by": f"{step.mean():+.4g}"})
    if close(np.sort(array, axis=None), np.sort(wanted, axis=None)):
        return Difference("rearranged")
    return None


def _moved(array, wanted, axis, close):
    """A `Difference` when the entries along an axis are reversed, or one or two places off."""
    length = array.shape[axis]
    if length < 2:
        return None
    if close(np.flip(array, axis), wanted):
        return Difference("reversed", {"axis": axis})
    for places in (1, -1, 2, -2):
        if close(np.roll(array, -places, axis), wanted):
            return Difference("moved", {"axis": axis, "places": f"{places:+d}"})
        if length < abs(places) + 2:
            continue
        late = slice(max(places, 0), length + min(places, 0))
        early = slice(max(-places, 0), length + min(-places, 0))
        before = (slice(None),) * axis
        inner = wanted[(*before, early)]
        if np.ptp(inner) > 0 and close(array[(*before, late)], inner):
            return Difference("moved", {"axis": axis, "places": f"{places:+d}"})
    return None


def _first(array, wrong):
    """Return how many entries are wrong, and the first of them."""
    wrong = np.broadcast_to(wrong, array.shape)
    place = tuple(int(index) for index in np.argwhere(wrong)[0]) if wrong.any() else ()
    value = array[place] if wrong.any() else ""
    text = f"{value:.5g}" if array.dtype.kind in "fiu" else str(value)
    at = ", ".join(map(str, place))
    return {"count": int(wrong.sum()), "total": array.size, "place": f"[{at}]", "value": text}


def number_difference(got, expected, rtol=1e-6, atol=1e-9):
    """Return the `Difference` of a number from the expected one, or None."""
    try:
        array = as_array(got)
    except TypeError as error:
        return Difference(str(error), {"type": type(got).__name__})
    if array.size != 1 or array.dtype.kind not in "fiu":
        return Difference("type", {"type": type(got).__name__})
    value, text = float(array.reshape(())), f"{array.reshape(()).item():.6g}"
    if np.isclose(value, expected, rtol, atol):
        return None
    if np.isnan(value):
        return Difference("nan")
    if float(expected).is_integer() and abs(value - expected) == 1:
        return Difference("off_by_one", {"value": text})
    if expected != 0 and np.isclose(-value, expected, rtol, atol):
        return Difference("sign", {"value": text})
    return Difference("value", {"value": text})


def as_shape(value):
    """Return a shape as a tuple of ints and None.

    # Raises
        TypeError: if it is no shape.
    """
    if isinstance(value, Tensor) or type(value) in (str, bytes) or value is None:
        raise TypeError("type")
    try:
        entries = list(value)
        return tuple(None if entry is None else _whole(entry) for entry in entries)
    except Exception:  # a value of the learner may do anything when it is read
        raise TypeError("type") from None


def shape_difference(got, expected):
    """Return the `Difference` of a shape from the expected one, or None."""
    try:
        shape = as_shape(got)
    except TypeError:
        return Difference("type", {"type": type(got).__name__})
    expected = tuple(expected)
    if shape == expected:
        return None
    args = {"shape": shape}
    if len(shape) == len(expected) - 1 and shape == expected[1:]:
        return Difference("batch_missing", args)
    if len(shape) != len(expected):
        return Difference("rank", {**args, "rank": len(shape), "needed": len(expected)})
    wrong = [axis for axis in range(len(shape)) if shape[axis] != expected[axis]]
    axis = wrong[0]
    if expected[axis] is None:
        return Difference("not_none", {**args, "axis": axis})
    if shape[axis] is None:
        return Difference("none", {**args, "axis": axis})
    if sorted(map(repr, shape)) == sorted(map(repr, expected)):
        return Difference("order", args)
    if len(wrong) == 1 and abs(shape[axis] - expected[axis]) == 1:
        return Difference("off_by_one", {**args, "axis": axis})
    return Difference("entry", {**args, "axis": axis})


def _whole(entry):
    number = as_array(entry)
    if number.size != 1 or number.dtype.kind not in "iu":
        raise TypeError("type")
    return int(number.reshape(()))
