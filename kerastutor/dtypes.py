"""Data types of tensors: their names, and how Python values become arrays."""

import numpy as np

FLOATS = ("float16", "float32", "float64")
INTEGERS = ("int8", "uint8", "int16", "uint16", "int32", "int64")
NAMES = FLOATS + INTEGERS + ("bool",)
_NAMES = frozenset(NAMES)
STRING = "string"  # what placeholders may hold too: text that is only handed on


def canonical(dtype):
    """Name of a data type.

    # Arguments
        dtype: a name, a NumPy type, or anything `numpy.dtype` takes.

    # Raises
        TypeError: for a type that tensors cannot have (strings, objects, complex numbers ...).
    """
    if isinstance(dtype, str) and dtype in _NAMES:
        return dtype
    if isinstance(dtype, np.dtype) and dtype in _NAME_OF:
        return _NAME_OF[dtype]
    try:
        name = np.dtype(dtype).name
    except TypeError:
        name = str(dtype)
    if name.endswith("_ref"):
        name = name[:-4]
    if name not in NAMES:
        raise TypeError("dtype must be one of %s, got %r." % (", ".join(NAMES), dtype))
    return name


_NAME_OF = {np.dtype(name): name for name in NAMES}


def name_of(array):
    """Name of an array's data type; NumPy works it out anew each time."""
    return _NAME_OF.get(array.dtype) or array.dtype.name


def is_float(dtype):
    """True for the float types."""
    return dtype in FLOATS


def as_strings(value):
    """Object array of texts.

    # Arguments
        value: str or bytes, a (nested) list or an array of them.

    # Raises
        TypeError: when the value holds anything else.
    """
    array = np.asarray(value)
    if array.dtype.kind == "T":
        array = array.astype(object)
    if array.dtype.kind in "US" or not array.size:
        return array.astype(object)
    wrong = array.reshape(-1)[0] if array.dtype != object else next(
        (x for x in array.reshape(-1) if not isinstance(x, (str, bytes))), None
    )
    if wrong is not None:
        raise TypeError(
            "value must hold strings, got an object of the unsupported type %s. Convert numbers "
            "with str()." % type(wrong.item() if isinstance(wrong, np.generic) else wrong).__name__
        )
    return array


def as_array(value, dtype=None):
    """NumPy array of a Python value, of the given data type.

    # Arguments
        value: number, (nested) list of numbers, or array.
        dtype: name of the wanted type; None keeps an array's own type, takes float32 for Python
            floats
            and int32 for Python integers.

    # Raises
        TypeError: when the value does not hold numbers (strings, objects, ragged lists).
    """
    if type(value) is np.ndarray:
        name = _NAME_OF.get(value.dtype)
        if name is not None and (dtype is None or dtype == name):
            return value
    try:
        array = np.asarray(value)
    except ValueError as error:
        raise TypeError(
            "value must be a rectangular array of numbers, got a ragged list. "
            "Give every row the same length. (%s)" % error
        ) from None
    if array.dtype == object or array.dtype.kind in "USVMmc":
        raise TypeError(
            "value must hold real numbers, got data of type %s. Convert it with "
            "numpy.asarray(value, dtype='float32') first." % array.dtype
        )
    if dtype is not None:
        return np.asarray(array, canonical(dtype))
    if not isinstance(value, (np.ndarray, np.generic)):
        if array.dtype == np.float64:
            return array.astype(np.float32)
        if array.dtype == np.int64 and (array.size == 0 or abs(array).max() < 2**31):
            return array.astype(np.int32)
    return np.asarray(array, canonical(array.dtype))
