"""What checks ask about a learner's model, however the model was written."""

import numpy as np

from kerastutor import backend as K
from kerastutor.course.results import Message
from kerastutor.engine.network import Network


def is_model(value):
    """Return True for a Sequential or functional model."""
    return isinstance(value, Network)


def layers_of(model, class_name):
    """Return the layers of the class named `class_name` in `model`, those of inner models too."""
    found, stack = [], [model]
    while stack:
        layer = stack.pop()
        if is_model(layer):
            stack.extend(reversed(layer.layers))
        elif type(layer).__name__ == class_name:
            found.append(layer)
    return found


def activations(model):
    """Return the names of all activations in `model`, of layers and of Activation layers."""
    found, stack = [], [model]
    while stack:
        layer = stack.pop()
        if is_model(layer):
            stack.extend(reversed(layer.layers))
            continue
        function = getattr(layer, "activation", None)
        if function is not None:
            found.append(function.__name__)
        elif type(layer).__name__ in _ACTIVATION_LAYERS:
            found.append(type(layer).__name__.lower())
    return [name for name in found if name != "linear"]


def relus_then_softmax(model):
    """Return True when a stack of Dense layers computes relu after each and softmax at its end.

    The function is compared, not the names: `K.maximum(x, 0)` is a relu as well.
    """
    images = np.random.default_rng(0).random((8, *model.input_shape[1:]))
    values, dense = images, layers_of(model, "Dense")
    for layer in dense:
        kernel, bias = layer.get_weights()
        values = np.maximum(values, 0) if layer is not dense[0] else values
        values = values @ kernel.astype("float64") + bias
    values = np.exp(values - values.max(axis=-1, keepdims=True))
    values /= values.sum(axis=-1, keepdims=True)
    return bool(np.allclose(model.predict(images), values, rtol=1e-3, atol=1e-4))


def learning_rate(model):
    """Return the learning rate as a float, None for an optimizer without one."""
    rate = getattr(model.optimizer, "lr", None)
    return None if rate is None else float(K.get_value(rate))


def updates(model):
    """Return how many updates the model's optimizer has made."""
    return int(K.get_value(model.optimizer.iterations))


def under_another_name(answer, name):
    """Return a `Message` when the model stands under another name than `name`, else None.

    Code that has stopped with an error may not have come to that name yet.
    """
    if answer.get(name) is not None or answer.stopped is not None:
        return None
    others = [
        other
        for other, value in answer.namespace.items()
        if is_model(value) and not other.startswith("_")
    ]
    return Message("other_name", {"name": name, "other": others[-1]}) if others else None


def is_compiled(model):
    return getattr(model, "optimizer", None) is not None


def loss_name(model):
    """Return the name of the (first) loss, whether it was given as text, function, list or dict."""
    loss = getattr(model, "loss", None)
    if isinstance(loss, dict):
        loss = next(iter(loss.values()), None)
    if isinstance(loss, list | tuple):
        loss = loss[0] if loss else None
    if isinstance(loss, str):
        return loss
    return getattr(loss, "__name__", None)


_ACTIVATION_LAYERS = {"ReLU", "LeakyReLU", "PReLU", "ELU", "ThresholdedReLU", "Softmax"}
