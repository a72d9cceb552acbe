"""Arithmetic of convolutions: argument checks, output and input lengths, kernel flips."""

import numbers

import numpy as np

from kerastutor import backend as K

_PADDINGS = ("valid", "same", "full", "causal")


class PaddingError(ValueError, AssertionError):
    """A padding mode that a formula does not know (in Keras 2.2.4 an AssertionError)."""


def normalize_tuple(value, n, name):
    """Makes a tuple of `n` integers of one integer or of an iterable.

    # Arguments
        value: Integer, or iterable of `n` integers.
        n: Length of the tuple.
        name: Name of the argument, for the message.

    # Returns
        Tuple of `n` integers.

    # Raises
        ValueError: for anything else.
    """
    if isinstance(value, numbers.Integral):
        return (int(value),) * n
    try:
        values = tuple(value)
        if len(values) == n and not isinstance(value, (str, bytes)):
            for v in values:
                int(v)
            return values
    except (TypeError, ValueError):
        pass
    fix = f"{name}={value[0]!r}" if isinstance(value, (tuple, list)) and value else f"{name}=1"
    raise ValueError(f"The `{name}` argument must be an integer or a tuple of {n} integers, "
                     f"got {value!r}. Write {fix} for the same in all directions.")


def normalize_padding(value):
    """Checks a padding mode and returns it in lower case.

    # Raises
        ValueError: for anything but `'valid'`, `'same'` and `'causal'`.
    """
    padding = value.lower() if isinstance(value, str) else value
    allowed = {"valid", "same", "causal"} | ({"full"} if K.backend() == "theano" else set())
    if padding not in allowed:
        raise ValueError("The `padding` argument must be 'valid', 'same' or (in Conv1D) 'causal', "
                         f"got {value!r}. Use one of these.")
    return padding


def convert_kernel(kernel):
    """Flips the spatial axes of a kernel: from convolution (Theano) to correlation, or back.

    # Arguments
        kernel: Array of rank 3, 4 or 5, the last two axes being channels.

    # Returns
        A new array.

    # Raises
        ValueError: for another rank.
    """
    kernel = np.asarray(kernel)
    if not 3 <= kernel.ndim <= 5:
        raise ValueError("convert_kernel: kernel must have 3 to 5 axes, got shape "
                         f"{kernel.shape}. Pass the kernel of a Conv1D, Conv2D or Conv3D layer.")
    return np.flip(kernel, axis=tuple(range(kernel.ndim - 2))).copy()


def conv_output_length(input_length, filter_size, padding, stride, dilation=1):
    """Length of a convolution's output along one axis.

    # Arguments
        input_length: Integer, or None for unknown.
        filter_size: Integer.
        padding: `'valid'`, `'same'`, `'causal'` or `'full'`.
        stride: Integer.
        dilation: Integer, the step between the taps of the filter.

    # Returns
        Integer, or None for an unknown input.

    # Example

    ```python
    >>> conv_output_length(10, 3, 'valid', stride=2)
    4

    ```
    """
    if input_length is None:
        return None
    _check_padding(padding, _PADDINGS)
    reach = (filter_size - 1) * dilation            # the distance between first and last tap
    grown = input_length + {"valid": -reach, "full": reach}.get(padding, 0)
    return (grown + stride - 1) // stride


def conv_input_length(output_length, filter_size, padding, stride):
    """Length of the input that gives an output of this length.

    # Arguments
        output_length: Integer, or None for unknown.
        filter_size: Integer.
        padding: `'valid'`, `'same'` or `'full'`.
        stride: Integer.

    # Returns
        Integer, or None for an unknown output.
    """
    if output_length is None:
        return None
    pad = _pad(padding, filter_size)
    return (output_length - 1) * stride - 2 * pad + filter_size


def deconv_length(dim_size, stride_size, kernel_size, padding, output_padding, dilation=1):
    """Length of a transposed convolution's output along one axis.

    # Arguments
        dim_size: Integer, the input length, or None for unknown.
        stride_size: Integer.
        kernel_size: Integer.
        padding: `'valid'`, `'same'` or `'full'`.
        output_padding: Integer, how much longer the output is made; None: inferred.
        dilation: Integer.

    # Returns
        Integer, or None for an unknown input.
    """
    if dim_size is None:
        _check_padding(padding, _PADDINGS[:3])
        return None
    width = kernel_size + (kernel_size - 1) * (dilation - 1)
    if output_padding is not None:
        pad = _pad(padding, width)
        return (dim_size - 1) * stride_size + width - 2 * pad + output_padding
    _check_padding(padding, _PADDINGS[:3])
    grown = dim_size * stride_size
    if padding == "valid":
        return grown + max(width - stride_size, 0)
    return grown if padding == "same" else grown - (stride_size + width - 2)


def _pad(padding, filter_size):
    """Rows that are added on each side."""
    _check_padding(padding, _PADDINGS[:3])
    return {"valid": 0, "same": filter_size // 2, "full": filter_size - 1}[padding]


def _check_padding(padding, allowed):
    if padding not in allowed:
        raise PaddingError(f"padding: it must be one of {', '.join(map(repr, allowed))}, got "
                           f"{padding!r}. Use one of these.")
