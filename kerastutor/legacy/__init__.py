"""Keras 1 at the front desk: its arguments and its layers, attached from outside.

`rules` is the one table, `adapter` the one decorator that applies it. Layers, models and optimizers
know nothing of it; `attach` puts the adapters around them when the package is imported.
"""

import functools

from kerastutor import engine, layers, models, optimizers
from kerastutor.engine import base_layer
from kerastutor.layers import convolutional, serialization
from kerastutor.legacy import interfaces
from kerastutor.legacy import layers as old_layers
from kerastutor.legacy.adapter import adapted
from kerastutor.legacy.rules import LAYERS, METHODS, OPTIMIZERS, RULES

_HOMES = {"Layer": base_layer.Layer, "Model": models.Model}

__all__ = ["attach", "interfaces"]


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
    for name in old_layers.__all__:
        setattr(layers, name, getattr(old_layers, name))
    for home in (layers, convolutional):
        home.AtrousConvolution1D = home.AtrousConv1D = old_layers.AtrousConvolution1D
        home.AtrousConvolution2D = home.AtrousConv2D = old_layers.AtrousConvolution2D
    serialization.register({name: getattr(old_layers, name) for name in old_layers.__all__})
