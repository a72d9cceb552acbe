"""Layers by name: `serialize` and `deserialize`, and the table of built-in layers behind them."""
from kerastutor.registry import deserialize_keras_object, serialize_keras_object

_layers = {}


def register(classes):
    """Adds built-in layer classes: dictionary from name to class."""
    _layers.update(classes)


def serialize(layer):
    """A layer as plain data: `{"class_name": ..., "config": ...}`."""
    return serialize_keras_object(layer)


def deserialize(config, custom_objects=None):
    """The layer that `config` describes, with new weights.

    # Arguments
        config: `{"class_name": ..., "config": ...}`, as `serialize` returned it.
        custom_objects: dictionary from name to class or function for your own ones.

    # Returns
        A layer (or model).

    # Raises
        ValueError: for an unknown class name.
    """
    return deserialize_keras_object(config, module_objects=_layers, custom_objects=custom_objects,
                                    printable_module_name="layer")
