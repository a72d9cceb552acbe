"""Random tensors: new numbers at every run. The same seed gives the same sequence of runs."""

from kerastutor.backend.arguments import float_dtype, shape_vector
from kerastutor.backend.seeds import draw_seed
from kerastutor.ops import random as random_ops


def random_normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
    """Normally distributed numbers.

    # Arguments
        shape: tuple of int (or scalar tensors), or an int vector tensor.
        mean: mean of the distribution.
        stddev: its standard deviation.
        dtype: data type, by default `K.floatx()`.
        seed: int; None draws one from NumPy's global generator.

    # Returns
        A tensor.
    """
    return random_ops.random_normal(
        shape_vector("random_normal", shape),
        mean=mean,
        stddev=stddev,
        dtype=float_dtype(dtype),
        seed=draw_seed(seed),
    )


def random_uniform(shape, minval=0.0, maxval=1.0, dtype=None, seed=None):
    """Uniformly distributed numbers.

    # Arguments
        shape: tuple of int (or scalar tensors), or an int vector tensor.
        minval: lower bound (included).
        maxval: upper bound (not included).
        dtype: data type, by default `K.floatx()`.
        seed: int; None draws one from NumPy's global generator.

    # Returns
        A tensor.
    """
    return random_ops.random_uniform(
        shape_vector("random_uniform", shape),
        low=minval,
        high=maxval,
        dtype=float_dtype(dtype),
        seed=draw_seed(seed),
    )


def random_binomial(shape, p=0.0, dtype=None, seed=None):
    """Ones with probability p, else zeros.

    # Arguments
        shape: tuple of int (or scalar tensors), or an int vector tensor.
        p: probability of a 1.
        dtype: data type, by default `K.floatx()`.
        seed: int; None draws one from NumPy's global generator.

    # Returns
        A tensor.
    """
    return random_ops.random_binomial(
        shape_vector("random_binomial", shape), p=p, dtype=float_dtype(dtype), seed=draw_seed(seed)
    )


def truncated_normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
    """Normally distributed numbers, none beyond twice their standard deviation.

    # Arguments
        shape: tuple of int (or scalar tensors), or an int vector tensor.
        mean: mean of the distribution.
        stddev: its standard deviation.
        dtype: data type, by default `K.floatx()`.
        seed: int; None draws one from NumPy's global generator.

    # Returns
        A tensor.
    """
    return random_ops.truncated_normal(
        shape_vector("truncated_normal", shape),
        mean=mean,
        stddev=stddev,
        dtype=float_dtype(dtype),
        seed=draw_seed(seed),
    )
