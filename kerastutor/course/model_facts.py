"""What checks ask about a learner's model, however the model was written."""

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
