"""Activation functions: what a layer does with its weighted sums.

Each one takes a tensor and gives a tensor of the same shape. Layers accept them by name
(`activation="relu"`) or as a function; any other function from tensor to tensor works too.
"""
import warnings

from kerastutor import backend as K
from kerastutor.registry import deserialize_keras_object, serialize_keras_object

_SELU_ALPHA = 1.6732632423543772848170429916717
_SELU_SCALE = 1.0507009873554804934193349852946


def softmax(x, axis=-1):
    """Positive numbers that sum to 1 along an axis, exp(x) / sum(exp(x)).

    # Arguments
        x: tensor with two or more axes.
        axis: the axis along which the numbers sum to 1.

    # Returns
        Tensor of the same shape.

    # Raises
        ValueError: for a tensor with fewer than two axes.
    """
    if K.ndim(x) < 2:
        raise ValueError(f"softmax: x must be a tensor with at least 2 axes, got {K.ndim(x)}. "
                         "Keep the batch axis: K.expand_dims(x, 0).")
    return K.softmax(x, axis=axis)


def elu(x, alpha=1.0):
    """x where x > 0, alpha * (exp(x) - 1) elsewhere, which comes to rest at -alpha.

    # Arguments
        x: tensor.
        alpha: number that -x saturates at.

    # Returns
        Tensor of the same shape.

    Source: Clevert, Unterthiner, Hochreiter 2015, arXiv:1511.07289.
    """
    return K.elu(x, alpha)


def selu(x):
    """scale * elu(x, alpha): two constants that keep mean 0 and variance 1 from layer to layer.

    Use it with `kernel_initializer="lecun_normal"` and `AlphaDropout`.

    # Arguments
        x: tensor.

    # Returns
        Tensor of the same shape.

    Source: Klambauer et al. 2017, arXiv:1706.02515.
    """
    return K.elu(x, _SELU_ALPHA) * _SELU_SCALE


def softplus(x):
    """log(1 + exp(x)), a smooth relu."""
    return K.softplus(x)


def softsign(x):
    """x / (1 + |x|), between -1 and 1."""
    return K.softsign(x)


def relu(x, alpha=0., max_value=None, threshold=0.):
    """Rectifier: max(x, 0) with the default values.

    In general: max_value where x >= max_value, x where threshold < x < max_value, alpha * (x -
        threshold) elsewhere.

    # Arguments
        x: tensor.
        alpha: slope below the threshold.
        max_value: largest value of the output, or None.
        threshold: where the linear part begins.

    # Returns
        Tensor of the same shape.
    """
    return K.relu(x, alpha=alpha, max_value=max_value, threshold=threshold)


def tanh(x):
    """Hyperbolic tangent, between -1 and 1."""
    return K.tanh(x)


def sigmoid(x):
    """1 / (1 + exp(-x)), between 0 and 1."""
    return K.sigmoid(x)


def hard_sigmoid(x):
    """0.2 * x + 0.5, cut off at 0 (x < -2.5) and 1 (x > 2.5): a cheap sigmoid."""
    return K.hard_sigmoid(x)


def exponential(x):
    """exp(x)."""
    return K.exp(x)


def linear(x):
    """x itself."""
    return x


_functions = {f.__name__: f for f in (softmax, elu, selu, softplus, softsign, relu, tanh, sigmoid,
                                      hard_sigmoid, exponential, linear)}


def serialize(activation):
    """Name of an activation function, as it stands in a layer's config.

    # Arguments
        activation: function (or object with `get_config`).

    # Returns
        Its name (or its config).
    """
    return serialize_keras_object(activation)


def deserialize(name, custom_objects=None):
    """The activation function of this name.

    # Arguments
        name: name as `serialize` gives it.
        custom_objects: dictionary from name to function for your own ones.

    # Returns
        The function.

    # Raises
        ValueError: for an unknown name.
    """
    return deserialize_keras_object(name, module_objects=_functions, custom_objects=custom_objects,
                                    printable_module_name="activation function")


def get(identifier):
    """The activation function that an argument means.

    # Arguments
        identifier: name, function, or None for `linear`.

    # Returns
        A function.

    # Raises
        ValueError: for anything else.
    """
    if identifier is None:
        return linear
    if isinstance(identifier, (str, dict)):
        return deserialize(identifier)
    if not callable(identifier):
        raise ValueError(f"activation: it must be a name, a function or None, got {identifier!r}. "
                         f"The names are {', '.join(sorted(_functions))}.")
    if hasattr(identifier, "add_weight"):
        warnings.warn(f"activation: it should be a function, got the layer {identifier!r}. "
                      "Its weights would be neither trained nor saved: "
                      "add it to the model as a layer of its own.", stacklevel=3)
    return identifier
