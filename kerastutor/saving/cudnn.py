"""Weights of CuDNNLSTM and CuDNNGRU, and those of LSTM and GRU(reset_after=True), into each other.

Per gate, CuDNN stores the input kernel transposed (in Fortran order) and the recurrent kernel
transposed. CuDNNLSTM has two biases per gate that are added, LSTM one; CuDNNGRU has its two biases
in one row, GRU in two. Which kind is stored shows in the shape of the bias.
"""

import numpy as np

_PLAIN_GRU = "GRU(reset_after=False)"


def convert_rnn_weights(layer, weights):
    """Converts the stored weights of a recurrent layer to the kind of this layer.

    # Arguments
        layer: The layer to be filled; layers of other classes are left alone.
        weights: List of arrays: input kernel, recurrent kernel, bias. Without bias nothing is done.

    # Returns
        List of arrays.

    # Raises
        ValueError: when the two kinds have no common form.
    """
    name = type(layer).__name__
    if len(weights) != 3 or weights[1].ndim != 2:
        return weights
    if name in ("LSTM", "CuDNNLSTM"):
        return _lstm(layer, weights, name)
    if name in ("GRU", "CuDNNGRU"):
        return _gru(layer, weights, name)
    return weights


def _lstm(layer, weights, target):
    units = weights[1].shape[0]
    source = {(8 * units,): "CuDNNLSTM", (4 * units,): "LSTM"}.get(weights[2].shape)
    _check(layer, source, weights)
    if source == target:
        return weights
    bias = weights[2]
    if target == "LSTM":
        bias = bias[:4 * units] + bias[4 * units:]
    else:
        bias = np.tile(bias * bias.dtype.type(0.5), 2)     # any split with the same sum will do
    return _kernels(weights, 4, from_cudnn=target == "LSTM") + [bias]


def _gru(layer, weights, target):
    units = weights[1].shape[0]
    source = {(6 * units,): "CuDNNGRU", (2, 3 * units): "GRU(reset_after=True)",
              (3 * units,): _PLAIN_GRU}.get(weights[2].shape)
    _check(layer, source, weights)
    if target == "GRU":
        target = "GRU(reset_after=True)" if layer.reset_after else _PLAIN_GRU
    if source == target:
        return weights
    if _PLAIN_GRU in (source, target):
        raise ValueError(f"{layer.name}: the stored weights must be of the kind of the layer, "
                         f"{source} is not compatible with {target}. Make the layer with "
                         f"reset_after={source != _PLAIN_GRU}.")
    from_cudnn = source == "CuDNNGRU"
    bias = weights[2].reshape((2, -1) if from_cudnn else -1)
    return _kernels(weights, 3, from_cudnn) + [bias]


def _check(layer, source, weights):
    if source is None:
        raise ValueError(f"{layer.name}: the stored bias must fit to recurrent weights of shape "
                         f"{weights[1].shape}, got {weights[2].shape} (invalid bias shape). "
                         "The file belongs to another layer.")


def _kernels(weights, gates, from_cudnn):
    order = "F" if from_cudnn else "C"
    kernel = [k.T.reshape(k.shape, order=order) for k in np.hsplit(weights[0], gates)]
    recurrent = [k.T for k in np.hsplit(weights[1], gates)]
    return [np.hstack(kernel), np.hstack(recurrent)]
