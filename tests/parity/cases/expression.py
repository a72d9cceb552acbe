"""How a case of a plain expression (a loss, a backend function ...) is written down."""
from collections.abc import Callable
from typing import NamedTuple


class ExpressionCase(NamedTuple):
    """``make(keras, *tensors)`` on inputs; answers a tensor or a list of tensors."""

    name: str
    make: Callable
    inputs: list
    grad: bool = True
    static: bool = True     # compare the static shapes too


def expression(name, make, *inputs, **options):
    """An `ExpressionCase`."""
    return ExpressionCase(name, make, list(inputs), **options)


def k(name, *inputs, call=None, grad=True, static=True, **args):
    """A backend function: ``K.<name up to the first />(*tensors, **args)``."""
    function = name.split("/")[0]

    def make(keras, *tensors):
        if call:
            return call(keras.backend, *tensors)
        return getattr(keras.backend, function)(*tensors, **args)
    return ExpressionCase(name, make, list(inputs), grad, static)
