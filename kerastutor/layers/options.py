"""The options that many layers share: resolved in the constructor, written back into the config.

What an option means follows from the end of its name: `kernel_initializer` goes through
`initializers.get`, `bias_regularizer` through `regularizers.get`, `recurrent_activation` through
`activations.get`; anything else (`units`, `use_bias`) is kept as it is.
"""
from kerastutor import activations, constraints, initializers, regularizers

_MODULES = {"initializer": initializers, "regularizer": regularizers, "constraint": constraints,
            "activation": activations}


def keep(layer, **options):
    """Sets each option as an attribute of the layer, names replaced by the objects they mean."""
    for name, value in options.items():
        module = _module(name)
        setattr(layer, name, value if module is None else module.get(value))


def config(layer, *names):
    """The options as plain data, for `get_config`."""
    result = {}
    for name in names:
        module = _module(name)
        value = getattr(layer, name)
        result[name] = value if module is None else module.serialize(value)
    return result


def _module(name):
    return _MODULES.get(name.rpartition("_")[2])


def check_count(layer, name, value, least=1):
    """Raises ValueError unless an option is a whole number, at least `least`.

    # Returns
        The number as int.
    """
    try:
        whole = int(value)
        good = whole == value and whole >= least
    except (TypeError, ValueError):
        good = False
    if not good:
        raise ValueError(f"{type(layer).__name__}: {name} must be a whole number, at least "
                         f"{least}, got {value!r}. Write {name}=32, for example.")
    return whole


def check_defined(layer, what, size, shape):
    """Raises ValueError when a size that weights depend on is not known."""
    if size is None:
        raise ValueError(f"{layer.name}: {what} of its input must be defined, got input shape "
                         f"{tuple(shape)}. Give the first layer an input_shape without None there.")
    return size
