"""How a case of a layer is written down."""
from typing import NamedTuple


def L(kind, **args):
    """A layer as data: its class name and arguments (which may hold layers again)."""
    return {"layer": kind, "args": args}


def R(name, **args):
    """A regularizer as data."""
    return {"regularizer": name, "args": args}


def C(name, **args):
    """A constraint as data."""
    return {"constraint": name, "args": args}


class LayerCase(NamedTuple):
    """A layer (the last of `layers`) on inputs; the earlier ones stand before each input."""

    name: str
    layers: list
    inputs: list
    train: bool = True      # compare the training phase too (not for layers that draw numbers)
    grad: bool = True
    call: str = ""          # "initial_state": inputs after the first are states
    fixed_batch: bool = False

    def batch_shape(self, shape):
        """The static shape of an input."""
        return tuple(shape) if self.fixed_batch else (None,) + tuple(shape[1:])


def layer(name, kind, inputs, args=None, before=(), **options):
    """A `LayerCase` for one layer; `inputs` is one input or a list of them."""
    inputs = inputs if isinstance(inputs, list) else [inputs]
    return LayerCase(name, [*before, L(kind, **(args or {}))], inputs, **options)
