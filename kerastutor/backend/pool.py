"""Pooling."""

from kerastutor.backend.arguments import ints, need_rank, one_of
from kerastutor.backend.common import normalize_data_format
from kerastutor.backend.conv import from_last, to_last
from kerastutor.graph import F
from kerastutor.graph.node import as_tensor


def _pool(name, x, pool_size, strides, padding, data_format, pool_mode, rank):
    data_format = normalize_data_format(data_format)
    x = as_tensor(x)
    need_rank(name, "x", x, rank + 2)
    one_of(name, "padding", padding, ("valid", "same"))
    one_of(name, "pool_mode", pool_mode, ("max", "avg"))
    size, strides = ints(name, "pool_size", pool_size, rank), ints(name, "strides", strides, rank)
    pool = F.max_pool if pool_mode == "max" else F.avg_pool
    return from_last(
        pool(to_last(x, data_format), size=size, strides=strides, padding=padding), data_format
    )


def pool2d(x, pool_size, strides=(1, 1), padding="valid", data_format=None, pool_mode="max"):
    """Largest or mean element of windows over images.

    # Arguments
        x: tensor of shape (samples, rows, columns, channels), or channels first.
        pool_size: pair of int, size of the window.
        strides: pair of int, steps between windows.
        padding: `'valid'` or `'same'` (means count only places inside the image).
        data_format: `'channels_last'`, `'channels_first'` or None for the default.
        pool_mode: `'max'` or `'avg'`.

    # Returns
        A 4-D tensor.

    # Raises
        ValueError: for arguments that do not fit.
    """
    return _pool("pool2d", x, pool_size, strides, padding, data_format, pool_mode, 2)


def pool3d(x, pool_size, strides=(1, 1, 1), padding="valid", data_format=None, pool_mode="max"):
    """Largest or mean element of windows over volumes.

    # Arguments
        x: tensor of shape (samples, depth, rows, columns, channels), or channels first.
        pool_size: three int, size of the window.
        strides: three int, steps between windows.
        padding: `'valid'` or `'same'` (means count only places inside the volume).
        data_format: `'channels_last'`, `'channels_first'` or None for the default.
        pool_mode: `'max'` or `'avg'`.

    # Returns
        A 5-D tensor.

    # Raises
        ValueError: for arguments that do not fit.
    """
    return _pool("pool3d", x, pool_size, strides, padding, data_format, pool_mode, 3)
