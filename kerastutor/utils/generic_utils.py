"""Small helpers around Python values, and the registry under the path where Keras has it."""

from kerastutor.functions import func_dump, func_load, has_arg
from kerastutor.registry import (
    CustomObjectScope,
    custom_object_scope,
    deserialize_keras_object,
    get_custom_objects,
    serialize_keras_object,
)
from kerastutor.utils.progbar import Progbar

__all__ = [
    "CustomObjectScope", "Progbar", "custom_object_scope", "deserialize_keras_object", "func_dump",
    "func_load", "get_custom_objects", "has_arg", "is_all_none", "object_list_uid",
    "serialize_keras_object", "slice_arrays", "to_list", "transpose_shape", "unpack_singleton",
]


def to_list(x, allow_tuple=False):
    """Puts a value into a list, unless it is one.

    # Arguments
        x: Anything.
        allow_tuple: Whether a tuple becomes the list of its items (otherwise a list with the
            tuple in it).

    # Returns
        `x` itself when it is a list, else a new list.
    """
    if isinstance(x, list):
        return x
    if allow_tuple and isinstance(x, tuple):
        return list(x)
    return [x]


def unpack_singleton(x):
    """Returns the only item of a list or tuple of length one, anything else as it is."""
    return x[0] if isinstance(x, (list, tuple)) and len(x) == 1 else x


def object_list_uid(object_list):
    """Returns a string that identifies these very objects (by identity, in this order)."""
    return ", ".join(str(abs(id(x))) for x in to_list(object_list))


def is_all_none(iterable_or_element):
    """Tells whether a value, or each item of a list or tuple, is None."""
    return all(x is None for x in to_list(iterable_or_element, allow_tuple=True))


def slice_arrays(arrays, start=None, stop=None):
    """Slices an array, or each array of a list.

    # Arguments
        arrays: An array, or a list of arrays and Nones. None counts as [None].
        start: First index, or a list or array of indices.
        stop: Index after the last; None when `start` lists indices.

    # Returns
        The slice, or the list of slices (None stays None).
    """
    if arrays is None:
        return [None]
    if hasattr(start, "__len__"):
        key = start.tolist() if hasattr(start, "shape") else start    # HDF5 wants lists
    else:
        key = slice(start, stop)
    if isinstance(arrays, list):
        return [None if x is None else x[key] for x in arrays]
    return arrays[key]


def transpose_shape(shape, target_format, spatial_axes):
    """Brings a shape written channels last into a data format.

    # Arguments
        shape: Tuple or list, channels last.
        target_format: `'channels_first'` or `'channels_last'`.
        spatial_axes: Tuple, the positions of the spatial axes in `shape`.

    # Returns
        The shape, as a tuple or list like the input.

    # Raises
        ValueError: for another format.

    # Example

    ```python
    >>> transpose_shape((16, 128, 64, 3), 'channels_first', spatial_axes=(1, 2))
    (16, 3, 128, 64)

    ```
    """
    if target_format == "channels_last":
        return shape
    if target_format != "channels_first":
        raise ValueError("transpose_shape: target_format must be 'channels_first' or "
                         f"'channels_last', got {target_format!r}. Use one of these two.")
    order = [*range(spatial_axes[0]), len(shape) - 1, *spatial_axes]
    return type(shape)(shape[i] for i in order)
