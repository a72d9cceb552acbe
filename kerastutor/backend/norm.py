"""Batch normalisation."""

import numpy as np

from kerastutor.backend.arguments import axes_of
from kerastutor.graph import F
from kerastutor.graph.node import as_tensor
from kerastutor.graph.shapes import axis_index, axis_tuple


def _apply(x, mean, var, beta, gamma, epsilon):
    """gamma * (x - mean) / sqrt(var + epsilon) + beta, for tensors that broadcast."""
    scale = F.reciprocal(F.sqrt(F.add(var, epsilon)))
    if gamma is not None:
        scale = F.mul(scale, gamma)
    shift = F.neg(F.mul(mean, scale))
    if beta is not None:
        shift = F.add(beta, shift)
    return F.add(F.mul(x, scale), shift)


def batch_normalization(x, mean, var, beta, gamma, axis=-1, epsilon=1e-3):
    """Normalisation with given statistics: `gamma * (x - mean) / sqrt(var + epsilon) + beta`.

    # Arguments
        x: tensor.
        mean: mean to subtract: one number per feature, or a tensor that broadcasts to x.
        var: variance, likewise.
        beta: tensor to add, or None.
        gamma: tensor to multiply with, or None.
        axis: axis of the features.
        epsilon: small number, so that nothing is divided by 0.

    # Returns
        Tensor of the shape of x.
    """
    x = as_tensor(x)
    rank = len(x.shape)
    axis = axis_index("batch_normalization", axis, rank)
    shape = tuple(-1 if i == axis else 1 for i in range(rank))

    def line_up(t):
        if t is None:
            return None
        t = as_tensor(t, x.dtype)
        return F.reshape(t, shape=shape) if len(t.shape) == 1 and axis != rank - 1 else t

    return _apply(x, line_up(mean), line_up(var), line_up(beta), line_up(gamma), epsilon)


def normalize_batch_in_training(x, gamma, beta, reduction_axes, epsilon=1e-3):
    """Normalisation with the mean and variance of the batch itself.

    # Arguments
        x: tensor.
        gamma: tensor to multiply with, or None.
        beta: tensor to add, or None.
        reduction_axes: axes to average over, usually all but that of the features.
        epsilon: small number, so that nothing is divided by 0.

    # Returns
        (normalised tensor, mean, variance); the variance is divided by n, but for images with the
        features last it is divided by n - 1, as the fused operation does that Keras 2.2.4 calls
        there.
    """
    x = as_tensor(x)
    rank = len(x.shape)
    axes = axis_tuple(
        "normalize_batch_in_training", axes_of("normalize_batch_in_training", reduction_axes), rank
    )
    kept = [i for i in range(rank) if i not in axes]
    gamma, beta = (None if t is None else as_tensor(t, x.dtype) for t in (gamma, beta))
    if (
        len(kept) == 1
        and x.shape[kept[0]] is not None
        and all(t is None or len(t.shape) == 1 for t in (gamma, beta))
    ):
        features = x.shape[kept[0]]
        gamma = as_tensor(np.ones(features, x.dtype)) if gamma is None else gamma
        beta = as_tensor(np.zeros(features, x.dtype)) if beta is None else beta
        y, mean, var = F.batch_norm(x, gamma, beta, axis=kept[0], epsilon=float(epsilon))
        if rank == 4 and axes == (0, 1, 2):        # TensorFlow's fused op divides by n - 1 here
            n = F.cast(F.axis_size(x, axes=axes), dtype=x.dtype)
            var = F.mul(var, F.div(n, F.maximum(F.sub(n, 1), 1)))
        return y, mean, var
    mean, var = F.moments(x, axes=axes)

    def line_up(t):
        if t is None or len(t.shape) != len(kept):
            return t
        for axis in axes:
            t = F.expand_dims(t, axis=axis)
        return t

    return _apply(x, *(line_up(t) for t in (mean, var, beta, gamma)), epsilon), mean, var
