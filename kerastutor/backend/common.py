"""Settings that Keras code asks for: float type, fuzz factor, image layout."""

import numpy as np

from kerastutor import config
from kerastutor.config import (
    epsilon,
    floatx,
    image_data_format,
    set_epsilon,
    set_floatx,
    set_image_data_format,
)

__all__ = [
    "cast_to_floatx",
    "epsilon",
    "floatx",
    "image_data_format",
    "image_dim_ordering",
    "normalize_data_format",
    "set_epsilon",
    "set_floatx",
    "set_image_data_format",
    "set_image_dim_ordering",
    "transpose_shape",
]

_ORDERINGS = {"tf": "channels_last", "th": "channels_first"}


def cast_to_floatx(x):
    """NumPy array of the default float type.

    # Arguments
        x: array, list or number (for tensors there is `K.cast`).

    # Returns
        NumPy array.

    # Example

    ```python
    >>> cast_to_floatx(np.array([1, 2])).dtype
    dtype('float32')

    ```
    """
    return np.asarray(x, dtype=config.floatx())


def normalize_data_format(value):
    """Checked image layout.

    # Arguments
        value: `'channels_last'`, `'channels_first'`, or None for the default.

    # Returns
        One of the two strings.

    # Raises
        ValueError: for anything else.
    """
    if value is None:
        return config.image_data_format()
    layout = value.lower() if isinstance(value, str) else value
    if layout not in ("channels_first", "channels_last"):
        raise ValueError(
            f"data_format must be 'channels_last' or 'channels_first', got {value!r}. None takes "
            "the default of keras.json."
        )
    return layout


def set_image_dim_ordering(dim_ordering):
    """Keras 1 way to set the image layout.

    # Arguments
        dim_ordering: `'tf'` for channels last, `'th'` for channels first.

    # Raises
        ValueError: for anything else.
    """
    if dim_ordering not in _ORDERINGS:
        raise ValueError(
            f"dim_ordering must be 'tf' or 'th', got {dim_ordering!r}. In new code use "
            "set_image_data_format."
        )
    config.set_image_data_format(_ORDERINGS[dim_ordering])


def image_dim_ordering():
    """Keras 1 name of the image layout: `'tf'` (channels last) or `'th'` (channels first)."""
    return "th" if config.image_data_format() == "channels_first" else "tf"


def transpose_shape(shape, target_format, spatial_axes):
    """Bring a shape that is written channels last into a layout.

    # Arguments
        shape: tuple or list, channels last.
        target_format: `'channels_last'` or `'channels_first'`.
        spatial_axes: tuple, positions of the spatial axes in `shape`.

    # Returns
        Shape of the same type as `shape`.

    # Raises
        ValueError: for an unknown layout.

    # Example

    ```python
    >>> transpose_shape((16, 128, 64, 3), 'channels_first', spatial_axes=(1, 2))
    (16, 3, 128, 64)

    ```
    """
    if target_format == "channels_last":
        return shape
    if target_format != "channels_first":
        raise ValueError(
            f"target_format must be 'channels_last' or 'channels_first', got {target_format!r}."
        )
    order = [*range(spatial_axes[0]), len(shape) - 1, *spatial_axes]
    return type(shape)(shape[i] for i in order)
