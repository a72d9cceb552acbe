"""Activations, dropout, and other pieces of networks."""

import numpy as np

from kerastutor import dtypes
from kerastutor.backend.arguments import axes_of, index_of
from kerastutor.backend.common import normalize_data_format
from kerastutor.backend.elementwise import clip
from kerastutor.backend.seeds import draw_seed
from kerastutor.graph import F, Tensor
from kerastutor.graph.node import as_tensor
from kerastutor.ops import random as random_ops


def _positive(x):
    """max(x, 0) for any number type."""
    return F.relu(x) if dtypes.is_float(x.dtype) else F.maximum(x, 0)


def relu(x, alpha=0.0, max_value=None, threshold=0.0):
    """Rectifier: x above the threshold, `alpha * (x - threshold)` below, at most `max_value`.

    # Arguments
        x: tensor.
        alpha: slope below the threshold, a number, array or tensor.
        max_value: largest result, or None.
        threshold: number.

    # Returns
        A tensor.
    """
    x = as_tensor(x)
    sloped = isinstance(alpha, Tensor) or np.ndim(alpha) > 0 or alpha != 0
    if sloped:
        alpha = as_tensor(alpha, x.dtype)
    if sloped and max_value is None and threshold == 0:
        return F.where(F.greater(x, 0), x, F.mul(x, alpha))
    if threshold == 0:
        out = _positive(x)
    else:
        out = F.where(F.less_equal(x, threshold), F.zeros_like(x), x)
    if max_value is not None:
        out = clip(out, 0.0, max_value)
    if sloped:
        out = F.sub(out, F.mul(_positive(F.sub(as_tensor(threshold, x.dtype), x)), alpha))
    return out


def elu(x, alpha=1.0):
    """Exponential linear unit: x above 0, `alpha * (exp(x) - 1)` below.

    # Arguments
        x: tensor.
        alpha: scale of the negative part.

    # Returns
        A tensor.
    """
    return F.elu(x, alpha=float(alpha))


def softmax(x, axis=-1):
    """exp(x) divided by its sum along an axis.

    # Arguments
        x: tensor.
        axis: the axis of the classes.

    # Returns
        A tensor.
    """
    return F.softmax(x, axis=index_of("softmax", "axis", axis))


def softplus(x):
    """log(1 + exp(x))."""
    return F.softplus(x)


def softsign(x):
    """x / (1 + |x|)."""
    return F.softsign(x)


def sigmoid(x):
    """1 / (1 + exp(-x))."""
    return F.sigmoid(x)


def hard_sigmoid(x):
    """0.2 * x + 0.5, cut off at 0 and 1: a fast stand-in for the sigmoid."""
    return F.hard_sigmoid(x)


def tanh(x):
    """Hyperbolic tangent."""
    return F.tanh(x)


def dropout(x, level, noise_shape=None, seed=None):
    """Tensor with random elements set to 0 and the others divided by `1 - level`.

    # Arguments
        x: tensor.
        level: fraction of elements to drop, in [0, 1).
        noise_shape: shape of the random mask, which is then broadcast: tuple of int, None (as x) or
            scalar tensors.
        seed: int; None draws one from NumPy's global generator.

    # Returns
        A tensor.

    # Raises
        ValueError: for a level outside [0, 1).
    """
    return random_ops.dropout(as_tensor(x), level, noise_shape, draw_seed(seed))


def l2_normalize(x, axis=None):
    """Tensor divided by its Euclidean length along an axis.

    # Arguments
        x: tensor.
        axis: int, list of int, or None for the length of the whole tensor.

    # Returns
        A tensor.

    # Example

    ```python
    >>> eval(l2_normalize(constant([3., 4.])))
    array([0.6, 0.8], dtype=float32)

    ```
    """
    x = as_tensor(x)
    length = F.sum(F.square(x), axes=axes_of("l2_normalize", axis), keepdims=True)
    return F.div(x, F.sqrt(F.maximum(length, 1e-12)))


def in_top_k(predictions, targets, k):
    """Whether each target is among the k highest predictions of its row (ties count as in).

    # Arguments
        predictions: float tensor of shape (samples, classes).
        targets: int tensor of shape (samples,).
        k: int.

    # Returns
        bool tensor of shape (samples,).
    """
    return F.in_top_k(predictions, as_tensor(targets), k=index_of("in_top_k", "k", k))


def one_hot(indices, num_classes):
    """A float32 vector with a single 1 for each index.

    # Arguments
        indices: int tensor.
        num_classes: int, length of the vectors.

    # Returns
        Tensor of shape `indices.shape + (num_classes,)`; all zeros for an index outside the
        classes.
    """
    return F.one_hot(as_tensor(indices), depth=index_of("one_hot", "num_classes", num_classes))


def bias_add(x, bias, data_format=None):
    """Tensor plus a bias per channel, or per place and channel.

    # Arguments
        x: tensor of rank 2 or more.
        bias: tensor of rank 1 (one number per channel), or of one rank less than x (channels last).
        data_format: `'channels_last'`, `'channels_first'` or None for the default.

    # Returns
        Tensor of the shape of x.

    # Raises
        ValueError: for another rank or size of the bias, or an unknown layout.
    """
    data_format = normalize_data_format(data_format)
    x, bias = as_tensor(x), as_tensor(bias, getattr(x, "dtype", None))
    rank = len(x.shape)
    if rank < 2 or len(bias.shape) not in (1, rank - 1):
        raise ValueError(
            f"bias_add: bias must have 1 or {max(rank - 1, 1)} axes for x of shape "
            f"{tuple(x.shape)}, got shape {tuple(bias.shape)}."
        )
    last = rank not in (3, 4, 5) or data_format == "channels_last"
    channels = x.shape[-1 if last else 1]
    if None not in (channels, bias.shape[-1]) and bias.shape[-1] not in (1, channels):
        raise ValueError(
            f"bias_add: bias must have one number for each of the {channels} channels "
            f"({data_format}), got shape {tuple(bias.shape)}."
        )
    if last:
        return F.add(x, bias)
    if len(bias.shape) == 1:
        return F.add(x, F.reshape(bias, shape=(-1,) + (1,) * (rank - 2)))
    sizes = bias.shape                         # rearranged by reshaping, as saved weights expect
    return F.add(x, F.reshape(bias, shape=(sizes[-1], *sizes[:-1])))
