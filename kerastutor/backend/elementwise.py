"""Functions that treat every element by itself, and comparisons."""

import numpy as np

from kerastutor import dtypes
from kerastutor.graph import F, Tensor
from kerastutor.graph.node import as_tensor


def square(x):
    """Element times itself."""
    return F.square(x)


def abs(x):
    """Absolute value."""
    return F.abs(x)


def sqrt(x):
    """Square root; negative elements count as 0."""
    return F.sqrt(F.clip(x, low=0.0, high=np.inf))


def exp(x):
    """e to the power x."""
    return F.exp(x)


def log(x):
    """Natural logarithm."""
    return F.log(x)


def round(x):
    """Nearest whole number; halves go to the even one."""
    x = as_tensor(x)
    return F.round(x) if dtypes.is_float(x.dtype) else x


def sign(x):
    """-1, 0 or 1."""
    return F.sign(x)


def sin(x):
    """Sine of x in radians."""
    return F.sin(x)


def cos(x):
    """Cosine of x in radians."""
    return F.cos(x)


def pow(x, a):
    """x to the power a.

    # Arguments
        x: tensor.
        a: number, or tensor of the same data type.

    # Returns
        A tensor.
    """
    return F.pow(x, a)


def clip(x, min_value, max_value):
    """Elements kept between two bounds.

    # Arguments
        x: tensor.
        min_value: lower bound: number, array or tensor. None: no bound.
        max_value: upper bound; where it is below the lower one, the lower one counts. None: no
            bound.

    # Returns
        A tensor.
    """
    x = as_tensor(x)
    numbers = all(
        v is None or isinstance(v, (int, float, np.number)) for v in (min_value, max_value)
    )
    if numbers and dtypes.is_float(x.dtype):
        low = -np.inf if min_value is None else float(min_value)
        high = np.inf if max_value is None else float(max_value)
        return F.clip(x, low=low, high=low if high < low else high)
    if max_value is not None:
        x = F.minimum(x, as_tensor(max_value, x.dtype))
    if min_value is not None:
        x = F.maximum(x, as_tensor(min_value, x.dtype))
    return x


def equal(x, y):
    """True where x == y; a bool tensor."""
    return F.equal(*_pair(x, y))


def not_equal(x, y):
    """True where x != y; a bool tensor."""
    return F.not_equal(*_pair(x, y))


def greater(x, y):
    """True where x > y; a bool tensor."""
    return F.greater(*_pair(x, y))


def greater_equal(x, y):
    """True where x >= y; a bool tensor."""
    return F.greater_equal(*_pair(x, y))


def less(x, y):
    """True where x < y; a bool tensor."""
    return F.less(*_pair(x, y))


def less_equal(x, y):
    """True where x <= y; a bool tensor."""
    return F.less_equal(*_pair(x, y))


def maximum(x, y):
    """The larger of x and y, element by element."""
    return F.maximum(*_pair(x, y))


def minimum(x, y):
    """The smaller of x and y, element by element."""
    return F.minimum(*_pair(x, y))


def _pair(x, y):
    """Two operands; numbers and arrays take the type of the tensor beside them."""
    if isinstance(x, Tensor):
        return x, as_tensor(y, x.dtype)
    if isinstance(y, Tensor):
        return as_tensor(x, y.dtype), y
    x = as_tensor(x)
    return x, as_tensor(y, x.dtype)
