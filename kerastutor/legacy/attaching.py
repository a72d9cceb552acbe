"""Puts the adapters around layers, models and optimizers, and the old layers beside the new."""

import functools

from kerastutor import engine, layers, models, optimizers
from kerastutor.engine import base_layer
from kerastutor.layers import convolutional, serialization
from kerastutor.legacy import layers as old_layers
from kerastutor.legacy.adapter import adapted
from kerastutor.legacy.rules import LAYERS, METHODS, OPTIMIZERS, RULES

_HOMES = {"Layer": base_layer.Layer, "Model": models.Model}


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
    _publish(convolutional, atrous)
    serialization.register(old)


def _publish(module, names):
    vars(module).update(names)
    module.__all__ = sorted({*module.__all__, *names})
