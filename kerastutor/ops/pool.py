"""Pooling: the largest element, or the mean, of each window; channels last, (B, *spatial, C), 1 to
3 spatial axes.

Padded places do not count: they are never the largest, and an average divides by the places inside
the input.
"""

import numpy as np

from kerastutor.graph.node import F, Op, op
from kerastutor.ops import windows
from kerastutor.ops.samples import lazy, numbers


class Pool(Op):
    """Family: attributes, shapes and the walk over the taps of the window."""

    attrs = {"size": None, "strides": None, "padding": "valid"}

    def settle(self, x):
        """Check x and complete the attributes."""
        rank = len(x.shape) - 2
        if not 1 <= rank <= 3:
            raise ValueError(
                f"{self.name}: x must have 1 to 3 spatial axes besides batch and channels, got "
                f"shape {tuple(x.shape)}."
            )
        windows.check_inputs(self.name, {"x": x}, [rank + 2])
        self.size = windows.per_axis(self.name, "size", self.size, rank)
        strides = self.size if self.strides is None else self.strides
        self.strides = windows.per_axis(self.name, "strides", strides, rank)
        windows.check_padding(self.name, self.padding)

    def pooled_shape(self, x_shape):
        """Shape of the output."""
        outs = (
            windows.out_size(self.name, n, k, s, 1, self.padding)
            for n, k, s in zip(x_shape[1:-1], self.size, self.strides, strict=False)
        )
        return (x_shape[0], *outs, x_shape[-1])

    def check_gradient(self, x_shape, g):
        """Raise unless g has the shape of the output."""
        want = self.pooled_shape(x_shape)
        if len(g.shape) != len(want) or any(
            None not in (a, b) and a != b for a, b in zip(want, g.shape, strict=False)
        ):
            raise ValueError(f"{self.name}: gradient must have shape {want}, got {tuple(g.shape)}.")

    def pads(self, x_shape):
        """(before, after) of each spatial axis."""
        return windows.all_pads(
            x_shape[1:-1], self.size, self.strides, (1,) * len(self.size), self.padding
        )

    def padded(self, x, fill):
        """x with `fill` around its spatial axes."""
        pads = self.pads(x.shape)
        if not any(map(any, pads)):
            return x
        return np.pad(x, ((0, 0),) + pads + ((0, 0),), constant_values=fill)

    def indices(self, outs):
        """Index of each tap of all windows in the padded input."""
        return [
            index for _, index in windows.taps(self.size, self.strides, (1,) * len(self.size), outs)
        ]

    def empty_padded(self, x_shape, dtype):
        """Zeros in the shape of the padded input, and the index of the input in it."""
        pads = self.pads(x_shape)
        shape = [n + a + b for n, (a, b) in zip(x_shape[1:-1], pads, strict=False)]
        inside = (slice(None),) + tuple(
            slice(a, a + n) for n, (a, _) in zip(x_shape[1:-1], pads, strict=False)
        )
        return np.zeros([x_shape[0], *shape, x_shape[-1]], dtype), inside

    def counts(self, x_shape, dtype):
        """Number of input places in each window, (*spatial, 1)."""
        ones = self.padded(np.ones((1, *x_shape[1:-1], 1), dtype), 0)
        outs = self.pooled_shape(x_shape)[1:-1]
        return sum((ones[index] for index in self.indices(outs)), np.zeros((1, *outs, 1), dtype))


_signal, _image, _volume = numbers(2, 7, 3), numbers(2, 5, 6, 3), numbers(1, 4, 5, 3, 2)
_ties = np.array([1, 2, 2, 0, 2, 2, -1, 2, 1], "float32").reshape(1, 3, 3, 1)
_calls = [
    (_signal, {"size": (2,)}),
    (_signal, {"size": (3,), "strides": (2,), "padding": "same"}),
    (_image, {"size": (2, 2)}),
    (_image, {"size": (3, 2), "strides": (1, 2)}),
    (_image, {"size": (3, 3), "strides": (2, 2), "padding": "same"}),
    (_image, {"size": (2, 1), "strides": (3, 3), "padding": "same"}),
    (_ties, {"size": (2, 2), "strides": (1, 1)}),
    (_volume, {"size": (2, 2, 2), "strides": (1, 2, 1), "padding": "same"}),
]
_bad = [
    ((_image, {"size": (9, 9)}), ValueError, "at least 9 places"),
    ((_image, {"size": (2,)}), ValueError, "2 integers"),
    ((_image, {"size": (2, 2), "padding": "causal"}), ValueError, "padding must be"),
    ((numbers(3, 4), {"size": (2,)}), ValueError, "spatial axes"),
    ((_image.astype("int32"), {"size": (2, 2)}), TypeError, "float type"),
]


def _pooled(x, attrs):
    """max_pool of a sample, for the samples of its gradients."""
    op_ = MaxPool(**attrs)
    op_.settle(x)
    return op_.reference(x)


@op("max_pool")
class MaxPool(Pool):
    """Largest element of each window; NaN if the window holds one."""

    kernel = "max_pool"
    samples = _calls
    bad = _bad

    def infer(self, x):
        self.settle(x)
        return [(self.pooled_shape(x.shape), x.dtype)]

    def reference(self, x):
        shape = self.pooled_shape(x.shape)
        padded = self.padded(x, -np.inf)
        out = np.full(shape, -np.inf, x.dtype)
        for index in self.indices(shape[1:-1]):
            np.maximum(out, padded[index], out=out)
        return out

    def gradient(self, g, inputs, outputs):
        return [F.max_pool_grad(g, inputs[0], outputs[0], **self.attributes())]


class Routed(Pool):
    """Family: what follows the place of the largest element; of several equal ones the first in the
    window counts.
    """

    checked_by = "max_pool"  # gradients: as its second derivatives; y must stay the maximum of x

    def infer(self, v, x, y):
        self.settle(x)
        windows.check_inputs(
            self.name, {"values": v, "x": x, "y": y}, [len(v.shape), len(x.shape), len(y.shape)]
        )
        self.check_gradient(x.shape, y)
        return self.shapes(v, x, y)

    def hits(self, x, y):
        """(index, mask) for each tap: where it is the first place with the window's result."""
        padded = self.padded(x, -np.inf)
        taken = np.zeros(y.shape, bool)
        for index in self.indices(y.shape[1:-1]):
            here = padded[index]
            hit = ((here == y) | (np.isnan(here) & np.isnan(y))) & ~taken
            taken |= hit
            yield index, hit


@op("max_pool_grad")
class MaxPoolGrad(Routed):
    """The gradient g of y = max_pool(x), added at the places of x that were the largest."""

    kernel = "max_pool_grad"
    samples = lazy(
        lambda: [(numbers(*_pooled(x, k).shape), x, _pooled(x, k), k) for x, k in _calls]
    )

    def shapes(self, g, x, y):
        self.check_gradient(x.shape, g)
        return [(tuple(x.shape), x.dtype)]

    def reference(self, g, x, y):
        out, inside = self.empty_padded(x.shape, g.dtype)
        for index, hit in self.hits(x, y):
            out[index] += np.where(hit, g, 0)
        return np.ascontiguousarray(out[inside])

    def gradient(self, g, inputs, outputs):
        return [F.max_pool_take(g, *inputs[1:], **self.attributes()), None, None]


@op("max_pool_take")
class MaxPoolTake(Routed):
    """Elements of v (shaped like x) at the places that max_pool took from x: the twin of
    max_pool_grad.
    """

    kernel = "max_pool_take"
    samples = lazy(lambda: [(numbers(*x.shape), x, _pooled(x, k), k) for x, k in _calls])

    def shapes(self, v, x, y):
        return [(self.pooled_shape(x.shape), x.dtype)]

    def reference(self, v, x, y):
        padded = self.padded(v, 0)
        out = np.zeros(y.shape, v.dtype)
        for index, hit in self.hits(x, y):
            np.copyto(out, padded[index], where=hit)
        return out

    def gradient(self, g, inputs, outputs):
        return [F.max_pool_grad(g, *inputs[1:], **self.attributes()), None, None]


@op("avg_pool")
class AvgPool(Pool):
    """Mean of the input places in each window."""

    kernel = "avg_pool"
    samples = _calls
    bad = _bad

    def infer(self, x):
        self.settle(x)
        return [(self.pooled_shape(x.shape), x.dtype)]

    def reference(self, x):
        shape = self.pooled_shape(x.shape)
        padded = self.padded(x, 0)
        out = np.zeros(shape, x.dtype)
        for index in self.indices(shape[1:-1]):
            out += padded[index]
        return out / self.counts(x.shape, x.dtype)

    def gradient(self, g, inputs, outputs):
        return [F.avg_pool_grad(g, inputs[0], **self.attributes())]


@op("avg_pool_grad")
class AvgPoolGrad(Pool):
    """The gradient g of avg_pool, shared equally by the places of each window; of `like` only the
    shape is used.
    """

    kernel = "avg_pool_grad"
    shape_only = (1,)
    samples = lazy(lambda: [(numbers(*_pooled(x, k).shape), x, k) for x, k in _calls])

    def infer(self, g, like):
        self.settle(like)
        self.check_gradient(like.shape, g)
        return [(tuple(like.shape), g.dtype)]

    def reference(self, g, like):
        share = g / self.counts(like.shape, g.dtype)
        out, inside = self.empty_padded(like.shape, g.dtype)
        for index in self.indices(g.shape[1:-1]):
            out[index] += share
        return np.ascontiguousarray(out[inside])

    def gradient(self, g, inputs, outputs):
        return [F.avg_pool(g, **self.attributes()), None]
