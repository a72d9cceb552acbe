"""Factors, terms and cut-offs of channels behind a convolution, put into one pass: a rewrite.

Worked example, a convolution with bias, batch normalization by its running means, and relu:

    relu((conv(x, w) + bias) * factor + term)    ->    affine(conv(x, w), factor, shift, low=0)

with shift = bias * factor + term, which is one small vector. `affine` goes through the feature maps
once, where the chain of four ops did so four times.
"""

import numpy as np

from kerastutor.graph.node import F
from kerastutor.graph.tensor import Constant

_CONVOLUTIONS = ("conv", "depthwise_conv", "conv_transpose")
_ENDS = ("relu", "clip")


class AffineChains:
    """The rule of the rewrite, and what it knows of the affine ops that it has made.

    # Arguments
        uses: how often each tensor of the graph is used.
    """

    begins = ("mul", "add")  # the ops with which a chain begins

    def __init__(self, uses):
        self.uses = uses
        self.made = {}          # output of an affine op -> (x, factor or None, term or None)

    def rule(self, node, inputs):
        """The tensor that takes a node's place, or None."""
        found = self._found(node, inputs)
        if found is not None:
            found.node.where, found.node.device = node.where, node.device
        return found

    def _found(self, node, inputs):
        name = node.op.name
        if name in self.begins:
            for i in (0, 1):
                x, row = inputs[i], inputs[1 - i]
                if _is_row(row, x):
                    return self._extended(node.inputs[i], x, _flat(row), name)
        elif name in _ENDS and self.uses.get(node.inputs[0]) == 1 and inputs[0] in self.made:
            return self._cut(inputs[0], *((0., np.inf) if name == "relu"
                                          else (node.op.low, node.op.high)))
        return None

    def _extended(self, old, x, row, name):
        """x * row or x + row, as an affine op; None where that gains nothing."""
        factor = term = None
        known = self.made.get(x)
        if known is not None and self.uses.get(old) == 1 and _open(x.node.op):
            x, factor, term = known
        elif name == "add" and (x.node is None or x.node.op.name not in _CONVOLUTIONS):
            return None
        if name == "mul":
            factor = row if factor is None else F.mul(factor, row)
            term = None if term is None else F.mul(term, row)
        else:
            term = row if term is None else F.add(term, row)
        return self._affine(x, factor, term, -np.inf, np.inf)

    def _cut(self, y, low, high):
        """y, a tensor that an affine op has made, kept between two bounds."""
        op = y.node.op
        low, high = (float(np.clip(bound, low, high)) for bound in (op.low, op.high))
        return self._affine(*self.made[y], low, high)

    def _affine(self, x, factor, term, low, high):
        row = (x.shape[-1],)
        y = F.affine(x, Constant(np.ones(row, x.dtype)) if factor is None else factor,
                     Constant(np.zeros(row, x.dtype)) if term is None else term,
                     low=low, high=high)
        self.made[y] = x, factor, term
        return y


def _open(op):
    return op.low == -np.inf and op.high == np.inf


def _is_row(row, x):
    """Whether `row` holds one number for each channel of x, more than one axis of which is left."""
    channels, shape = (x.shape or (None,))[-1], tuple(row.shape)
    return (channels is not None and len(x.shape) > 2 and x.dtype in ("float32", "float64")
            and row.dtype == x.dtype and len(shape) <= len(x.shape)
            and shape[-1:] == (channels,) and all(n == 1 for n in shape[:-1]))


def _flat(row):
    return row if len(row.shape) == 1 else F.reshape(row, shape=(row.shape[-1],))
