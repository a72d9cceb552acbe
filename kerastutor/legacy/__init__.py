"""Keras 1 at the front desk: its arguments and its layers, attached from outside.

`rules` is the one table, `adapter` the one decorator that applies it. Layers, models and optimizers
know nothing of it; `attach` puts the adapters around them when the package is imported.
"""

from kerastutor.legacy import interfaces
from kerastutor.legacy.attaching import attach

__all__ = ["attach", "interfaces"]
