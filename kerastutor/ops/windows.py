"""Sliding windows: sizes, paddings and NumPy views shared by convolution and pooling.

Layout: (B, *spatial, C). A window of `size` taps, `dilation` apart, moves by `stride`; it spans
`(size - 1) * dilation + 1` places. 'valid' stays inside the input, 'same' pads so that the output
has ceil(n / stride) places (the odd pad goes behind), 'causal' pads in front only.
"""

import itertools

from kerastutor import dtypes

PADDINGS = ("valid", "same")


def per_axis(name, what, value, rank):
    """Tuple of `rank` positive ints from an int, a sequence, or None (ones).

    # Raises
        ValueError: for another number of values, or values below 1.
    """
    if value is None:
        value = 1
    try:
        values = (
            (int(value),) * rank if not hasattr(value, "__iter__") else tuple(int(v) for v in value)
        )
    except (TypeError, ValueError):
        values = ()
    if len(values) != rank or min(values) < 1:
        raise ValueError(f"{name}: {what} must be {rank} integers above 0, got {value!r}.")
    return values


def check_padding(name, padding, allowed=PADDINGS):
    """`padding`, when it is one of those allowed.

    # Raises
        ValueError: otherwise.
    """
    if padding not in allowed:
        raise ValueError(
            "{}: padding must be one of {}, got {!r}.".format(
                name, ", ".join(repr(p) for p in allowed), padding
            )
        )
    return padding


def check_inputs(name, tensors, ranks):
    """Check the number of axes and the common float type of tensors, given as {word: (tensor,
    number of axes)}.
    """
    for word, (x, rank) in zip(
        tensors, ((x, r) for x, r in zip(tensors.values(), ranks, strict=False)), strict=False
    ):
        if len(x.shape) != rank:
            raise ValueError(f"{name}: {word} must have {rank} axes, got shape {tuple(x.shape)}.")
    found = [x.dtype for x in tensors.values()]
    if len(set(str(d) for d in found)) > 1:
        raise TypeError(
            "{}: inputs must have the same dtype, got {}. Convert one with K.cast.".format(
                name, " and ".join(str(d) for d in found)
            )
        )
    if not dtypes.is_float(str(found[0])):
        raise TypeError(
            f"{name}: dtype must be a float type, got {found[0]}. Convert with K.cast(x, "
            "'float32')."
        )


def span(size, dilation):
    """Number of places that a window reaches over."""
    return (size - 1) * dilation + 1


def out_size(name, n, size, stride, dilation, padding):
    """Number of windows on an axis of n places (None stays None).

    # Raises
        ValueError: when a 'valid' window is larger than the axis.
    """
    if n is None:
        return None
    if padding != "valid":
        return -(-n // stride)
    if n < span(size, dilation):
        raise ValueError(
            f"{name}: an axis must have at least {span(size, dilation)} places for a 'valid' "
            f"window of {size}, got {n}. Use padding='same', a smaller window, or larger inputs."
        )
    return (n - span(size, dilation)) // stride + 1


def pads(n, size, stride, dilation, padding):
    """(before, after): places to add on an axis of known size."""
    if padding == "valid":
        return 0, 0
    if padding == "causal":
        return span(size, dilation) - 1, 0
    total = max((-(-n // stride) - 1) * stride + span(size, dilation) - n, 0)
    return total // 2, total - total // 2


def all_pads(shape, sizes, strides, dilation, padding):
    """Pads of every spatial axis, for known spatial sizes."""
    return tuple(
        pads(n, k, s, d, padding)
        for n, k, s, d in zip(shape, sizes, strides, dilation, strict=False)
    )


def taps(sizes, strides, dilation, outs):
    """(position in the window, index into the padded input) for each tap of the window.

    The index takes, from an array (B, *padded spatial, ...), that tap of all windows at once.
    """
    for tap in itertools.product(*(range(k) for k in sizes)):
        index = tuple(
            slice(t * d, t * d + (o - 1) * s + 1 if o else 0, s)
            for t, s, d, o in zip(tap, strides, dilation, outs, strict=False)
        )
        yield tap, (slice(None),) + index
