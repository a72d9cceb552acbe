"""The arguments of fit: their checks, and the cut between training and validation data."""
import numbers

from kerastutor import backend as K
from kerastutor.engine.sample_weights import is_shared_ones, ones
from kerastutor.utils.data_utils import Sequence
from kerastutor.utils.generic_utils import slice_arrays


def check_fit_arguments(batch_size=None, epochs=1, initial_epoch=0, validation_split=0.,
                        callbacks=None, steps_per_epoch=None, validation_steps=None):
    """Raise when numbers that steer a loop are no positive integers, and the like."""
    for name, value in (("batch_size", batch_size), ("steps", steps_per_epoch),
                        ("validation_steps", validation_steps)):
        if value is not None and (not isinstance(value, numbers.Integral) or value < 1):
            raise ValueError(f"{name}: it must be a positive integer, got {value!r}.")
    for name, value in (("epochs", epochs), ("initial_epoch", initial_epoch)):
        if not isinstance(value, numbers.Integral) or value < 0:
            raise ValueError(f"{name}: it must be an integer of at least 0, got {value!r}.")
    if not isinstance(validation_split, numbers.Real) or not 0. <= validation_split < 1.:
        raise ValueError("validation_split: it must be a number from 0 to below 1, got "
                         f"{validation_split!r}. 0.2 holds back the last 20 percent.")
    if callbacks is not None and not isinstance(callbacks, (list, tuple)):
        raise TypeError(f"callbacks: it must be a list, got {type(callbacks).__name__}. "
                        "Write callbacks=[callback].")
    for callback in callbacks or ():
        if isinstance(callback, type):
            raise TypeError(f"callbacks: entries must be objects, got the class "
                            f"{callback.__name__}. Write {callback.__name__}(...).")


def refuse_generator(name, x):
    """Raise when a method for arrays is given a generator or a `Sequence`."""
    if isinstance(x, Sequence) or hasattr(x, "__next__"):
        raise ValueError(f"{name}: x must be an array, or a list or dictionary of arrays, got a "
                         f"{type(x).__name__}. Use {name}_generator for it.")


def training_and_validation(model, data, split, validation_data, validation_steps, batch_size):
    """Arrays to train on and to validate on.

    # Arguments
        model: Model.
        data: Tuple of three lists: inputs, targets, sample weights.
        split: Share of the samples that is cut off the end, before any shuffling.
        validation_data: Tuple of 2 or 3, or None; counts before `split`.
        validation_steps: Number of validation steps for data from tensors, or None.
        batch_size: Number of samples per step.

    # Returns
        Tuple: list of training arrays; list of validation arrays, None without validation.
    """
    if validation_data is not None and len(validation_data):
        return sum(data, []), _given_validation(model, validation_data, batch_size)
    if split:
        return _split(data, split)
    return sum(data, []), [] if validation_steps else None


def _given_validation(model, validation_data, batch_size):
    if not isinstance(validation_data, (list, tuple)) or len(validation_data) not in (2, 3):
        raise ValueError("validation_data: it must be a tuple (x_val, y_val) or (x_val, y_val, "
                         f"sample_weight), got {type(validation_data).__name__} of "
                         f"{len(validation_data)}.")
    x, y, *weight = validation_data
    return sum(model._training_data(x, y, weight[0] if weight else None, batch_size=batch_size),
               [])


def _split(data, split):
    x = data[0]
    if not x or any(K.is_tensor(array) for array in x):
        raise ValueError("validation_split: it needs arrays to cut, got symbolic tensors. "
                         "Use validation_data.")
    count = int(x[0].shape[0])
    at = int(count * (1. - split))
    if not 0 < at < count:
        raise ValueError(f"validation_split: it must leave samples to train on, got {split} of "
                         f"{count} samples. Use a smaller share or more data.")
    train = [_cut(array, 0, at) for part in data for array in part]
    validate = [_cut(array, at, count) for part in data for array in part]
    return train, validate


def _cut(array, start, stop):
    if is_shared_ones(array):
        return ones(stop - start)
    return slice_arrays(array, start, stop)
