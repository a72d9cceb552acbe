"""Placeholders, and questions about tensors."""

import numpy as np

from kerastutor.backend.arguments import float_dtype
from kerastutor.dtypes import STRING
from kerastutor.graph import F, Placeholder, Pulled, Tensor
from kerastutor.graph.node import as_tensor


def is_tensor(x):
    """True for symbolic tensors: placeholders, variables and everything computed from them."""
    return isinstance(x, Tensor)


def is_keras_tensor(x):
    """True for tensors that a Keras layer (or `Input`) returned.

    # Arguments
        x: a tensor.

    # Returns
        bool.

    # Raises
        ValueError: when `x` is no symbolic tensor.

    # Example

    ```python
    >>> is_keras_tensor(placeholder((2, 3)))
    False

    ```
    """
    if not isinstance(x, Tensor):
        raise ValueError(
            f"is_keras_tensor: x must be a symbolic tensor, got {type(x)}. Make one with Input, "
            "K.placeholder, K.variable or K.constant."
        )
    return hasattr(x, "_keras_history")


def is_sparse(tensor):
    """True for tensors that were made sparse (`K.placeholder(sparse=True)`, a SciPy matrix)."""
    return bool(getattr(tensor, "sparse", False))


def to_dense(tensor):
    """The dense form of a sparse tensor; other tensors as they are.

    # Arguments
        tensor: a tensor.

    # Returns
        A dense tensor.
    """
    if hasattr(tensor, "to_dense"):
        return tensor.to_dense()
    return F.identity(tensor) if is_sparse(tensor) else tensor


def placeholder(shape=None, ndim=None, dtype=None, sparse=False, name=None):
    """Tensor whose value is fed when a function runs.

    # Arguments
        shape: tuple of int, with None where any size may be fed.
        ndim: number of axes of any size; used when there is no shape.
        dtype: data type, by default `K.floatx()`; 'string' for texts, which no function of K takes.
        sparse: whether SciPy sparse matrices may be fed; computation is dense.
        name: its name.

    # Returns
        The placeholder.

    # Raises
        ValueError: when neither `shape` nor `ndim` is given.

    # Example

    ```python
    >>> int_shape(placeholder((2, None, 5)))
    (2, None, 5)

    ```
    """
    if not shape and ndim:
        shape = (None,) * ndim
    if shape is None:
        if ndim is None:
            raise ValueError(
                "placeholder: shape or ndim must be given, got neither. "
                "Use None for free sizes: K.placeholder(shape=(None, 10))."
            )
        shape = ()
    if isinstance(shape, (int, np.integer)):
        shape = (shape,)
    dtype = dtype if dtype == STRING else float_dtype(dtype)
    x = Placeholder(tuple(shape), dtype, name=name, sparse=sparse)
    x._keras_shape = tuple(x.shape)
    x._uses_learning_phase = False
    return x


def is_placeholder(x):
    """True for tensors made by `K.placeholder`."""
    return isinstance(x, Placeholder) and x.default is None and not isinstance(x, Pulled)


def shape(x):
    """Sizes of a tensor as an int32 vector that is computed when a function runs.

    # Arguments
        x: a tensor.

    # Returns
        int32 vector tensor; `K.int_shape` is the tuple that is known now.
    """
    return F.shape(x)


def int_shape(x):
    """Sizes of a tensor as far as they are known now.

    # Arguments
        x: a tensor.

    # Returns
        Tuple of int and None.

    # Example

    ```python
    >>> int_shape(placeholder(ndim=2))
    (None, None)

    ```
    """
    if hasattr(x, "_keras_shape"):
        return x._keras_shape
    return tuple(x.shape if isinstance(x, Tensor) else as_tensor(x).shape)


def get_variable_shape(x):
    """Sizes of a variable, a tuple of int."""
    return int_shape(x)


def ndim(x):
    """Number of axes of a tensor."""
    return len(x.shape)


def dtype(x):
    """Name of a tensor's data type, for example `'float32'`."""
    return str((x if isinstance(x, Tensor) else as_tensor(x)).dtype)


def count_params(x):
    """Number of elements of a variable (all sizes must be known)."""
    return int(np.prod(int_shape(x), dtype="int64"))
