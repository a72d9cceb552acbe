"""Variables, constants, and tensors filled with one value."""

import math

import numpy as np

from kerastutor import dtypes
from kerastutor.backend.arguments import (
    float_dtype,
    int_tuple,
    is_symbolic,
    known_shape,
    named,
    shape_vector,
)
from kerastutor.backend.seeds import draw_seed
from kerastutor.graph import Constant, F, Tensor, Variable
from kerastutor.graph.node import as_tensor
from kerastutor.graph.tensor import repeated
from kerastutor.ops import random as random_ops
from kerastutor.runtime import evaluate


def variable(value, dtype=None, name=None, constraint=None):
    """Stored value that functions read and updates change.

    # Arguments
        value: first value: number, array, SciPy sparse matrix (kept dense), or a tensor, which is
            computed at once.
        dtype: data type, by default `K.floatx()`.
        name: its name.
        constraint: function that optimizers apply to the value after each update, or None.

    # Returns
        The variable.

    # Raises
        TypeError: when `value` holds no numbers.

    # Example

    ```python
    >>> table = variable(np.eye(3), dtype='float64', name='table')
    >>> table.dtype, table.name
    ('float64', 'table:0')

    ```
    """
    dtype = float_dtype(dtype)
    sparse, first = hasattr(value, "tocoo"), None
    if sparse:
        value = value.toarray()
    elif isinstance(value, Variable):
        value = value.value
    elif isinstance(value, Tensor):
        if isinstance(value, Constant):
            value = value.value
        else:
            first, value = cast(value, dtype), evaluate(value)
    v = Variable(dtypes.as_array(value, dtype), name=name, constraint=constraint, first=first)
    if sparse:
        v.sparse = True
    v._keras_shape = tuple(v.shape)
    v._uses_learning_phase = False
    return v


def constant(value, dtype=None, shape=None, name=None):
    """Fixed value.

    # Arguments
        value: number or array.
        dtype: data type, by default `K.floatx()`.
        shape: shape to fill; missing elements repeat the last one.
        name: its name.

    # Returns
        A constant tensor.

    # Raises
        ValueError: when `value` has more elements than `shape`.
    """
    array = dtypes.as_array(value, float_dtype(dtype))
    if shape is not None:
        shape = int_tuple("constant", shape)
        count = math.prod(shape)
        missing = count - array.size
        if missing < 0 or (missing and not array.size):
            raise ValueError(
                f"constant: value must have at most as many elements as shape {shape} ({count}), "
                f"got {array.size}."
            )
        array = array.reshape(-1)
        if array.size == 1:
            array = np.full(shape, array[0], array.dtype)
        elif missing:
            array = np.concatenate([array, np.repeat(array[-1:], missing)])
        array = array.reshape(shape)
    return Constant(np.array(array), name=None if name is None else f"{name}:0")


def _filled(function, fill, shape, dtype, name):
    """Variable of one value; a tensor when a size is known only when data comes (or is 0)."""
    dtype = float_dtype(dtype)
    if is_symbolic(shape):
        sizes = known_shape(shape_vector(function, shape))
    else:
        sizes = int_tuple(function, shape)
    if sizes is not None and min(sizes, default=0) < 0:
        raise ValueError(f"{function}: sizes must not be negative, got {sizes}.")
    if sizes is not None and 0 not in sizes:
        return variable(repeated(np.asarray(fill, dtype), sizes), dtype=dtype, name=name)
    return named(F.fill(shape_vector(function, shape), value=fill, dtype=dtype), name)


def zeros(shape, dtype=None, name=None):
    """Variable full of zeros.

    # Arguments
        shape: tuple of int; scalar tensors in it, or a shape tensor, give a tensor instead.
        dtype: data type, by default `K.floatx()`.
        name: its name.

    # Returns
        A variable, or a tensor where the shape is not known yet.
    """
    return _filled("zeros", 0, shape, dtype, name)


def ones(shape, dtype=None, name=None):
    """Variable full of ones.

    # Arguments
        shape: tuple of int; scalar tensors in it, or a shape tensor, give a tensor instead.
        dtype: data type, by default `K.floatx()`.
        name: its name.

    # Returns
        A variable, or a tensor where the shape is not known yet.
    """
    return _filled("ones", 1, shape, dtype, name)


def eye(size, dtype=None, name=None):
    """Variable with an identity matrix.

    # Arguments
        size: number of rows and columns.
        dtype: data type, by default `K.floatx()`.
        name: its name.

    # Returns
        A variable.
    """
    dtype = float_dtype(dtype)
    return variable(np.eye(int_tuple("eye", size)[0], dtype=dtype), dtype=dtype, name=name)


def zeros_like(x, dtype=None, name=None):
    """Zeros in the shape of a tensor (of its data type unless `dtype` is given)."""
    return named(F.zeros_like(x, dtype=None if dtype is None else dtypes.canonical(dtype)), name)


def ones_like(x, dtype=None, name=None):
    """Ones in the shape of a tensor (of its data type unless `dtype` is given)."""
    return named(F.ones_like(x, dtype=None if dtype is None else dtypes.canonical(dtype)), name)


def identity(x, name=None):
    """A new tensor with the values of x; strings are handed on as they are."""
    x = as_tensor(x)
    return x if x.dtype == dtypes.STRING else named(F.identity(x), name)


def cast(x, dtype):
    """Tensor of the same values in another data type.

    # Arguments
        x: tensor or array.
        dtype: name of the data type. To integers, fractions are cut off; to bool, all but 0 is
            True.

    # Returns
        A tensor; x itself when it has that type.
    """
    x, dtype = as_tensor(x), dtypes.canonical(dtype)
    return x if x.dtype == dtype else F.cast(x, dtype=dtype)


def random_uniform_variable(shape, low, high, dtype=None, name=None, seed=None):
    """Variable with uniformly distributed numbers.

    # Arguments
        shape: tuple of int.
        low: lower bound (included).
        high: upper bound (not included).
        dtype: data type, by default `K.floatx()`.
        name: its name.
        seed: int; None draws one from NumPy's global generator.

    # Returns
        A variable.
    """
    value = random_ops.random_uniform(
        int_tuple("random_uniform_variable", shape),
        low=low,
        high=high,
        dtype=float_dtype(dtype),
        seed=draw_seed(seed, 10**9),
    )
    return variable(value, dtype=dtype, name=name)


def random_normal_variable(shape, mean, scale, dtype=None, name=None, seed=None):
    """Variable with normally distributed numbers.

    # Arguments
        shape: tuple of int.
        mean: mean of the distribution.
        scale: its standard deviation.
        dtype: data type, by default `K.floatx()`.
        name: its name.
        seed: int; None draws one from NumPy's global generator.

    # Returns
        A variable.
    """
    value = random_ops.random_normal(
        int_tuple("random_normal_variable", shape),
        mean=mean,
        stddev=scale,
        dtype=float_dtype(dtype),
        seed=draw_seed(seed, 10**9),
    )
    return variable(value, dtype=dtype, name=name)
