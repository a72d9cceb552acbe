"""What checks ask about a learner's model, however the model was written."""

import inspect

import numpy as np

from kerastutor import backend as K
from kerastutor.callbacks import History
from kerastutor.course.answer import Mistake
from kerastutor.course.results import Message
from kerastutor.engine.base_layer import Layer
from kerastutor.engine.network import Network


def is_model(value):
    """Return True for a Sequential or functional model."""
    return isinstance(value, Network)


def require_model(value, name):
    """Raise the common `Mistake` that says what stands under `name` instead of a model.

    # Raises
        Mistake: "model_is_history", "model_is_class", "model_is_function", "model_is_layer",
            "model_is_tensor", "model_is_result" (numbers) or "model_type".
    """
    if is_model(value):
        return
    parts = value if isinstance(value, list | tuple) and value else [value]
    kinds = {
        "history": isinstance(value, History),
        "class": inspect.isclass(value),
        "function": inspect.isroutine(value),
        "layer": all(isinstance(part, Layer) for part in parts),
        "tensor": K.is_tensor(value),
        "result": all(isinstance(part, np.ndarray | np.number | int | float) for part in parts),
    }
    kind = next((f"is_{kind}" for kind, fits in kinds.items() if fits), "type")
    raise Mistake(f"model_{kind}", name=name, type=type(parts[0]).__name__)


def extra_layers(model, allowed):
    """Return the class names of the layers of `model` that are not among `allowed`."""
    found, stack = [], [model]
    while stack:
        layer = stack.pop()
        if is_model(layer):
            stack.extend(reversed(layer.layers))
        elif type(layer).__name__ not in {"InputLayer", *allowed}:
            found.append(type(layer).__name__)
    return found


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
        elif type(layer).__name__ in ACTIVATION_LAYERS:
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


def training(model):
    """Return what the last `fit` was told: a dict of epochs, samples, batch_size; {} for none."""
    return getattr(getattr(model, "history", None), "params", None) or {}


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
    message_id = "other_name_none" if name in answer.namespace else "other_name"
    return Message(message_id, {"name": name, "other": others[-1]}) if others else None


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


ACTIVATION_LAYERS = {"ReLU", "LeakyReLU", "PReLU", "ELU", "ThresholdedReLU", "Softmax"}
