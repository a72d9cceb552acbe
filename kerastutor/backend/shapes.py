"""The same elements in other shapes and orders."""

import numpy as np

from kerastutor import dtypes
from kerastutor.backend.arguments import (
    index_of,
    int_tuple,
    ints,
    is_symbolic,
    known_shape,
    need_rank,
    reshape_to,
    shape_vector,
    sizes,
)
from kerastutor.backend.tensors import is_sparse
from kerastutor.graph import F, Tensor
from kerastutor.graph.node import as_tensor
from kerastutor.graph.shapes import axis_index, count


def _common(name, xs):
    """List of tensors; numbers and arrays among them take the type of the first tensor."""
    if not isinstance(xs, (list, tuple)):
        raise TypeError(f"{name}: tensors must be a list, got {type(xs).__name__}.")
    if not xs:
        raise ValueError(f"{name}: the list must hold at least one tensor, got an empty one.")
    dtype = next((x.dtype for x in xs if isinstance(x, Tensor)), None)
    return [as_tensor(x, dtype) for x in xs]


def concatenate(tensors, axis=-1):
    """Tensors side by side along one axis.

    # Arguments
        tensors: list of tensors, equal in all sizes but that of the axis.
        axis: the axis.

    # Returns
        A tensor.

    # Raises
        ValueError, TypeError: when shapes or data types do not fit.
    """
    xs = _common("concatenate", tensors)
    out = F.concat(*xs, axis=index_of("concatenate", "axis", axis))
    if all(is_sparse(x) for x in xs):
        out.sparse = True
    return out


def stack(x, axis=0):
    """Tensors of one shape along a new axis.

    # Arguments
        x: list of tensors.
        axis: where the new axis goes.

    # Returns
        Tensor of one rank more.
    """
    xs = _common("stack", x)
    axis = axis_index("stack", index_of("stack", "axis", axis), len(xs[0].shape) + 1)
    return F.concat(*[F.expand_dims(t, axis=axis) for t in xs], axis=axis)


def reshape(x, shape):
    """The same elements in another shape.

    # Arguments
        x: tensor.
        shape: tuple of int, one of them may be -1; sizes may be scalar tensors (`K.shape(y)[0]`).

    # Returns
        A tensor.

    # Raises
        ValueError: when the number of elements cannot fit.
    """
    return reshape_to("reshape", as_tensor(x), shape)


def permute_dimensions(x, pattern):
    """Axes in another order.

    # Arguments
        x: tensor.
        pattern: tuple; output axis i is input axis `pattern[i]`.

    # Returns
        A tensor.
    """
    return F.transpose(x, perm=int_tuple("permute_dimensions", pattern))


def repeat_elements(x, rep, axis):
    """Each element several times along an axis, as `numpy.repeat`.

    # Arguments
        x: tensor.
        rep: int, how many times.
        axis: the axis.

    # Returns
        A tensor.
    """
    repeated = F.repeat(
        x,
        reps=index_of("repeat_elements", "rep", rep),
        axis=index_of("repeat_elements", "axis", axis),
    )
    if hasattr(x, "_keras_shape"):
        repeated._keras_shape = tuple(repeated.shape)
    return repeated


def repeat(x, n):
    """A 2-D tensor several times, on a new axis 1.

    # Arguments
        x: tensor of shape (samples, features).
        n: int (or scalar tensor), how many times.

    # Returns
        Tensor of shape (samples, n, features).

    # Raises
        ValueError: when x is not 2-D.
    """
    x = as_tensor(x)
    need_rank("repeat", "x", x, 2)
    return tile(F.expand_dims(x, axis=1), [1, n, 1])


def tile(x, n):
    """The whole tensor several times along each axis.

    # Arguments
        x: tensor.
        n: list with one int per axis (an int for a 1-D tensor), or an int vector tensor.

    # Returns
        A tensor.

    # Raises
        ValueError: when the number of ints is not that of the axes.
    """
    x = as_tensor(x)
    if not is_symbolic(n):
        return F.tile(x, reps=int_tuple("tile", n))
    vector = shape_vector("tile", n)
    if vector.shape[0] not in (None, len(x.shape)):
        raise ValueError(
            f"tile: n must hold one number per axis of shape {tuple(x.shape)}, got "
            f"{vector.shape[0]} numbers."
        )
    known = known_shape(vector)
    return F.tile_to(x, vector) if known is None else F.tile(x, reps=known)


def arange(start, stop=None, step=1, dtype="int32"):
    """Numbers from start up to (not including) stop.

    # Arguments
        start: first number; the end when `stop` is None (a negative end gives an empty tensor).
        stop: where to end.
        step: distance.
        dtype: data type.

    # Returns
        1-D tensor.

    # Example

    ```python
    >>> eval(arange(1, 7, 2))
    array([1, 3, 5], dtype=int32)

    ```
    """
    dtype = dtypes.canonical(dtype)
    if stop is None:
        start, stop = 0, start
    if not is_symbolic([start, stop, step]):
        values = np.arange(start, stop, step)
        if dtype == "int32" and values.dtype.kind == "f":  # TensorFlow keeps fractions here
            dtype = "float32"
        return as_tensor(values.astype(dtype))
    like = next(t for t in (start, stop, step) if isinstance(t, Tensor))
    start, stop, step = (as_tensor(t, like.dtype) for t in (start, stop, step))
    if like.dtype == "int32" or dtype != "int32":
        return F.arange(start, stop, step, dtype=dtype)
    return F.arange(start, stop, step, dtype=like.dtype)


def flatten(x):
    """All elements as a 1-D tensor."""
    return F.reshape(x, shape=(-1,))


def batch_flatten(x):
    """Each sample as a row.

    # Arguments
        x: tensor of one or more axes.

    # Returns
        Tensor of shape (samples, product of the other sizes).

    # Raises
        ValueError: for a scalar.
    """
    x = as_tensor(x)
    if not len(x.shape):
        raise ValueError("batch_flatten: x must have at least 1 axis, got a scalar.")
    rest = count(x.shape[1:])
    if rest:
        return F.reshape(x, shape=(-1, rest))
    first = sizes(x)[0]
    if rest is None:
        rest = F.axis_size(x, axes=tuple(range(1, len(x.shape))))
    return reshape_to("batch_flatten", x, [first, rest])


def expand_dims(x, axis=-1):
    """A new axis of size 1.

    # Arguments
        x: tensor.
        axis: where the new axis goes.

    # Returns
        Tensor of one rank more.
    """
    return F.expand_dims(x, axis=index_of("expand_dims", "axis", axis))


def squeeze(x, axis):
    """Drop an axis of size 1.

    # Arguments
        x: tensor.
        axis: the axis.

    # Returns
        Tensor of one rank less.

    # Raises
        ValueError: when its size is not 1.
    """
    return F.squeeze(x, axes=(index_of("squeeze", "axis", axis),))


def reverse(x, axes):
    """Elements in opposite order along axes.

    # Arguments
        x: tensor.
        axes: int or list of int.

    # Returns
        A tensor.
    """
    return F.reverse(x, axes=int_tuple("reverse", axes))


def slice(x, start, size):
    """A block out of a tensor.

    # Arguments
        x: tensor.
        start: first position on each axis: list of int or of scalar tensors, or an int vector
            tensor.
        size: number of positions on each axis, likewise; -1 means all the rest.

    # Returns
        A tensor.

    # Raises
        ValueError: when the block does not lie inside the tensor.
    """
    x = as_tensor(x)
    rank = len(x.shape)
    if not is_symbolic(start) and not is_symbolic(size):
        begin = ints("slice", "start", start, rank)
        end = []
        for n, b, s in zip(x.shape, begin, ints("slice", "size", size, rank), strict=True):
            if b < 0 or s < -1 or (n is not None and (b > n or b + s > n)):
                raise ValueError(
                    f"slice: the block must lie inside shape {tuple(x.shape)}, got start "
                    f"{tuple(start)} and size {tuple(size)}."
                )
            end.append(None if s == -1 else b + s)
        return F.slice(x, begin=begin, end=tuple(end), step=(1,) * rank)
    vector = shape_vector("slice", start)
    sizes_vector = shape_vector("slice", size)
    known = known_shape(sizes_vector)
    if known is None:
        return F.slice_at(x, vector, sizes_vector)
    return F.slice_at(x, vector, size=known)
