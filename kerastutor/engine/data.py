"""User data made into the list of arrays that a model is fed with, checked before anything runs.

`standardize_input_data` turns an array, list, dictionary or data frame into one array per input;
each array then is checked for its kind, its number of axes and its sizes.
"""
import sys

import numpy as np

from kerastutor import backend as K

_KINDS = "biuf"                   # bool, integers, floats: what can be fed


def standardize_single_array(x):
    """Array with at least two axes; tensors pass when their batch size is known.

    # Arguments
        x: Array, tensor or None.

    # Raises
        ValueError: for a tensor without a fixed batch size.
    """
    if x is None:
        return None
    if K.is_tensor(x):
        shape = K.int_shape(x)
        if shape is None or not shape or shape[0] is None:
            raise ValueError(f"data: a symbolic tensor must have a fixed batch size, got shape "
                             f"{shape}. Feed an array instead, or fix the size.")
        return x
    if x.ndim == 1:
        return (x if hasattr(x, "reshape") else x[:]).reshape(-1, 1)
    return x


def standardize_input_data(data, names, shapes=None, check_batch_axis=True, exception_prefix="",
                           *, strings=()):
    """One checked array for each name.

    # Arguments
        data: Array, list of arrays, dictionary from names to arrays, data frame, or None.
        names: List of the names of the inputs (or outputs) that get data.
        shapes: List of the expected shapes; None entries are not checked.
        check_batch_axis: Whether the first axis is checked too.
        exception_prefix: What the data is, for messages: "input" or "target".
        strings: Those of the names that take texts.

    # Returns
        List of arrays, or of Nones when `data` is None.

    # Raises
        ValueError: when the data does not fit, naming the input, both shapes and a remedy.
    """
    what = exception_prefix or "data"
    if not names:
        given = list(data.values()) if isinstance(data, dict) else data
        given = given if isinstance(given, (list, tuple)) else [] if given is None else [given]
        if not all(K.is_tensor(x) for x in given):
            raise ValueError(f"{what}: the model takes no such arrays, data must be empty, "
                             f"got {_describe(data)}. Leave it out.")
        return []
    if data is None:
        return [None] * len(names)
    arrays = [None if x is None else _as_array(x, name, what)
              for x, name in zip(_as_list(data, names, what), names, strict=True)]
    for i, (array, name) in enumerate(zip(arrays, names, strict=True)):
        if array is None or K.is_tensor(array):
            continue
        if name not in strings:
            _check_kind(array, name, what)
        if shapes and shapes[i] is not None:
            _check_shape(array, name, what, shapes[i], check_batch_axis)
    return arrays


def _as_list(data, names, what):
    """The entries of user data, one for each name."""
    if isinstance(data, dict):
        missing = [name for name in names if name not in data]
        if missing:
            raise ValueError(f"{what}: the dictionary must have data for each of {names}, got keys "
                             f"{list(data)}. Add data for {missing}.")
        return [data[name] for name in names]
    if not isinstance(data, (list, tuple)):
        entries = [data]
    elif len(names) == 1 and data and isinstance(data[0], (float, int)):
        entries = [np.asarray(data)]
    else:
        entries = list(data)
    if len(entries) != len(names):
        advice = "Pass a list with one array for each"
        if len(names) == 1:
            advice = "Pass one array; turn lists of rows into one with numpy.array(data)"
        raise ValueError(f"{what}: the list of arrays must have {len(names)} entries (for "
                         f"{', '.join(names)}), got {len(entries)}: {_describe(data)}. {advice}.")
    return entries


def _as_array(x, name, what):
    if type(x) is np.ndarray:
        return standardize_single_array(x)
    if isinstance(x, (list, tuple, int, float, np.generic)):
        try:
            x = np.asarray(x)
        except ValueError:
            raise ValueError(f"{name}: {what} must be a rectangular array, got rows of different "
                             "lengths. Pad them, for example with pad_sequences.") from None
    elif type(x).__name__ in ("DataFrame", "Series"):
        x = x.values
    if K.is_tensor(x):
        return standardize_single_array(x)
    if not hasattr(x, "shape") or not hasattr(x, "ndim"):
        raise ValueError(f"{name}: {what} must be a NumPy array, got {_describe(x)}. "
                         "Convert it with numpy.array(data).")
    return standardize_single_array(x)


def _check_kind(array, name, what):
    """Raise for arrays without samples, and for objects, strings and other non-numbers."""
    dtype = getattr(array, "dtype", None)
    if dtype is not None and np.dtype(dtype).kind not in _KINDS:
        advice = "Convert it: array.astype('float32')"
        if np.dtype(dtype).kind == "O":
            advice = ("An object array mostly means rows of different lengths: pad them, for "
                      "example with pad_sequences, or convert with array.astype('float32')")
        raise ValueError(f"{name}: {what} array must hold numbers, got dtype {dtype}. {advice}.")
    if len(array.shape) == 0:
        raise ValueError(f"{name}: {what} array must have a batch axis, got a single number. "
                         "Pass an array of samples: numpy.array([x]).")
    if array.shape[0] == 0:
        raise ValueError(f"{name}: {what} array must have at least one sample, got an empty array "
                         f"of shape {tuple(array.shape)}. Check how the data was selected.")


def _check_shape(array, name, what, expected, check_batch_axis):
    found = tuple(array.shape)
    if len(found) != len(expected):
        raise ValueError(f"{name}: {what} array must have {len(expected)} dimensions (shape "
                         f"{tuple(expected)}), got shape {found}. "
                         f"{_rank_advice(what, found, expected)}.")
    start = 0 if check_batch_axis else 1
    for wanted, size in zip(expected[start:], found[start:], strict=True):
        if wanted and wanted != size:
            raise ValueError(f"{name}: {what} array must have shape {tuple(expected)} (None: any "
                             f"size), got shape {found}. {_size_advice(what, found, expected)}.")


def _rank_advice(what, found, expected):
    if len(found) == len(expected) - 1:
        if found == tuple(expected[1:]) or None in expected[1:]:
            return "Add the missing axis; for one sample, that is array[None]"
        return "Add the missing axis with array[..., None] or reshape"
    if what == "input":
        return "Reshape the array, or put a Flatten or Reshape layer first"
    return "Reshape the array, or change the last layers of the model (Flatten, return_sequences)"


def _size_advice(what, found, expected):
    if what != "target":
        return "Change the data, or the input_shape of the first layer"
    if found[-1] == 1 and (expected[-1] or 0) > 1:
        return ("For class numbers use the loss sparse_categorical_crossentropy, or one-hot "
                "targets from keras.utils.to_categorical")
    if expected[-1] == 1 and found[-1] > 1:
        return ("For one-hot targets use the loss categorical_crossentropy and as many units in "
                "the last layer as there are classes; for a sparse loss pass class numbers")
    return "Change the targets, or the number of units of the last layer"


def check_array_length_consistency(inputs, targets, weights=None):
    """Raise when the arrays differ in their number of samples.

    # Arguments
        inputs: List of input arrays; None counts as arrays without samples.
        targets: List of target arrays.
        weights: List of sample weight arrays.

    # Raises
        ValueError: naming the numbers.
    """
    lengths = {}
    for what, arrays in (("inputs", inputs), ("targets", targets), ("sample weights", weights)):
        arrays = [None] if arrays is None else arrays
        found = {0 if x is None else int(x.shape[0]) for x in arrays}
        if len(found) > 1:
            shapes = [None if x is None else tuple(x.shape) for x in arrays]
            raise ValueError(f"{what}: all arrays must have the same number of samples, "
                             f"got shapes {shapes}. Check how they were cut.")
        if found:
            lengths[what] = found.pop()
    if len(set(lengths.values())) > 1:
        text = ", ".join(f"{count} in the {what}" for what, count in lengths.items())
        raise ValueError(f"data: inputs, targets and sample weights must have the same number of "
                         f"samples, got {text}. Check how they were cut.")


def check_num_samples(ins, batch_size=None, steps=None, steps_name="steps"):
    """Number of samples in a list of arrays; None when it is counted in steps.

    # Arguments
        ins: List of arrays (or tensors).
        batch_size: Number of samples in a batch.
        steps: Number of steps.
        steps_name: What the steps are called, for messages.

    # Raises
        ValueError: when both are given, or neither where one is needed.
    """
    if steps is not None and batch_size is not None:
        raise ValueError(f"batch_size: it must be None when {steps_name} is given, got "
                         f"{batch_size}. Leave one of the two out.")
    if not ins or any(K.is_tensor(x) for x in ins):
        if steps is None:
            raise ValueError(f"{steps_name}: it must be given when the data are symbolic tensors, "
                             "got None. Pass the number of batches.")
        return None
    return int(ins[0].shape[0]) if hasattr(ins[0], "shape") else None


def is_sparse_matrix(x):
    """Whether `x` is a matrix of scipy.sparse."""
    module = sys.modules.get("scipy.sparse")
    return module is not None and module.issparse(x)


def _describe(x):
    if hasattr(x, "shape"):
        return f"{type(x).__name__} of shape {tuple(x.shape)}"
    if isinstance(x, (list, tuple)):
        inner = ", ".join(map(_describe, x[:3])) + (", ..." if len(x) > 3 else "")
        return f"{type(x).__name__} of {len(x)} ({inner})"
    text = repr(x)
    return f"{type(x).__name__} {text if len(text) <= 60 else text[:57] + '...'}"
