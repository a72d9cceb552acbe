"""Check of an optimizer on a small regression problem."""

import json

import numpy as np

from kerastutor import backend as K
from kerastutor.testing.compare import assert_close


def check_optimizer(optimizer, steps=100, reduction=0.9):
    """Raise AssertionError unless an optimizer does what optimizers must.

    Checked are: the config makes an equal optimizer and is plain data; the loss falls; the same
    start gives the same end; the state can be taken out and put back in the middle of a training;
    constraints of weights are applied.

    # Arguments
        optimizer: an optimizer. It is not used itself, only equal ones made from its config.
        steps: number of steps to train.
        reduction: the loss must fall below this fraction of the first one.

    # Returns
        The last loss divided by the first.

    # Example
        >>> from kerastutor import optimizers
        >>> check_optimizer(optimizers.SGD(lr=0.1)) < 0.5
        True
    """
    check_config(optimizer)
    name = type(optimizer).__name__
    losses, params, _ = train(optimizer, steps)
    if not np.isfinite(losses).all():
        raise AssertionError(f"{name}: losses must be finite, got {losses}.")
    ratio = losses[-1] / losses[0]
    if ratio > reduction:
        raise AssertionError(
            f"{name}: the loss must fall below {reduction} of the first one in {steps} steps, got "
            f"{ratio:.3g} of it. Is the sign of the update right, and the learning rate?"
        )
    again, same, _ = train(optimizer, steps)
    for a, b in zip([np.array(again), *same], [np.array(losses), *params], strict=True):
        assert_close(a, b, f"{name}: second run from the same start")
    check_resume(optimizer, name)
    check_constraint(optimizer, name)
    return float(ratio)


def twin(optimizer):
    """An optimizer of the same configuration, without state."""
    return type(optimizer).from_config(optimizer.get_config())


def check_config(optimizer):
    """The config is plain data and gives an equal optimizer."""
    name = type(optimizer).__name__
    config = optimizer.get_config()
    try:
        json.dumps(config)
    except TypeError as error:
        raise AssertionError(
            f"{name}: get_config() must hold plain data, got {config}. ({error})"
        ) from error
    copy = twin(optimizer).get_config()
    if copy != config:
        raise AssertionError(
            f"{name}: from_config must give an equal config, got {copy}, not {config}."
        )


def problem(constraint=None, start=None):
    """(loss, parameters) of a linear regression with known answer."""
    x = np.sin(np.arange(40) * 12.9898).reshape(20, 2) * 1.5
    y = x @ np.array([[1.0], [-2.0]]) + 0.5
    start = start or [np.array([[0.1], [0.2]]), np.array([0.0])]
    w, b = (K.variable(v, dtype="float32", constraint=constraint) for v in start)
    error = K.dot(K.constant(x, dtype="float32"), w) + b - K.constant(y, dtype="float32")
    return K.mean(K.square(error)), [w, b]


def train(optimizer, steps, start=None, state=None, constraint=None):
    """(losses, last values of the parameters, the optimizer used) of some steps."""
    used = twin(optimizer)
    loss, params = problem(constraint, start)
    updates = used.get_updates(loss=loss, params=params)
    if state is not None:
        used.set_weights(state)
    step = K.function([], [loss], updates)
    losses = [float(step([])[0]) for _ in range(steps)]
    return losses, [K.get_value(p) for p in params], used


def check_resume(optimizer, name):
    """Ten steps, then ten more of another one with the same state, are twenty steps."""
    _, want, _ = train(optimizer, 20)
    _, middle, used = train(optimizer, 10)
    state = used.get_weights()
    if hasattr(used, "iterations") and not any(v is used.iterations for v in used.weights):
        return_to = float(K.get_value(used.iterations))
        if return_to != 10:
            raise AssertionError(
                f"{name}: iterations must count the steps, got {return_to} after 10."
            )
    _, got, _ = train(optimizer, 10, middle, state)
    for a, b in zip(got, want, strict=True):
        assert_close(a, b, f"{name}: parameters after resuming from get_weights()", 1e-4, 1e-5)


def check_constraint(optimizer, name):
    """A constraint on the weights holds after every step."""
    _, params, _ = train(optimizer, 30, constraint=lambda w: K.maximum(w, K.constant(0.05)))
    if min(float(p.min()) for p in params) < 0.05:
        raise AssertionError(
            f"{name}: the constraint of a weight must be applied to its new value. In get_updates: "
            "if p.constraint is not None: new_p = p.constraint(new_p)."
        )
