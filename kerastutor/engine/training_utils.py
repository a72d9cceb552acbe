"""Helpers of training, under the path where Keras has them."""
import copy

import numpy as np

from kerastutor import backend as K
from kerastutor import losses
from kerastutor.engine.data import (
    check_array_length_consistency,
    check_num_samples,
    standardize_input_data,
    standardize_single_array,
)
from kerastutor.engine.sample_weights import (
    standardize_class_weights,
    standardize_sample_or_class_weights,
    standardize_sample_weights,
    standardize_weights,
)
from kerastutor.utils.generic_utils import to_list

__all__ = [
    "batch_shuffle", "check_array_length_consistency", "check_loss_and_target_compatibility",
    "check_num_samples", "collect_metrics", "iter_sequence_infinite", "make_batches",
    "standardize_class_weights", "standardize_input_data", "standardize_sample_or_class_weights",
    "standardize_sample_weights", "standardize_single_array", "standardize_weights",
    "weighted_masked_objective",
]


def check_loss_and_target_compatibility(targets, loss_fns, output_shapes):
    """Raise when targets cannot be meant for their losses.

    # Arguments
        targets: List of target arrays.
        loss_fns: List of loss functions, None for outputs without a loss.
        output_shapes: List of the shapes expected of the targets.

    # Raises
        ValueError: for class numbers given to a one-hot loss, wrong sizes, and labels that are not
            class numbers given to a sparse loss.
    """
    same_shape = (losses.mean_squared_error, losses.binary_crossentropy,
                  losses.categorical_crossentropy)
    for y, loss, shape in zip(targets, loss_fns, output_shapes, strict=False):
        if y is None or loss is None or K.is_tensor(y):
            continue
        if loss is losses.categorical_crossentropy and y.shape[-1] == 1:
            raise ValueError(
                f"You are passing a target array of shape {tuple(y.shape)}, but "
                "categorical_crossentropy needs one-hot rows, one number per class. Convert class "
                "numbers with keras.utils.to_categorical(y), or use "
                "sparse_categorical_crossentropy.")
        if loss in same_shape and shape is not None:
            for size, expected in zip(y.shape[1:], shape[1:], strict=False):
                if expected is not None and size != expected:
                    raise ValueError(
                        f"{loss.__name__} expects targets to have the same shape as the output "
                        f"{tuple(shape)}, got shape {tuple(y.shape)}. Change the targets or the "
                        "last layer.")


def check_labels(y, name, classes):
    """Raise when labels for a sparse loss are not class numbers.

    # Arguments
        y: Array of labels.
        name: Name of the output, for the message.
        classes: Number of classes, None when it is not known.
    """
    if type(y) is not np.ndarray or not y.size:
        return
    low, high = y.min(), y.max()                        # NaN wins in both
    if low >= 0 and (classes is None or high < classes):
        return
    bad = "nan" if low != low else (low if low < 0 else high)
    raise ValueError(f"{name}: labels of sparse_categorical_crossentropy must be class numbers "
                     f"from 0 to {'...' if classes is None else classes - 1}, got {bad}. Number "
                     "the classes from 0, and give the last layer one unit for each.")


def collect_metrics(metrics, output_names):
    """List with the metrics of each output.

    # Arguments
        metrics: List of metrics for all outputs, or dictionary from output names to metrics.
        output_names: List of the names of the outputs.

    # Raises
        TypeError: for anything else.
    """
    if not metrics:
        return [[] for _ in output_names]
    if isinstance(metrics, list):
        return [copy.copy(metrics) for _ in output_names]
    if isinstance(metrics, dict):
        return [to_list(metrics.get(name, [])) for name in output_names]
    raise TypeError("metrics: they must be a list or a dictionary from output names to lists, got "
                    f"{metrics!r}. Write metrics=['accuracy'], say.")


def batch_shuffle(index_array, batch_size):
    """Shuffle whole batches: the order of the chunks changes, their contents do not.

    # Arguments
        index_array: Array of indices.
        batch_size: Length of a chunk; a shorter rest stays at the end.

    # Returns
        Array of the same indices.
    """
    whole = len(index_array) // batch_size * batch_size
    chunks = index_array[:whole].reshape(-1, batch_size)
    np.random.shuffle(chunks)
    return np.append(chunks.reshape(-1), index_array[whole:])


def make_batches(size, batch_size):
    """List of (start, end) of the batches of `size` samples; the last may be shorter."""
    return [(start, min(size, start + batch_size)) for start in range(0, size, batch_size)]


def weighted_masked_objective(fn):
    """Turn a loss or metric `fn(y_true, y_pred)` into one with weights and mask.

    # Arguments
        fn: Function of two tensors, or None.

    # Returns
        Function `(y_true, y_pred, weights, mask=None)` that gives a scalar: the mean of the scores
        where the mask is set, times the weights, divided by the share of weights that are not 0.
    """
    if fn is None:
        return None

    def weighted(y_true, y_pred, weights, mask=None):
        score = fn(y_true, y_pred)
        if mask is not None:
            mask = K.cast(mask, K.floatx())
            score = score * mask / K.mean(mask)
        if weights is not None:
            extra = list(range(K.ndim(weights), K.ndim(score)))
            if extra:
                score = K.mean(score, axis=extra)
            score = score * weights / K.mean(K.cast(K.not_equal(weights, 0), K.floatx()))
        return K.mean(score)
    return weighted


def iter_sequence_infinite(seq):
    """Yield the items of a `Sequence`, over and over."""
    while True:
        yield from seq
