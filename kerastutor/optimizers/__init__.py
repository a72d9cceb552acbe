"""Optimizers: how weights follow their gradients.

`compile` takes a name (`"sgd"`, with the default options) or an object (`SGD(lr=0.1)`).
"""
from kerastutor.optimizers.adam import Adam, Adamax, Nadam
from kerastutor.optimizers.adaptive import Adadelta, Adagrad, RMSprop
from kerastutor.optimizers.base import Optimizer, clip_norm
from kerastutor.optimizers.external import TFOptimizer, is_external
from kerastutor.optimizers.sgd import SGD
from kerastutor.registry import deserialize_keras_object, serialize_keras_object

__all__ = ["Adadelta", "Adagrad", "Adam", "Adamax", "Nadam", "Optimizer", "RMSprop", "SGD",
           "TFOptimizer", "adadelta", "adagrad", "adam", "adamax", "clip_norm", "deserialize",
           "get", "nadam", "rmsprop", "serialize", "sgd"]

sgd = SGD
rmsprop = RMSprop
adagrad = Adagrad
adadelta = Adadelta
adam = Adam
adamax = Adamax
nadam = Nadam

_classes = {cls.__name__.lower(): cls for cls in (SGD, RMSprop, Adagrad, Adadelta, Adam, Adamax,
                                                  Nadam, TFOptimizer)}


def serialize(optimizer):
    """Config of an optimizer as plain data."""
    return serialize_keras_object(optimizer)


def deserialize(config, custom_objects=None):
    """The optimizer that `config` describes; the names of built-in classes may be in lower case.

    # Arguments
        config: what `serialize` returned.
        custom_objects: dictionary from name to class for your own ones.

    # Returns
        The optimizer, without state.

    # Raises
        ValueError: for an unknown name.
    """
    name = config.get("class_name") if isinstance(config, dict) else None
    own = custom_objects and name in custom_objects
    if isinstance(name, str) and name.lower() in _classes and not own:
        config["class_name"] = name.lower()         # Keras leaves the given config so, too
    return deserialize_keras_object(config, module_objects=_classes, custom_objects=custom_objects,
                                    printable_module_name="optimizer")


def get(identifier):
    """The optimizer that an argument means.

    # Arguments
        identifier: name, config, `Optimizer`, or an optimizer in the style of TensorFlow 1.

    # Returns
        An `Optimizer`.

    # Raises
        ValueError: for anything else.
    """
    if isinstance(identifier, Optimizer):
        return identifier
    if isinstance(identifier, dict):
        return deserialize(dict(identifier))
    if isinstance(identifier, str):
        return deserialize({"class_name": identifier, "config": {}})
    if not isinstance(identifier, type) and is_external(identifier):
        return TFOptimizer(identifier)
    raise ValueError("optimizer: it must be a name, a config or an Optimizer object, "
                     f"got {identifier!r}. Write 'adam' or Adam(lr=0.001), for example.")
