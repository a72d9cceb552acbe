"""Check of symbolic gradients against numeric ones.

Any function is made scalar by a random projection of its outputs and their squares (the squares
make the incoming gradient depend on the inputs, which is where second derivatives go wrong); its
slope along a random direction is compared with a central difference in float64. That costs two
evaluations per input, whatever the sizes.
"""

import numpy as np

from kerastutor import backend as K
from kerastutor.graph import gradients
from kerastutor.testing.compare import GRADIENT


def check_gradients(function, inputs, order=2, name="function", step=1e-6):
    """Raise AssertionError unless the symbolic gradients of a function agree with numeric ones.

    # Arguments
        function: called with one symbolic tensor per input; returns a float tensor or a list of
            them.
        inputs: list of arrays; float ones are used in float64 and differentiated, others are fed as
            they are.
        order: 2 checks the gradient of the gradient too.
        name: what is checked, for messages.
        step: size of the step of the central difference.

    # Example
        >>> from kerastutor import backend as K
        >>> check_gradients(lambda x: K.square(x), [[1.0, 2.0]])
    """
    arrays = [np.asarray(x) for x in inputs]
    arrays = [x.astype("float64") if x.dtype.kind == "f" else x for x in arrays]
    tensors = [K.placeholder(shape=x.shape, dtype=x.dtype.name) for x in arrays]
    outputs = function(*tensors)
    outputs = list(outputs) if isinstance(outputs, (list, tuple)) else [outputs]
    rng = np.random.RandomState(0)
    sizes = [y.shape for y in K.function(tensors, outputs)(arrays)]
    weights = [rng.standard_normal(s) for s in sizes]
    loss = projected([y + K.square(y) / 2 for y in outputs], weights)
    floats = [i for i, x in enumerate(arrays) if x.dtype.kind == "f"]
    first = gradients(loss, [tensors[i] for i in floats])
    check_slopes(loss, first, tensors, arrays, floats, f"gradient of {name}", rng, step)
    known = [g for g in first if g is not None]
    if order > 1 and known:
        loss = projected(
            known,
            [
                rng.standard_normal(arrays[i].shape)
                for i, g in zip(floats, first, strict=True)
                if g is not None
            ],
        )
        second = gradients(loss, [tensors[i] for i in floats])
        check_slopes(
            loss, second, tensors, arrays, floats, f"second derivative of {name}", rng, step
        )


def projected(tensors, weights):
    """Sum of the tensors' elements, weighted by arrays."""
    total = None
    for t, w in zip(tensors, weights, strict=True):
        term = K.sum(t * K.constant(w, dtype=t.dtype))
        total = term if total is None else total + term
    return total


def check_slopes(loss, grads, tensors, arrays, floats, what, rng, step):
    """Compare slopes along one random direction per float input with central differences."""
    value = K.function(tensors, [loss])
    known = [g for g in grads if g is not None]
    results = iter(K.function(tensors, known)(arrays) if known else [])
    for i, g in zip(floats, grads, strict=True):
        here = f"{what} with respect to input {i}"
        slope = np.zeros(arrays[i].shape) if g is None else next(results)
        if slope.shape != arrays[i].shape:
            raise AssertionError(f"{here}: shape must be {arrays[i].shape}, got {slope.shape}.")
        direction = rng.standard_normal(arrays[i].shape)
        ends = []
        for sign in (1, -1):
            moved = list(arrays)
            moved[i] = arrays[i] + sign * step * direction
            ends.append(float(value(moved)[0]))
        numeric = (ends[0] - ends[1]) / (2 * step)
        if not np.isfinite(numeric):  # no derivative here, for example of (-2.0) ** y
            continue
        symbolic = float((slope * direction).sum())
        rtol, atol = GRADIENT
        noise = 4e-16 * max(map(abs, ends)) / step
        scale = max(abs(numeric), float(np.abs(slope * direction).sum()) * 1e-2)
        if not abs(symbolic - numeric) <= rtol * scale + atol + 10 * noise:
            raise AssertionError(
                f"{here}: slope along a random direction must be {numeric:.10g} (central "
                f"difference), got {symbolic:.10g}{'' if g is not None else ' (gradient is None)'}."
            )
