"""How arguments of backend functions become tensors, axes and shapes (inside this package)."""

import operator

import numpy as np

from kerastutor import config, dtypes
from kerastutor.graph import F, Tensor, unique_name
from kerastutor.graph.node import as_tensor
from kerastutor.graph.static import partial_value


def float_dtype(dtype):
    """Name of a data type; the default float type for None."""
    return config.floatx() if dtype is None else dtypes.canonical(dtype)


def named(x, name):
    """The tensor, carrying a name when one is given."""
    if name is not None:
        x._name = f"{unique_name(name)}:0"
    return x


def axes_of(name, axis):
    """Axes of a reduction as a tuple of int, or None for all.

    # Raises
        TypeError: when an axis is no whole number.
    """
    if axis is None:
        return None
    try:
        if isinstance(axis, (list, tuple)):
            return tuple(operator.index(a) for a in axis)
        return (operator.index(axis),)
    except TypeError:
        raise TypeError(
            f"{name}: axis must be an integer, a list of integers or None, got {axis!r}."
        ) from None


def index_of(name, what, value):
    """Whole number.

    # Raises
        TypeError: for anything else.
    """
    try:
        return operator.index(value)
    except TypeError:
        raise TypeError(f"{name}: {what} must be an integer, got {value!r}.") from None


def ints(name, what, value, count):
    """Tuple of `count` whole numbers; one number stands for all.

    # Raises
        TypeError, ValueError: for other things, or another number of them.
    """
    if not isinstance(value, (list, tuple, np.ndarray)):
        value = (value,) * count
    if len(value) != count:
        raise ValueError(
            f"{name}: {what} must be an integer or {count} integers, got {value!r}."
        )
    return tuple(index_of(name, what, v) for v in value)


def need_rank(name, what, x, *ranks):
    """Raise ValueError unless the tensor has one of these numbers of axes."""
    if len(x.shape) not in ranks:
        raise ValueError(
            f"{name}: {what} must have {' or '.join(map(str, ranks))} axes, got shape "
            f"{tuple(x.shape)}."
        )


def one_of(name, what, value, choices):
    """Raise ValueError unless the value is among the choices."""
    if value not in choices:
        raise ValueError(
            f"{name}: {what} must be {' or '.join(map(repr, choices))}, got {value!r}."
        )


def is_symbolic(shape):
    """True when a shape is a tensor, or a list with a tensor in it."""
    return isinstance(shape, Tensor) or (
        isinstance(shape, (list, tuple)) and any([isinstance(n, Tensor) for n in shape])
    )


def int_tuple(name, shape):
    """Tuple of int from a shape without tensors.

    # Raises
        ValueError: for None in it.
        TypeError: for things that are no whole numbers.
    """
    if isinstance(shape, np.ndarray):
        shape = shape.tolist()
    if not isinstance(shape, (list, tuple)):
        shape = (shape,)
    if None in shape:
        raise ValueError(
            f"{name}: shape must not hold None, got {tuple(shape)}. Use K.shape(x)[i] for a size "
            "that is known only when data comes, or -1 in K.reshape."
        )
    return tuple([index_of(name, "each size in shape", n) for n in shape])


def shape_vector(name, shape):
    """Shape as an int32 vector.

    # Arguments
        name: function that asks, for messages.
        shape: tensor, or list of int and scalar tensors.
    """
    if isinstance(shape, Tensor):
        need_rank(name, "shape", shape, 1)
        return shape if shape.dtype == "int32" else F.cast(shape, dtype="int32")
    if not is_symbolic(shape):
        return as_tensor(np.array(int_tuple(name, shape), "int32"))
    parts = []
    for size in shape:
        if isinstance(size, Tensor):
            part = size if size.dtype == "int32" else F.cast(size, dtype="int32")
        else:
            part = as_tensor(np.array(int_tuple(name, size), "int32"))
        parts.append(F.reshape(part, shape=(1,)))
    return F.concat(*parts, axis=0) if len(parts) > 1 else parts[0]


def known_shape(vector):
    """Tuple of int when a shape vector is known while the graph is built, else None."""
    value = partial_value(vector)
    return None if None in value else tuple(int(n) for n in value)


def sizes(x):
    """Size of each axis: int where known, else a scalar tensor."""
    shape = None
    out = []
    for axis, n in enumerate(x.shape):
        if n is None:
            shape = F.shape(x) if shape is None else shape
            n = shape[axis]
        out.append(n)
    return out


def reshape_to(name, x, shape):
    """Reshape to a list of int (one may be -1) and scalar tensors, or to a shape tensor."""
    if not is_symbolic(shape):
        return F.reshape(x, shape=int_tuple(name, shape))
    vector = shape_vector(name, shape)
    known = known_shape(vector)
    return F.reshape_to(x, vector) if known is None else F.reshape(x, shape=known)
