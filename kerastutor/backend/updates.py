"""Updates: new values of variables, stored when the function that carries them has run."""

from kerastutor.backend.variables import cast
from kerastutor.graph import F
from kerastutor.graph.node import as_tensor
from kerastutor.graph.update import Update


def update(x, new_x):
    """Update that stores `new_x` in the variable `x`.

    # Arguments
        x: variable.
        new_x: tensor (or array) of the same shape and data type.

    # Returns
        An update, for the `updates` of `K.function`. All updates of a function see the old values.

    # Raises
        TypeError, ValueError: when `x` is no variable or the value does not fit.
    """
    return Update(x, as_tensor(new_x, x.dtype))


def update_add(x, increment):
    """Update that adds `increment` to the variable `x`."""
    return Update(x, F.add(x, increment))


def update_sub(x, decrement):
    """Update that subtracts `decrement` from the variable `x`."""
    return Update(x, F.sub(x, decrement))


def moving_average_update(x, value, momentum):
    """Update that moves a variable towards a value, `x * momentum + value * (1 - momentum)`.

    TensorFlow 1 divides its first results by `1 - momentum ** step` with a step counter of its own,
    which no saved model holds; here the plain formula counts, so that training resumes exactly.

    # Arguments
        x: variable.
        value: tensor of the same shape.
        momentum: number in [0, 1]; the share of the old value.

    # Returns
        An update.
    """
    value = cast(value, x.dtype)
    return Update(x, F.sub(x, F.mul(F.sub(x, value), 1 - momentum)))
