"""Weights of samples and classes: how much each sample counts in the loss."""
import numpy as np

from kerastutor import backend as K

_ONES_KEPT = 8
_ones = {}


def ones(length):
    """Read-only array of `length` ones, kept for the next call: the weights when none are given."""
    key = (length, K.floatx())
    array = _ones.get(key)
    if array is None:
        array = np.ones(length, dtype=K.floatx())
        array.flags.writeable = False
        while len(_ones) >= _ONES_KEPT:
            _ones.pop(next(iter(_ones)), None)
        _ones[key] = array
    return array


def is_shared_ones(array):
    """Whether the array came from `ones`."""
    return type(array) is np.ndarray and _ones.get((len(array), K.floatx())) is array


def standardize_sample_or_class_weights(x_weight, output_names, weight_type):
    """One entry for each output.

    # Arguments
        x_weight: Weights of the only output, or a list or dictionary with one entry per output.
        output_names: List of the names of the outputs.
        weight_type: "sample_weight" or "class_weight", for messages.

    # Raises
        ValueError: for a list of the wrong length.
        TypeError: when a model with several outputs gets neither list nor dictionary.
    """
    if x_weight is None or len(x_weight) == 0:
        return [None] * len(output_names)
    if len(output_names) == 1:
        if isinstance(x_weight, list) and len(x_weight) == 1:
            return x_weight
        if isinstance(x_weight, dict) and output_names[0] in x_weight:
            return [x_weight[output_names[0]]]
        return [x_weight]
    if isinstance(x_weight, list):
        if len(x_weight) != len(output_names):
            raise ValueError(f"{weight_type}: the list must have {len(output_names)} entries, one "
                             f"for each output ({', '.join(output_names)}), got {len(x_weight)}.")
        return x_weight
    if isinstance(x_weight, dict):
        return [x_weight.get(name) for name in output_names]
    raise TypeError(f"{weight_type}: it must be a list or a dictionary with an entry for each "
                    f"output ({', '.join(output_names)}), got {type(x_weight).__name__}.")


def standardize_class_weights(class_weight, output_names):
    """Class weights, one entry for each output."""
    return standardize_sample_or_class_weights(class_weight, output_names, "class_weight")


def standardize_sample_weights(sample_weight, output_names):
    """Sample weights, one entry for each output."""
    return standardize_sample_or_class_weights(sample_weight, output_names, "sample_weight")


def standardize_weights(y, sample_weight=None, class_weight=None, sample_weight_mode=None):
    """The weight of each sample, or of each time step.

    # Arguments
        y: Target array.
        sample_weight: Array with a weight for each sample (each time step in temporal mode).
        class_weight: Dictionary from class numbers to weights; multiplied with `sample_weight`.
        sample_weight_mode: None, or `'temporal'`.

    # Returns
        Array of shape (samples,), or (samples, steps) in temporal mode.

    # Raises
        ValueError: when the weights do not fit the targets.
    """
    temporal = _check_mode(y, sample_weight_mode)
    weights = None
    if sample_weight is not None:
        weights = np.asarray(getattr(sample_weight, "values", sample_weight))
        _check_sample_weight(weights, y, temporal)
    if isinstance(class_weight, dict):
        by_class = _class_weights(y, class_weight)
        if weights is None:
            weights = by_class
        else:
            weights = weights * by_class.reshape(by_class.shape + (1,) * (weights.ndim - 1))
    if weights is not None:
        return weights
    if temporal:
        return np.ones(y.shape[:2], dtype=K.floatx())
    return ones(int(y.shape[0]))


def _check_mode(y, mode):
    if mode is None:
        return False
    if mode != "temporal":
        raise ValueError(f"sample_weight_mode: it must be None or 'temporal', got {mode!r}.")
    if len(y.shape) < 3:
        raise ValueError("sample_weight: weights of time steps (sample_weight_mode='temporal') "
                         f"need targets with at least 3 axes, got shape {tuple(y.shape)}. "
                         "Leave the mode out, or let the model return sequences.")
    return True


def _check_sample_weight(weights, y, temporal):
    if weights.dtype.kind not in "biuf":
        raise ValueError(f"sample_weight: it must hold numbers, got dtype {weights.dtype}.")
    axes = 2 if temporal else 1
    if weights.ndim != axes:
        advice = ("pass one weight for each sample and time step" if temporal else
                  "pass one weight for each sample; for weights of time steps compile with "
                  "sample_weight_mode='temporal'")
        raise ValueError(f"sample_weight: it must be an array with {axes} axes, got shape "
                         f"{weights.shape}: {advice}.")
    if tuple(y.shape[:axes]) != weights.shape:
        raise ValueError(f"sample_weight: it must have shape {tuple(y.shape[:axes])}, like the "
                         f"targets, got shape {weights.shape}.")


def _class_weights(y, class_weight):
    """Weight of each sample by its class; targets are class numbers or one-hot rows."""
    if len(y.shape) > 2:
        raise ValueError("class_weight: targets must have at most 2 axes, got shape "
                         f"{tuple(y.shape)}. Use sample_weight instead.")
    y = np.asarray(y)
    classes = y.argmax(axis=1) if y.ndim == 2 and y.shape[1] > 1 else y.reshape(-1)
    found, positions = np.unique(classes, return_inverse=True)
    missing = [int(c) if float(c).is_integer() else float(c) for c in found
               if c not in class_weight]
    if missing:
        raise ValueError(f"class_weight: it must have a weight for every class in the targets, "
                         f"got none for {missing} (keys: {list(class_weight)}). Add them.")
    return np.array([class_weight[c] for c in found], dtype=K.floatx())[positions]
