"""Choices: `switch`, and code that differs between training and testing."""

import numpy as np

from kerastutor.backend.session import learning_phase
from kerastutor.backend.variables import cast
from kerastutor.graph import F, Tensor
from kerastutor.graph.node import as_tensor


def _value(expression):
    return expression() if callable(expression) else expression


def _branches(then_expression, else_expression):
    """Both values as tensors of one type."""
    x, y = _value(then_expression), _value(else_expression)
    if not isinstance(x, Tensor):
        x = as_tensor(x, y.dtype if isinstance(y, Tensor) else None)
    return x, as_tensor(y, x.dtype)


def switch(condition, then_expression, else_expression):
    """One of two values.

    # Arguments
        condition: bool (or number) tensor. A scalar chooses a whole value; else it chooses element
            by
            element, and its axes are the first axes of the values.
        then_expression: tensor, or function that makes it.
        else_expression: tensor of the same shape and type, or function that makes it.

    # Returns
        A tensor.

    # Raises
        ValueError: when the condition has more axes than the values.
    """
    condition = cast(condition, "bool")
    x, y = _branches(then_expression, else_expression)
    if not len(condition.shape):
        return F.switch(condition, x, y)
    if len(condition.shape) > len(x.shape):
        raise ValueError(
            "switch: condition must have no more axes than the values, got shapes "
            f"{tuple(condition.shape)} and {tuple(x.shape)}."
        )
    while len(condition.shape) < len(x.shape):
        condition = F.expand_dims(condition, axis=-1)
    return F.where(condition, x, y)


def in_train_phase(x, alt, training=None):
    """x while training, alt otherwise.

    # Arguments
        x: tensor, or function that makes it.
        alt: tensor of the same shape, or function that makes it.
        training: True or 1, False or 0, a scalar tensor, or None to follow `K.learning_phase()`.

    # Returns
        x or alt where the phase is known now; else a tensor that chooses when the function runs.
        With `training=None` it is marked `_uses_learning_phase`.
    """
    follows = training is None
    if follows:
        training = learning_phase()
    if isinstance(training, (bool, int, float, np.generic)):
        return _value(x) if training else _value(alt)
    out = switch(training, x, alt)
    if follows:
        out._uses_learning_phase = True
    return out


def in_test_phase(x, alt, training=None):
    """x while testing, alt otherwise; the opposite of `in_train_phase`."""
    return in_train_phase(alt, x, training=training)
