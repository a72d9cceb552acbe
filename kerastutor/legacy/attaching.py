"""Puts the adapters around layers, models and optimizers, and the old layers beside the new."""

import functools

from kerastutor import engine, layers, models, optimizers
from kerastutor.engine import base_layer
from kerastutor.layers import (
    convolutional,
    convolutional_recurrent,
    core,
    pooling,
    recurrent,
    serialization,
    wrappers,
)
from kerastutor.legacy import layers as old_layers
from kerastutor.legacy.adapter import adapted
from kerastutor.legacy.rules import LAYERS, METHODS, OPTIMIZERS, RULES
from kerastutor.utils import generic_utils

_HOMES = {"Layer": base_layer.Layer, "Model": models.Model}

# What `from keras.layers import ...` also gives in 2.2.4, by accident; programs use it.
_STRAY = ("deserialize_keras_object", "func_dump", "func_load", "has_arg", "object_list_uid",
          "to_list", "transpose_shape")

# Where Keras 1 had them: `from keras.layers.convolutional import MaxPooling2D`.
_POOLING = [f"{kind}Pooling{rank}D" for kind in ("Average", "Max") for rank in (1, 2, 3)]


@functools.cache
def attach():
    """Puts the adapters around constructors and methods, and the old layers into `layers`."""
    for name, rule in LAYERS.items():
        cls = getattr(layers, name, None) or getattr(engine, name)
        cls.__init__ = adapted(RULES[rule])(cls.__init__)
    for path, rule in METHODS.items():
        owner, _, method = path.partition(".")
        cls = _HOMES[owner]
        adapt = adapted(RULES[rule], is_class=method == "__init__")
        setattr(cls, method, adapt(getattr(cls, method)))
    for name, rule in OPTIMIZERS.items():
        cls = getattr(optimizers, name)
        cls.get_updates = adapted(RULES[rule])(cls.get_updates)
    old = {name: getattr(old_layers, name) for name in old_layers.__all__}
    atrous = {"AtrousConvolution1D": old_layers.AtrousConvolution1D,
              "AtrousConvolution2D": old_layers.AtrousConvolution2D,
              "AtrousConv1D": old_layers.AtrousConvolution1D,
              "AtrousConv2D": old_layers.AtrousConvolution2D}
    _publish(layers, {**old, **atrous})
    _publish(convolutional, {**atrous, **{name: getattr(pooling, name) for name in _POOLING}})
    for module in (recurrent, convolutional_recurrent):
        vars(module).update(Recurrent=old_layers.Recurrent,
                            ConvRecurrent2D=old_layers.ConvRecurrent2D)
    for module in (convolutional, core, recurrent, wrappers):
        vars(module).update(Layer=base_layer.Layer, InputSpec=base_layer.InputSpec)
    serialization.register(old)
    for name in _STRAY:
        setattr(layers, name, getattr(generic_utils, name))


def _publish(module, names):
    vars(module).update(names)
    if hasattr(module, "__all__"):
        module.__all__ = sorted({*module.__all__, *names})
