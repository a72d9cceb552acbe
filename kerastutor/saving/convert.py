"""Weights in the order and shape of older files, brought into those of today's layers.

`preprocess_weights_for_loading` walks through wrappers and nested models and applies, layer by
layer: the layouts of Keras 1 (by the class name), the kernel flips of the Theano backend, and the
conversion between the CuDNN layers and their plain twins. Shapes are left for the caller to check.
"""

import numpy as np

from kerastutor import backend as K
from kerastutor.saving.cudnn import convert_rnn_weights
from kerastutor.utils.conv_utils import convert_kernel

_CONVOLUTIONS = ("Conv1D", "Conv2D", "Conv3D", "Conv2DTranspose", "ConvLSTM2D")


def preprocess_weights_for_loading(layer, weights, original_keras_version=None,
                                   original_backend=None, reshape=False):
    """Brings the stored weights of a layer into the layout of this layer.

    # Arguments
        layer: The layer (or wrapper, or nested model) to be filled.
        weights: List of arrays as stored.
        original_keras_version: Version that wrote the file, `'1'` for files without version.
        original_backend: Name of the backend that wrote the file, or None.
        reshape: Whether a convolution kernel of the right size may be reshaped.

    # Returns
        List of arrays.

    # Raises
        ValueError: when the weights cannot belong to such a layer.
    """
    name = type(layer).__name__
    origin = (original_keras_version, original_backend)
    weights = list(weights)
    if name == "Bidirectional":
        half = len(weights) // 2
        return (preprocess_weights_for_loading(layer.forward_layer, weights[:half], *origin)
                + preprocess_weights_for_loading(layer.backward_layer, weights[half:], *origin))
    if name == "TimeDistributed":
        return preprocess_weights_for_loading(layer.layer, weights, *origin)
    if name in ("Model", "Sequential"):
        return _nested_model(layer, weights, origin)
    if str(original_keras_version).split(".")[0] == "1" and name in _KERAS_1 and weights:
        weights = _KERAS_1[name](layer, weights)
    if name in _CONVOLUTIONS and weights:
        weights = _convolution(layer, weights, original_backend, reshape)
    return convert_rnn_weights(layer, weights)


def _nested_model(model, weights, origin):
    """A nested model stores the trainable weights of all its layers, then all the others."""
    converted = []
    for kind in ("trainable_weights", "non_trainable_weights"):
        for sublayer in model.layers:
            count = len(getattr(sublayer, kind))
            if count:
                converted += preprocess_weights_for_loading(sublayer, weights[:count], *origin)
                weights = weights[count:]
    return converted + weights


def _convolution(layer, weights, original_backend, reshape):
    kernels = 2 if type(layer).__name__ == "ConvLSTM2D" else 1
    if original_backend == "theano" and K.backend() != "theano":
        weights[:kernels] = [convert_kernel(w) for w in weights[:kernels]]
    if not layer.weights:
        return weights
    shape = K.int_shape(layer.weights[0])
    stored = weights[0].shape
    if shape == stored:
        return weights
    if reshape:
        if weights[0].size != np.prod(shape):
            raise ValueError(
                f"{layer.name}: weights must be of equal size to be reshaped, got {stored} (size "
                f"{weights[0].size}) in the file and {shape} (size {np.prod(shape)}) in the layer. "
                "Change the layer, or load by name with skip_mismatch=True.")
        weights[0] = np.reshape(weights[0], shape)
    elif len(stored) == 4 and tuple(stored[i] for i in (3, 2, 0, 1)) == shape:
        weights[:kernels] = [np.transpose(w, (3, 2, 0, 1)) for w in weights[:kernels]]
    return weights


# ---- the layouts of Keras 1 ------------------------------------------------------------------


def _conv1d(layer, weights):
    kernel = weights[0]
    length = layer.kernel_size[0]
    if kernel.ndim == 4:
        if kernel.shape[:2] != (length, 1) or kernel.shape[3] != layer.filters:
            if kernel.shape[0] != layer.filters or kernel.shape[2:] != (length, 1):
                return weights                  # not a Keras 1 kernel: the shape check will tell
            kernel = np.transpose(kernel, (2, 3, 1, 0))     # was filters, inputs, length, 1
        weights[0] = kernel[:, 0]
    return weights


def _channels_first_kernel(*axes):
    def convert(layer, weights):
        if layer.data_format == "channels_first" and weights[0].ndim == len(axes):
            weights[0] = np.transpose(weights[0], axes)
        return weights
    return convert


def _conv2d_transpose(layer, weights):
    if weights[0].ndim == 4:
        axes = (0, 1, 3, 2) if layer.data_format == "channels_last" else (2, 3, 0, 1)
        weights[0] = np.transpose(weights[0], axes)
    return weights


def _gru(layer, weights):
    return _merge_gates(weights, (0, 1, 2)) if len(weights) == 9 else weights


def _lstm(layer, weights):
    """The gates were stored as i, c, f, o and are i, f, c, o now."""
    return _merge_gates(weights, (0, 2, 1, 3)) if len(weights) == 12 else weights


def _conv_lstm(layer, weights):
    """Channels first, a kernel was (filters, inputs, rows, columns)."""
    old = (layer.filters, *layer.kernel_size)
    if len(weights) == 12 and layer.data_format == "channels_first":
        weights = [np.transpose(w, (2, 3, 1, 0)) if w.ndim == 4
                   and (w.shape[0], *w.shape[2:]) == old else w for w in weights]
    return _lstm(layer, weights)


def _merge_gates(weights, order):
    """Kernel, recurrent kernel and bias, each of all gates side by side; was gate by gate."""
    return [np.concatenate([weights[3 * gate + part] for gate in order], axis=-1)
            for part in range(3)]


_KERAS_1 = {
    "Conv1D": _conv1d,
    "Conv2D": _channels_first_kernel(2, 3, 1, 0),
    "Conv3D": _channels_first_kernel(2, 3, 4, 1, 0),
    "Conv2DTranspose": _conv2d_transpose,
    "GRU": _gru,
    "LSTM": _lstm,
    "ConvLSTM2D": _conv_lstm,
}
