"""Reductions: sums, means, extremes along axes; positions of extremes; running sums and
products.
"""

import numpy as np

from kerastutor.graph.node import F, Op, op
from kerastutor.graph.shapes import axis_index, axis_tuple, count
from kerastutor.ops.samples import x23, x234


def reduced(shape, axes, keepdims):
    """Shape without the given axes (size 1 with `keepdims`)."""
    if keepdims:
        return tuple(1 if i in axes else n for i, n in enumerate(shape))
    return tuple(n for i, n in enumerate(shape) if i not in axes)


class Reduction(Op):
    """Family: combine the elements along `axes` (None: all)."""

    attrs = {"axes": None, "keepdims": False}
    takes_bool = False
    kernel = "reduce"
    samples = [
        (x23,),
        (x23, {"axes": (0,)}),
        (x23, {"axes": (1,), "keepdims": True}),
        (x234, {"axes": (0, 2)}),
        (x234, {"axes": (1,)}),
        (x234, {"axes": (-1,), "keepdims": True}),
    ]
    bad = [((x23, {"axes": (2,)}), ValueError, "axis must lie in")]

    def infer(self, x):
        if (x.dtype == "bool") != self.takes_bool:
            raise TypeError(
                "%s: dtype must be %s, got %s. Convert with K.cast."
                % (self.name, "bool" if self.takes_bool else "a number type", x.dtype)
            )
        self.axes = axis_tuple(self.name, self.axes, len(x.shape))
        self.keepdims = bool(self.keepdims)
        return [(reduced(x.shape, self.axes, self.keepdims), x.dtype)]

    def reference(self, x):
        return np.asarray(self.numpy(x, axis=self.axes, keepdims=self.keepdims), x.dtype)

    def spread(self, g, x):
        """Repeat a tensor of the output's shape along the reduced axes."""
        if not self.keepdims:
            for axis in self.axes:
                g = F.expand_dims(g, axis=axis)
        return F.broadcast_to(g, x)


@op("sum")
class Sum(Reduction):
    """Sum along axes."""

    numpy = staticmethod(np.sum)

    def gradient(self, g, inputs, outputs):
        return [self.spread(g, inputs[0])]


@op("mean")
class Mean(Reduction):
    """Arithmetic mean along axes."""

    def reference(self, x):
        number = count([x.shape[i] for i in self.axes])
        total = np.sum(x, axis=self.axes, keepdims=self.keepdims)
        return np.asarray(np.true_divide(total, number), x.dtype)

    def gradient(self, g, inputs, outputs):
        x = inputs[0]
        return [F.div(self.spread(g, x), F.cast(F.axis_size(x, axes=self.axes), dtype=x.dtype))]


@op("prod")
class Prod(Reduction):
    """Product along axes."""

    numpy = staticmethod(np.prod)

    def gradient(self, g, inputs, outputs):
        return [F.prod_grad(self.spread(g, inputs[0]), inputs[0], axes=self.axes)]


@op("prod_grad")
class ProdGrad(Op):
    """g times the product of all *other* elements along the axes; exact where elements are zero."""

    attrs = {"axes": None}
    kernel = "prod_grad"
    samples = [
        (x23, x23, {"axes": (1,)}),
        (x23, np.array([[0.0, 2, 3], [1, 0, 0]], "float32"), {"axes": (1,)}),
    ]

    def infer(self, g, x):
        self.axes = axis_tuple(self.name, self.axes, len(x.shape))
        return [(tuple(x.shape), x.dtype)]

    def reference(self, g, x):
        keep = [i for i in range(x.ndim) if i not in self.axes]
        order = keep + list(self.axes)
        flat = x.transpose(order).reshape([x.shape[i] for i in keep] + [-1])
        before = np.ones_like(flat)
        after = np.ones_like(flat)
        before[..., 1:] = np.cumprod(flat, -1)[..., :-1]
        after[..., :-1] = np.cumprod(flat[..., ::-1], -1)[..., ::-1][..., 1:]
        others = (before * after).reshape([x.shape[i] for i in order])
        return g * others.transpose(np.argsort(order))

    def gradient(self, g, inputs, outputs):
        g0, x = inputs
        h = F.mul(g, g0)  # d/dx_j of sum_i h_i * prod_{k != i} x_k, where x_j is not zero
        total = F.prod(x, axes=self.axes, keepdims=True)
        ratio = F.div(F.mul(h, total), F.square(x))
        summed = F.sum(F.div(F.mul(h, total), x), axes=self.axes, keepdims=True)
        return [
            F.prod_grad(g, x, axes=self.axes),
            F.sub(F.div(F.broadcast_to(summed, x), x), ratio),
        ]


class Extreme(Reduction):
    def gradient(self, g, inputs, outputs):
        x = inputs[0]
        hit = F.equal(x, self.spread(outputs[0], x))
        share = F.cast(hit, dtype=x.dtype)
        total = F.sum(share, axes=self.axes, keepdims=True)
        return [F.mul(self.spread(g, x), F.div(share, total))]


@op("max")
class Max(Extreme):
    """Largest element along axes; its gradient is shared by equal largest elements."""

    numpy = staticmethod(np.max)


@op("min")
class Min(Extreme):
    """Smallest element along axes; its gradient is shared by equal smallest elements."""

    numpy = staticmethod(np.min)


class Truth(Reduction):
    takes_bool = True
    gradient = None
    samples = [(x23 > 0,), (x23 > 0, {"axes": (1,)}), (x23 > 9, {"axes": (0,), "keepdims": True})]
    bad = [
        ((x23 > 0, {"axes": (2,)}), ValueError, "axis must lie in"),
        ((x23,), TypeError, "dtype must be bool"),
    ]


@op("any")
class Any(Truth):
    """True where some element along the axes is."""

    numpy = staticmethod(np.any)


@op("all")
class All(Truth):
    """True where all elements along the axes are."""

    numpy = staticmethod(np.all)


@op("logsumexp")
class LogSumExp(Reduction):
    """log(sum(exp(x))) along axes, without overflow."""

    def reference(self, x):
        top = np.max(x, axis=self.axes, keepdims=True)
        top = np.where(np.isfinite(top), top, 0)
        out = np.log(np.sum(np.exp(x - top), axis=self.axes, keepdims=True)) + top
        return np.asarray(out.reshape(reduced(x.shape, self.axes, self.keepdims)), x.dtype)

    def gradient(self, g, inputs, outputs):
        x = inputs[0]
        return [F.mul(self.spread(g, x), F.exp(F.sub(x, self.spread(outputs[0], x))))]


class Position(Op):
    """Family: index of an extreme element along one axis; the first one among equals."""

    attrs = {"axis": -1}
    gradient = None
    kernel = "argreduce"
    samples = [(x23,), (x23, {"axis": 0}), (x234, {"axis": 1})]

    def infer(self, x):
        self.axis = axis_index(self.name, self.axis, len(x.shape))
        return [(tuple(n for i, n in enumerate(x.shape) if i != self.axis), "int64")]

    def reference(self, x):
        return np.asarray(self.numpy(x, axis=self.axis), "int64")


@op("argmax")
class ArgMax(Position):
    """Index of the largest element along an axis."""

    numpy = staticmethod(np.argmax)


@op("argmin")
class ArgMin(Position):
    """Index of the smallest element along an axis."""

    numpy = staticmethod(np.argmin)


class Running(Op):
    """Family: combine all elements up to here along one axis."""

    attrs = {"axis": 0, "backwards": False}
    kernel = "running"
    samples = [(x23,), (x23, {"axis": 1}), (x234, {"axis": 1, "backwards": True})]

    def infer(self, x):
        self.axis = axis_index(self.name, self.axis, len(x.shape))
        return [(tuple(x.shape), x.dtype)]

    def reference(self, x):
        if not self.backwards:
            return self.numpy(x, axis=self.axis, dtype=x.dtype)
        return np.flip(self.numpy(np.flip(x, self.axis), axis=self.axis, dtype=x.dtype), self.axis)


@op("cumsum")
class CumSum(Running):
    """Running sum along an axis."""

    numpy = staticmethod(np.cumsum)

    def gradient(self, g, inputs, outputs):
        return [F.cumsum(g, axis=self.axis, backwards=not self.backwards)]


@op("cumprod")
class CumProd(Running):
    """Running product along an axis. The gradient divides by x, so it needs elements other than
    zero.
    """

    numpy = staticmethod(np.cumprod)

    def gradient(self, g, inputs, outputs):
        total = F.cumsum(F.mul(g, outputs[0]), axis=self.axis, backwards=not self.backwards)
        return [F.div(total, inputs[0])]


@op("axis_size")
class AxisSize(Op):
    """Number of elements along axes, as an int32 scalar."""

    attrs = {"axes": None}
    shape_only = (0,)
    gradient = None
    samples = [(x234,), (x234, {"axes": (0, 1)})]

    def infer(self, x):
        self.axes = axis_tuple(self.name, self.axes, len(x.shape))
        return [((), "int32")]

    def reference(self, x):
        return np.asarray(count([x.shape[i] for i in self.axes]), "int32")
