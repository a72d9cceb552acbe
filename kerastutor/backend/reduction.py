"""Functions that combine elements along axes.

In all of them `axis` is an int, a list of int, or None for all axes; `keepdims` leaves axes of
size 1 in their place.
"""

from kerastutor import config
from kerastutor.backend.arguments import axes_of, index_of
from kerastutor.graph import F
from kerastutor.graph.node import as_tensor


def _reduce(name, x, axis, keepdims):
    return getattr(F, name)(x, axes=axes_of(name, axis), keepdims=bool(keepdims))


def _numbers(x):
    """bool as 0 and 1 of the default float type; other tensors as they are."""
    x = as_tensor(x)
    return F.cast(x, dtype=config.floatx()) if x.dtype == "bool" else x


def _truth(x):
    """True for everything but 0."""
    x = as_tensor(x)
    return x if x.dtype == "bool" else F.cast(x, dtype="bool")


def max(x, axis=None, keepdims=False):
    """Largest element along axes."""
    return _reduce("max", x, axis, keepdims)


def min(x, axis=None, keepdims=False):
    """Smallest element along axes."""
    return _reduce("min", x, axis, keepdims)


def sum(x, axis=None, keepdims=False):
    """Sum along axes.

    # Arguments
        x: tensor of numbers (a bool tensor needs `K.cast` first).
        axis: int, list of int, or None for all axes.
        keepdims: whether the summed axes stay, with size 1.

    # Returns
        Tensor of the same data type.

    # Example

    ```python
    >>> eval(sum(constant([[1., 2.], [3., 4.]]), axis=0))
    array([4., 6.], dtype=float32)

    ```
    """
    return _reduce("sum", x, axis, keepdims)


def prod(x, axis=None, keepdims=False):
    """Product along axes."""
    return _reduce("prod", x, axis, keepdims)


def mean(x, axis=None, keepdims=False):
    """Arithmetic mean along axes; of a bool tensor, the share of True."""
    return _reduce("mean", _numbers(x), axis, keepdims)


def var(x, axis=None, keepdims=False):
    """Variance along axes: mean squared distance from the mean."""
    return _variance("var", x, axis, keepdims)


def std(x, axis=None, keepdims=False):
    """Standard deviation along axes: root of the variance."""
    return F.sqrt(_variance("std", x, axis, keepdims))


def _variance(name, x, axis, keepdims):
    x, axes = _numbers(x), axes_of(name, axis)
    away = F.sub(x, F.mean(x, axes=axes, keepdims=True))
    return F.mean(F.square(away), axes=axes, keepdims=bool(keepdims))


def logsumexp(x, axis=None, keepdims=False):
    """log(sum(exp(x))) along axes, without overflow."""
    return _reduce("logsumexp", x, axis, keepdims)


def any(x, axis=None, keepdims=False):
    """True where some element along the axes is not 0; a bool tensor."""
    return _reduce("any", _truth(x), axis, keepdims)


def all(x, axis=None, keepdims=False):
    """True where all elements along the axes are not 0; a bool tensor."""
    return _reduce("all", _truth(x), axis, keepdims)


def argmax(x, axis=-1):
    """Position of the largest element along an axis, the first of equals; int64."""
    return F.argmax(x, axis=index_of("argmax", "axis", axis))


def argmin(x, axis=-1):
    """Position of the smallest element along an axis, the first of equals; int64."""
    return F.argmin(x, axis=index_of("argmin", "axis", axis))


def cumsum(x, axis=0):
    """Running sum along an axis."""
    return F.cumsum(x, axis=index_of("cumsum", "axis", axis))


def cumprod(x, axis=0):
    """Running product along an axis."""
    return F.cumprod(x, axis=index_of("cumprod", "axis", axis))
