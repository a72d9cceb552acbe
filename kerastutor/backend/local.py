"""Locally connected layers: convolutions with a kernel of its own for every place."""

from kerastutor.backend.arguments import ints, need_rank, reshape_to, sizes
from kerastutor.backend.common import normalize_data_format
from kerastutor.graph import F
from kerastutor.graph.node import as_tensor


def _columns(x, windows, channels_first, features):
    """Inputs of all windows, of shape (windows, samples, features).

    A window's values are ordered as its block of `x`: channels last, or channels first.
    """
    parts = []
    for window in windows:
        block = (slice(None), slice(None), *window) if channels_first else (slice(None), *window)
        parts.append(
            F.expand_dims(reshape_to("local_conv", x[block], [sizes(x)[0], features]), axis=0)
        )
    return F.concat(*parts, axis=0) if len(parts) > 1 else parts[0]


def local_conv1d(inputs, kernel, kernel_size, strides, data_format=None):
    """Convolution of sequences with unshared weights.

    # Arguments
        inputs: tensor of shape (samples, steps, channels).
        kernel: tensor of shape (steps out, size * channels, channels out).
        kernel_size: one int in a tuple, the size of the window.
        strides: one int in a tuple, the step between windows.
        data_format: checked only; steps are on axis 1.

    # Returns
        Tensor of shape (samples, steps out, channels out).
    """
    normalize_data_format(data_format)
    x, kernel = as_tensor(inputs), as_tensor(kernel)
    need_rank("local_conv1d", "inputs", x, 3)
    need_rank("local_conv1d", "kernel", kernel, 3)
    [size], [stride] = (
        ints("local_conv1d", "kernel_size", kernel_size, 1),
        ints("local_conv1d", "strides", strides, 1),
    )
    places, features, _ = kernel.shape
    windows = [(slice(i * stride, i * stride + size),) for i in range(places)]
    out = F.matmul(_columns(x, windows, False, features), kernel)
    return F.transpose(out, perm=(1, 0, 2))


def local_conv2d(inputs, kernel, kernel_size, strides, output_shape, data_format=None):
    """Convolution of images with unshared weights.

    # Arguments
        inputs: tensor of shape (samples, rows, columns, channels), or channels first.
        kernel: tensor of shape (rows out * columns out, size * channels, channels out).
        kernel_size: pair of int, size of the window.
        strides: pair of int, steps between windows.
        output_shape: pair of int, rows out and columns out.
        data_format: `'channels_last'`, `'channels_first'` or None for the default.

    # Returns
        A 4-D tensor in the same layout.
    """
    name = "local_conv2d"
    first = normalize_data_format(data_format) == "channels_first"
    x, kernel = as_tensor(inputs), as_tensor(kernel)
    need_rank(name, "inputs", x, 4)
    need_rank(name, "kernel", kernel, 3)
    size, stride = ints(name, "kernel_size", kernel_size, 2), ints(name, "strides", strides, 2)
    rows, columns = ints(name, "output_shape", output_shape, 2)
    _, features, filters = kernel.shape
    windows = [
        (
            slice(i * stride[0], i * stride[0] + size[0]),
            slice(j * stride[1], j * stride[1] + size[1]),
        )
        for i in range(rows)
        for j in range(columns)
    ]
    out = F.matmul(_columns(x, windows, first, features), kernel)
    out = reshape_to(name, out, [rows, columns, sizes(x)[0], filters])
    return F.transpose(out, perm=(2, 3, 0, 1) if first else (2, 0, 1, 3))
