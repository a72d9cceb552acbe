"""Names of Keras 1 that programs still use."""

import warnings

from kerastutor.backend.conv import conv2d_transpose, conv3d_transpose


def _warn(old, new):
    warnings.warn(f"K.{old} is the Keras 1 name. Use K.{new}.", DeprecationWarning, stacklevel=3)


def deconv2d(x, kernel, output_shape, strides=(1, 1), padding="valid", data_format=None):
    """Old name of `conv2d_transpose`."""
    _warn("deconv2d", "conv2d_transpose")
    return conv2d_transpose(x, kernel, output_shape, strides, padding, data_format)


def deconv3d(x, kernel, output_shape, strides=(1, 1, 1), padding="valid", data_format=None):
    """Old name of `conv3d_transpose`."""
    _warn("deconv3d", "conv3d_transpose")
    return conv3d_transpose(x, kernel, output_shape, strides, padding, data_format)
