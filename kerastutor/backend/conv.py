"""Convolutions. The engine computes channels last; channels first is transposed in and out."""

from kerastutor.backend.arguments import (
    ints,
    is_symbolic,
    need_rank,
    one_of,
    shape_vector,
)
from kerastutor.backend.common import normalize_data_format
from kerastutor.graph import F, Tensor
from kerastutor.graph.node import as_tensor
from kerastutor.graph.static import partial_value


def to_last(x, data_format):
    """Tensor with its channels on the last axis."""
    if data_format == "channels_last":
        return x
    rank = len(x.shape)
    return F.transpose(x, perm=(0, *range(2, rank), 1))


def from_last(x, data_format):
    """Tensor brought back from channels last."""
    if data_format == "channels_last":
        return x
    rank = len(x.shape)
    return F.transpose(x, perm=(0, rank - 1, *range(1, rank - 1)))


def _prepare(
    name, x, kernel, strides, dilation_rate, padding, data_format, rank, kernel_name="kernel"
):
    """Checked arguments: (x channels last, kernel, strides, dilation, layout)."""
    data_format = normalize_data_format(data_format)
    x = as_tensor(x)
    kernel = as_tensor(kernel, x.dtype)
    need_rank(name, "x", x, rank + 2)
    need_rank(name, kernel_name, kernel, rank + 2)
    one_of(
        name,
        "padding",
        padding,
        ("valid", "same", "causal") if name == "conv1d" else ("valid", "same"),
    )
    strides = ints(name, "strides", strides, rank)
    dilation = ints(name, "dilation_rate", dilation_rate, rank)
    if min(strides + dilation) < 1:
        raise ValueError(
            f"{name}: strides and dilation_rate must be at least 1, got {strides} and {dilation}."
        )
    if max(strides) > 1 and max(dilation) > 1:
        raise ValueError(
            f"{name}: strides or dilation_rate must be 1, got {strides} and {dilation}. Keep one "
            "of them at 1."
        )
    return to_last(x, data_format), kernel, strides, dilation, data_format


def _conv(name, x, kernel, strides, padding, data_format, dilation_rate, rank):
    x, kernel, strides, dilation, data_format = _prepare(
        name, x, kernel, strides, dilation_rate, padding, data_format, rank
    )
    if padding == "causal" and data_format != "channels_last":
        raise ValueError(
            f"{name}: data_format must be 'channels_last' for causal padding, got {data_format!r}."
        )
    return from_last(
        F.conv(x, kernel, strides=strides, padding=padding, dilation=dilation), data_format
    )


def conv1d(x, kernel, strides=1, padding="valid", data_format=None, dilation_rate=1):
    """Convolution of sequences.

    # Arguments
        x: tensor of shape (samples, steps, channels), or channels first.
        kernel: tensor of shape (size, channels in, channels out).
        strides: int, step between windows.
        padding: `'valid'`, `'same'` or `'causal'` (no step sees a later one).
        data_format: `'channels_last'`, `'channels_first'` or None for the default.
        dilation_rate: int, distance of the taps of the window.

    # Returns
        A 3-D tensor.

    # Raises
        ValueError: for shapes and arguments that do not fit, or strides and dilation both above 1.
    """
    return _conv("conv1d", x, kernel, strides, padding, data_format, dilation_rate, 1)


def conv2d(x, kernel, strides=(1, 1), padding="valid", data_format=None, dilation_rate=(1, 1)):
    """Convolution of images.

    # Arguments
        x: tensor of shape (samples, rows, columns, channels), or channels first.
        kernel: tensor of shape (rows, columns, channels in, channels out).
        strides: pair of int, steps between windows.
        padding: `'valid'` or `'same'`.
        data_format: `'channels_last'`, `'channels_first'` or None for the default.
        dilation_rate: pair of int, distances of the taps of the window.

    # Returns
        A 4-D tensor.

    # Raises
        ValueError: for shapes and arguments that do not fit, or strides and dilation both above 1.
    """
    return _conv("conv2d", x, kernel, strides, padding, data_format, dilation_rate, 2)


def conv3d(
    x, kernel, strides=(1, 1, 1), padding="valid", data_format=None, dilation_rate=(1, 1, 1)
):
    """Convolution of volumes.

    # Arguments
        x: tensor of shape (samples, depth, rows, columns, channels), or channels first.
        kernel: tensor of shape (depth, rows, columns, channels in, channels out).
        strides: three int, steps between windows.
        padding: `'valid'` or `'same'`.
        data_format: `'channels_last'`, `'channels_first'` or None for the default.
        dilation_rate: three int, distances of the taps of the window.

    # Returns
        A 5-D tensor.

    # Raises
        ValueError: for shapes and arguments that do not fit, or strides and dilation both above 1.
    """
    return _conv("conv3d", x, kernel, strides, padding, data_format, dilation_rate, 3)


def _conv_transpose(
    name, x, kernel, output_shape, strides, padding, data_format, dilation_rate, rank
):
    x, kernel, strides, dilation, data_format = _prepare(
        name, x, kernel, strides, dilation_rate, padding, data_format, rank
    )
    if isinstance(output_shape, Tensor):
        need_rank(name, "output_shape", output_shape, 1)
        output_shape = [output_shape[i] for i in range(rank + 2)]
    if not isinstance(output_shape, (list, tuple)) or len(output_shape) != rank + 2:
        raise ValueError(
            f"{name}: output_shape must hold {rank + 2} sizes (samples, channels and space in the "
            f"order of data_format), got {output_shape!r}."
        )
    shape = list(output_shape)
    if data_format == "channels_first":
        shape = [shape[0], *shape[2:], shape[1]]
    if shape[0] is None:
        shape[0] = x.shape[0] if x.shape[0] is not None else F.shape(x)[0]
    known = [partial_value(n) if isinstance(n, Tensor) else n for n in shape]
    if None in known[1:]:  # sizes that only data tells: given through a tensor's shape
        sizes = [n if k is None else k for n, k in zip(shape, known, strict=True)]
        if not is_symbolic(sizes) or None in sizes:
            raise ValueError(
                f"{name}: only the number of samples in output_shape may be None, got "
                f"{tuple(output_shape)}."
            )
        like = F.fill(shape_vector(name, sizes), dtype=x.dtype)
        out = F.conv_grad_input(
            x, kernel, like, strides=strides, padding=padding, dilation=dilation
        )
    else:
        out = F.conv_transpose(
            x,
            kernel,
            output_shape=tuple(known),
            strides=strides,
            padding=padding,
            dilation=dilation,
        )
    return from_last(out, data_format)


def conv2d_transpose(
    x, kernel, output_shape, strides=(1, 1), padding="valid", data_format=None, dilation_rate=(1, 1)
):
    """Transposed convolution of images: the step back from a convolution's output to its input.

    # Arguments
        x: tensor of shape (samples, rows, columns, channels), or channels first.
        kernel: tensor of shape (rows, columns, channels out, channels in).
        output_shape: shape of the result; the number of samples may be None, sizes may be tensors.
        strides: pair of int.
        padding: `'valid'` or `'same'`.
        data_format: `'channels_last'`, `'channels_first'` or None for the default.
        dilation_rate: pair of int.

    # Returns
        A 4-D tensor.

    # Raises
        ValueError: for an output shape that no convolution turns into that of x.
    """
    return _conv_transpose(
        "conv2d_transpose", x, kernel, output_shape, strides, padding, data_format, dilation_rate, 2
    )


def conv3d_transpose(x, kernel, output_shape, strides=(1, 1, 1), padding="valid", data_format=None):
    """Transposed convolution of volumes.

    # Arguments
        x: tensor of shape (samples, depth, rows, columns, channels), or channels first.
        kernel: tensor of shape (depth, rows, columns, channels out, channels in).
        output_shape: shape of the result; the number of samples may be None, sizes may be tensors.
        strides: three int.
        padding: `'valid'` or `'same'`.
        data_format: `'channels_last'`, `'channels_first'` or None for the default.

    # Returns
        A 5-D tensor.

    # Raises
        ValueError: for an output shape that no convolution turns into that of x.
    """
    return _conv_transpose(
        "conv3d_transpose", x, kernel, output_shape, strides, padding, data_format, 1, 3
    )


def depthwise_conv2d(
    x, depthwise_kernel, strides=(1, 1), padding="valid", data_format=None, dilation_rate=(1, 1)
):
    """Convolution of each channel with kernels of its own.

    # Arguments
        x: tensor of shape (samples, rows, columns, channels), or channels first.
        depthwise_kernel: tensor of shape (rows, columns, channels, kernels per channel).
        strides: pair of int.
        padding: `'valid'` or `'same'`.
        data_format: `'channels_last'`, `'channels_first'` or None for the default.
        dilation_rate: pair of int.

    # Returns
        A 4-D tensor with channels * kernels per channel channels.
    """
    x, kernel, strides, dilation, data_format = _prepare(
        "depthwise_conv2d",
        x,
        depthwise_kernel,
        strides,
        dilation_rate,
        padding,
        data_format,
        2,
        "depthwise_kernel",
    )
    out = F.depthwise_conv(x, kernel, strides=strides, padding=padding, dilation=dilation)
    return from_last(out, data_format)


def _separable(
    name, x, depthwise_kernel, pointwise_kernel, strides, padding, data_format, dilation_rate, rank
):
    x, kernel, strides, dilation, data_format = _prepare(
        name,
        x,
        depthwise_kernel,
        strides,
        dilation_rate,
        padding,
        data_format,
        rank,
        "depthwise_kernel",
    )
    point = as_tensor(pointwise_kernel, x.dtype)
    need_rank(name, "pointwise_kernel", point, rank + 2)
    if any(n not in (1, None) for n in point.shape[:rank]):
        raise ValueError(
            f"{name}: pointwise_kernel must have size 1 in space, got shape {tuple(point.shape)}."
        )
    out = F.depthwise_conv(x, kernel, strides=strides, padding=padding, dilation=dilation)
    return from_last(F.conv(out, point), data_format)


def separable_conv1d(
    x,
    depthwise_kernel,
    pointwise_kernel,
    strides=1,
    padding="valid",
    data_format=None,
    dilation_rate=1,
):
    """Depthwise convolution of sequences, then a mixture of the channels at each step.

    # Arguments
        x: tensor of shape (samples, steps, channels), or channels first.
        depthwise_kernel: tensor of shape (size, channels, kernels per channel).
        pointwise_kernel: tensor of shape (1, channels * kernels per channel, channels out).
        strides: int.
        padding: `'valid'` or `'same'`.
        data_format: `'channels_last'`, `'channels_first'` or None for the default.
        dilation_rate: int.

    # Returns
        A 3-D tensor.
    """
    return _separable(
        "separable_conv1d",
        x,
        depthwise_kernel,
        pointwise_kernel,
        strides,
        padding,
        data_format,
        dilation_rate,
        1,
    )


def separable_conv2d(
    x,
    depthwise_kernel,
    pointwise_kernel,
    strides=(1, 1),
    padding="valid",
    data_format=None,
    dilation_rate=(1, 1),
):
    """Depthwise convolution of images, then a mixture of the channels at each pixel.

    # Arguments
        x: tensor of shape (samples, rows, columns, channels), or channels first.
        depthwise_kernel: tensor of shape (rows, columns, channels, kernels per channel).
        pointwise_kernel: tensor of shape (1, 1, channels * kernels per channel, channels out).
        strides: pair of int.
        padding: `'valid'` or `'same'`.
        data_format: `'channels_last'`, `'channels_first'` or None for the default.
        dilation_rate: pair of int.

    # Returns
        A 4-D tensor.
    """
    return _separable(
        "separable_conv2d",
        x,
        depthwise_kernel,
        pointwise_kernel,
        strides,
        padding,
        data_format,
        dilation_rate,
        2,
    )
