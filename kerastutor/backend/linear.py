"""Products of matrices and tensors; gathering rows."""

from kerastutor.backend.arguments import index_of, reshape_to, sizes
from kerastutor.graph import F
from kerastutor.graph.node import as_tensor


def _two(name, x, y):
    """Both operands as tensors of one type and of rank 2 or more."""
    x, y = as_tensor(x, getattr(y, "dtype", None)), as_tensor(y, getattr(x, "dtype", None))
    for what, t in (("x", x), ("y", y)):
        if len(t.shape) < 2:
            raise ValueError(
                f"{name}: {what} must have at least 2 axes, got shape {tuple(t.shape)}. Add one "
                "with K.expand_dims."
            )
    return x, y


def dot(x, y):
    """Product of two tensors: the last axis of x with the second-to-last of y.

    # Arguments
        x: tensor of shape (..., n).
        y: tensor of shape (..., n, m).

    # Returns
        Tensor with the axes of x but the last, then those of y but the second-to-last.

    # Raises
        ValueError: when the sizes do not fit.

    # Example

    ```python
    >>> int_shape(dot(placeholder((None, 3, 4)), placeholder((4, 5))))
    (None, 3, 5)

    ```
    """
    x, y = _two("dot", x, y)
    n, m = x.shape[-1], y.shape[-2]
    if None not in (n, m) and n != m:
        raise ValueError(
            "dot: the last size of x must be the second-to-last of y, got shapes "
            f"{tuple(x.shape)} and {tuple(y.shape)}."
        )
    if len(x.shape) == 2 and len(y.shape) == 2:
        return F.matmul(x, y)
    x_sizes, y_sizes = sizes(x), sizes(y)
    rows = reshape_to("dot", x, [-1, x_sizes[-1]]) if len(x.shape) > 2 else x
    if len(y.shape) > 2:
        rank = len(y.shape)
        y = F.transpose(y, perm=(rank - 2, *range(rank - 2), rank - 1))
        y = reshape_to("dot", y, [y_sizes[-2], -1])
    return reshape_to("dot", F.matmul(rows, y), x_sizes[:-1] + y_sizes[:-2] + y_sizes[-1:])


def batch_dot(x, y, axes=None):
    """Product of two tensors, sample by sample.

    # Arguments
        x: tensor of rank 2 or more, samples on axis 0.
        y: tensor of rank 2 or more, as many samples.
        axes: axis of x and axis of y to sum over; one int means the same axis. None sums the last
            of x with the second-to-last of y.

    # Returns
        Tensor of shape (samples, rest of x, rest of y), at least of rank 2.

    # Raises
        ValueError: for axes that cannot be summed over.

    # Example

    ```python
    >>> x, y = placeholder((32, 20)), placeholder((32, 30, 20))
    >>> int_shape(batch_dot(x, y, axes=(1, 2)))
    (32, 30)

    ```
    """
    x, y = _two("batch_dot", x, y)
    x_rank, y_rank = len(x.shape), len(y.shape)
    first, second = _batch_axes(axes, x_rank, y_rank)
    extra = abs(x_rank - y_rank)
    for _ in range(extra):  # the shorter one gets axes of size 1 at its end
        if x_rank > y_rank:
            y = F.expand_dims(y, axis=-1)
        else:
            x = F.expand_dims(x, axis=-1)
    rank = max(x_rank, y_rank)
    if rank == 2:
        if first == second:
            out = F.sum(F.mul(x, y), axes=(first,))
        else:
            out = F.sum(F.mul(F.transpose(x, perm=(1, 0)), y), axes=(second,))
        return F.expand_dims(out, axis=1)
    for what, axis, shape in (("x", first, x.shape), ("y", second, y.shape)):
        if axis not in (rank - 2, rank - 1):
            raise ValueError(
                f"batch_dot: the axis of {what} must be one of its last two, got {axis} for shape "
                f"{tuple(shape)}. Reorder with K.permute_dimensions."
            )
    out = F.matmul(x, y, ta=first == rank - 2, tb=second == rank - 1)
    if extra:
        at = x_rank + y_rank - 3 if x_rank > y_rank else x_rank - 1
        out = F.squeeze(out, axes=tuple(range(at, at + extra)))
    return F.expand_dims(out, axis=1) if len(out.shape) == 1 else out


def _batch_axes(axes, x_rank, y_rank):
    """The two axes, counted from the front."""
    if axes is None:
        axes = (x_rank - 1, y_rank - 2)
    if not isinstance(axes, (list, tuple)):
        axes = (axes, axes)
    if len(axes) != 2 or any(isinstance(a, (list, tuple)) for a in axes):
        raise ValueError(
            f"batch_dot: axes must be None, an integer or two integers, got {axes!r}. Several "
            "axes at once are not supported: merge them with K.reshape."
        )
    found = []
    for axis, rank in zip(axes, (x_rank, y_rank), strict=True):
        axis = index_of("batch_dot", "each axis", axis)
        if not -rank <= axis < rank:
            raise ValueError(
                f"batch_dot: axes must lie within the ranks {x_rank} and {y_rank}, got {axes!r}."
            )
        found.append(axis % rank)
    return found


def transpose(x):
    """Tensor with its axes in opposite order; a matrix is transposed."""
    return F.transpose(x)


def gather(reference, indices):
    """Rows of a tensor.

    # Arguments
        reference: tensor.
        indices: integer tensor of any shape, positions along axis 0.

    # Returns
        Tensor of shape `indices.shape + reference.shape[1:]`.

    # Raises
        TypeError: for indices that are no integers.
        ValueError: when the function runs, for indices outside the tensor.
    """
    return F.gather(reference, as_tensor(indices))
