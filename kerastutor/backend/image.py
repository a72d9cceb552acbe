"""Borders and other sizes for sequences, images and volumes."""

from kerastutor.backend.arguments import index_of, ints, need_rank, one_of
from kerastutor.backend.common import normalize_data_format, transpose_shape
from kerastutor.graph import F
from kerastutor.graph.node import as_tensor


def _pairs(name, padding, count):
    """`count` pairs (before, after)."""
    if (
        not isinstance(padding, (list, tuple))
        or len(padding) != count
        or any(not isinstance(p, (list, tuple)) or len(p) != 2 for p in padding)
    ):
        raise ValueError(
            f"{name}: padding must hold {count} pairs (before, after), got {padding!r}."
        )
    return [ints(name, "padding", pair, 2) for pair in padding]


def temporal_padding(x, padding=(1, 1)):
    """Zeros before and after the steps of a sequence.

    # Arguments
        x: tensor of shape (samples, steps, features).
        padding: pair: steps to add before and after.

    # Returns
        A 3-D tensor.
    """
    x = as_tensor(x)
    need_rank("temporal_padding", "x", x, 3)
    [pair] = _pairs("temporal_padding", [padding], 1)
    return F.pad(x, pads=((0, 0), pair, (0, 0)))


def _spatial_padding(name, x, padding, data_format, count):
    x = as_tensor(x)
    need_rank(name, "x", x, count + 2)
    pairs = _pairs(name, padding, count)
    pads = ((0, 0), *pairs, (0, 0))
    axes = tuple(range(1, count + 1))
    return F.pad(
        x, pads=transpose_shape(pads, normalize_data_format(data_format), spatial_axes=axes)
    )


def spatial_2d_padding(x, padding=((1, 1), (1, 1)), data_format=None):
    """Zeros around images.

    # Arguments
        x: 4-D tensor.
        padding: ((top, bottom), (left, right)).
        data_format: `'channels_last'`, `'channels_first'` or None for the default.

    # Returns
        A 4-D tensor.
    """
    return _spatial_padding("spatial_2d_padding", x, padding, data_format, 2)


def spatial_3d_padding(x, padding=((1, 1), (1, 1), (1, 1)), data_format=None):
    """Zeros around volumes.

    # Arguments
        x: 5-D tensor.
        padding: three pairs (before, after).
        data_format: `'channels_last'`, `'channels_first'` or None for the default.

    # Returns
        A 5-D tensor.
    """
    return _spatial_padding("spatial_3d_padding", x, padding, data_format, 3)


def _factor(name, what, value):
    value = index_of(name, what, value)
    if value < 1:
        raise ValueError(f"{name}: {what} must be at least 1, got {value}.")
    return value


def resize_images(x, height_factor, width_factor, data_format, interpolation="nearest"):
    """Images enlarged by whole factors.

    # Arguments
        x: 4-D tensor.
        height_factor: int, how many times as high.
        width_factor: int, how many times as wide.
        data_format: `'channels_last'` or `'channels_first'`.
        interpolation: `'nearest'` repeats pixels, `'bilinear'` blends them.

    # Returns
        A 4-D tensor.

    # Raises
        ValueError: for another rank, layout or interpolation.
    """
    name = "resize_images"
    x = as_tensor(x)
    need_rank(name, "x", x, 4)
    one_of(name, "interpolation", interpolation, ("nearest", "bilinear"))
    one_of(name, "data_format", data_format, ("channels_last", "channels_first"))
    factors = (
        _factor(name, "height_factor", height_factor),
        _factor(name, "width_factor", width_factor),
    )
    first = data_format == "channels_first"
    if first:
        x = F.transpose(x, perm=(0, 2, 3, 1))
    if interpolation == "nearest":
        x = F.resize_nearest(x, factors=factors)
    else:
        x = F.resize_bilinear(x, factors=factors)
    return F.transpose(x, perm=(0, 3, 1, 2)) if first else x


def resize_volumes(x, depth_factor, height_factor, width_factor, data_format):
    """Volumes enlarged by whole factors; voxels are repeated.

    # Arguments
        x: 5-D tensor.
        depth_factor: int, how many times as deep.
        height_factor: int, how many times as high.
        width_factor: int, how many times as wide.
        data_format: `'channels_last'` or `'channels_first'`.

    # Returns
        A 5-D tensor.

    # Raises
        ValueError: for another rank or layout.
    """
    name = "resize_volumes"
    x = as_tensor(x)
    need_rank(name, "x", x, 5)
    one_of(name, "data_format", data_format, ("channels_last", "channels_first"))
    start = 2 if data_format == "channels_first" else 1
    factors = (
        ("depth_factor", depth_factor),
        ("height_factor", height_factor),
        ("width_factor", width_factor),
    )
    for i, (what, factor) in enumerate(factors):
        x = F.repeat(x, reps=_factor(name, what, factor), axis=start + i)
    return x
