"""Resizing of images (B, *spatial, C), with the sampling rule of Keras 2.2.4 (corners are not
aligned).

Output place i reads input place i * n_in / n_out: its whole part for 'nearest', a mixture of the
two neighbours for 'bilinear'. Resizing is linear, so each op and its gradient are each other's
gradients.
"""

import numpy as np

from kerastutor.graph.node import F, Op, op
from kerastutor.ops import windows
from kerastutor.ops.samples import numbers

_image, _volume, _signal = numbers(2, 3, 4, 3), numbers(1, 2, 3, 2, 2), numbers(2, 5, 3)


def scaled(n, factor):
    """Size times factor, None when unknown."""
    return None if n is None else n * factor


@op("resize_nearest")
class ResizeNearest(Op):
    """Every place repeated factors[i] times along spatial axis i."""

    kernel = "resize_nearest"
    attrs = {"factors": (1,)}
    samples = [
        (_image, {"factors": (2, 3)}),
        (_volume, {"factors": (2, 1, 3)}),
        (_signal, {"factors": (2,)}),
    ]
    bad = [
        ((_image, {"factors": (2,)}), ValueError, "2 integers"),
        ((_image, {"factors": (0, 1)}), ValueError, "above 0"),
    ]

    def infer(self, x):
        self.factors = windows.per_axis(self.name, "factors", self.factors, len(x.shape) - 2)
        sizes = (scaled(n, f) for n, f in zip(x.shape[1:-1], self.factors, strict=False))
        return [((x.shape[0], *sizes, x.shape[-1]), x.dtype)]

    def reference(self, x):
        for axis, factor in enumerate(self.factors, 1):
            x = np.repeat(x, factor, axis)
        return x

    def gradient(self, g, inputs, outputs):
        return [F.resize_nearest_grad(g, factors=self.factors)]


@op("resize_nearest_grad")
class ResizeNearestGrad(Op):
    """Sum of each block of factors[0] x factors[1] ... places."""

    kernel = "resize_nearest"
    attrs = {"factors": (1,)}
    samples = [
        (numbers(2, 6, 12, 3), {"factors": (2, 3)}),
        (numbers(1, 2, 3, 6, 2), {"factors": (2, 1, 3)}),
    ]
    bad = [((_signal, {"factors": (2,)}), ValueError, "divide")]

    def infer(self, g):
        self.factors = windows.per_axis(self.name, "factors", self.factors, len(g.shape) - 2)
        if any(n is not None and n % f for n, f in zip(g.shape[1:-1], self.factors, strict=False)):
            raise ValueError(
                f"{self.name}: factors must divide the sizes of {tuple(g.shape)}, got "
                f"{self.factors}."
            )
        sizes = (
            None if n is None else n // f for n, f in zip(g.shape[1:-1], self.factors, strict=False)
        )
        return [((g.shape[0], *sizes, g.shape[-1]), g.dtype)]

    def reference(self, g):
        split = [g.shape[0]]
        for n, f in zip(g.shape[1:-1], self.factors, strict=False):
            split += [n // f, f]
        axes = tuple(range(2, len(split) + 1, 2))
        return g.reshape(*split, g.shape[-1]).sum(axes, dtype=g.dtype)

    def gradient(self, g, inputs, outputs):
        return [F.resize_nearest(g, factors=self.factors)]


class Bilinear(Op):
    """Family: attributes and the neighbours of each output place."""

    kernel = "resize_bilinear"
    attrs = {"size": None, "factors": None}

    def settle(self, x):
        """Check x and complete the attributes."""
        if len(x.shape) != 4:
            raise ValueError(
                f"{self.name}: x must have 4 axes (batch, height, width, channels), got shape "
                f"{tuple(x.shape)}."
            )
        windows.check_inputs(self.name, {"x": x}, [4])
        if (self.size is None) == (self.factors is None):
            raise ValueError(
                f"{self.name}: either size or factors must be given, got size {self.size} and "
                f"factors {self.factors}."
            )
        if self.size is not None:
            self.size = windows.per_axis(self.name, "size", self.size, 2)
        else:
            self.factors = windows.per_axis(self.name, "factors", self.factors, 2)

    def sizes(self, x_shape):
        """Height and width of the output."""
        if self.size is not None:
            return self.size
        return tuple(scaled(n, f) for n, f in zip(x_shape[1:3], self.factors, strict=False))

    def neighbours(self, n_in, n_out, dtype, axis):
        """(lower places, upper places, weight of the upper, shaped for `axis` of 4)."""
        place = np.arange(n_out) * (n_in / n_out)
        low = np.minimum(place.astype(np.intp), max(n_in - 1, 0))
        weight = (place - low).astype(dtype).reshape([-1 if i == axis else 1 for i in range(4)])
        return low, np.minimum(low + 1, max(n_in - 1, 0)), weight


@op("resize_bilinear")
class ResizeBilinear(Bilinear):
    """x at height and width `size` (or times `factors`), mixing the two nearest places on each
    axis.
    """

    samples = [
        (_image, {"size": (7, 4)}),
        (_image, {"factors": (2, 3)}),
        (_image, {"size": (2, 2)}),
        (_image, {"size": (1, 9)}),
    ]
    bad = [
        ((_image,), ValueError, "either size or factors"),
        ((_signal, {"size": (2, 2)}), ValueError, "4 axes"),
        ((_image, {"size": (0, 2)}), ValueError, "above 0"),
    ]

    def infer(self, x):
        self.settle(x)
        return [((x.shape[0], *self.sizes(x.shape), x.shape[3]), x.dtype)]

    def reference(self, x):
        for axis, size in zip((2, 1), self.sizes(x.shape)[::-1], strict=False):
            low, high, weight = self.neighbours(x.shape[axis], size, x.dtype, axis)
            lower = x.take(low, axis)
            x = lower + (x.take(high, axis) - lower) * weight
        return x

    def gradient(self, g, inputs, outputs):
        return [F.resize_bilinear_grad(g, inputs[0], **self.attributes())]


@op("resize_bilinear_grad")
class ResizeBilinearGrad(Bilinear):
    """The gradient g of resize_bilinear, shared among the places that were mixed; of `like` only
    the shape is used.
    """

    shape_only = (1,)
    samples = [
        (numbers(2, 7, 4, 3), _image, {"size": (7, 4)}),
        (numbers(2, 6, 12, 3), _image, {"factors": (2, 3)}),
        (numbers(2, 2, 2, 3), _image, {"size": (2, 2)}),
    ]

    def infer(self, g, like):
        self.settle(like)
        return [(tuple(like.shape), g.dtype)]

    def reference(self, g, like):
        for axis in (1, 2):
            low, high, weight = self.neighbours(like.shape[axis], g.shape[axis], g.dtype, axis)
            shape = list(g.shape)
            shape[axis] = like.shape[axis]
            out = np.zeros(shape, g.dtype)
            rows = np.moveaxis(out, axis, 0)
            np.add.at(rows, low, np.moveaxis(g * (1 - weight), axis, 0))
            np.add.at(rows, high, np.moveaxis(g * weight, axis, 0))
            g = out
        return g

    def gradient(self, g, inputs, outputs):
        return [F.resize_bilinear(g, **self.attributes()), None]
