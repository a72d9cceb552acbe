"""Statistics for normalisation: mean and variance together, and batch normalisation as one op.

The variance is that of the whole group (divided by n), from a second pass over the differences to
the mean.
"""

import numpy as np

from kerastutor import dtypes
from kerastutor.graph.autodiff import gradients
from kerastutor.graph.node import F, Op, op
from kerastutor.graph.shapes import axis_index, axis_tuple
from kerastutor.ops.reduce import reduced
from kerastutor.ops.samples import numbers

_rows, _image = numbers(5, 3), numbers(2, 3, 4, 3)


def check_float(name, x):
    """Raise unless x has a float type."""
    if not dtypes.is_float(x.dtype):
        raise TypeError(
            f"{name}: dtype must be a float type, got {x.dtype}. Convert with K.cast(x, 'float32')."
        )


def average(x, axes):
    """Mean along axes, which stay with size 1; NaN over no elements."""
    total = x.sum(axes, keepdims=True, dtype=np.float32 if x.dtype == np.float16 else x.dtype)
    count = x.size // max(total.size, 1)
    return (total / total.dtype.type(count)).astype(x.dtype)


@op("moments")
class Moments(Op):
    """Mean and variance along axes (None: all)."""

    attrs = {"axes": None, "keepdims": False}
    kernel = "moments"
    nout = 2
    samples = [
        (_rows, {"axes": (0,)}),
        (_image, {"axes": (0, 1, 2)}),
        (_image, {"axes": (-1,), "keepdims": True}),
        (_rows,),
    ]
    bad = [
        ((_rows, {"axes": (2,)}), ValueError, "axis must lie in"),
        ((np.ones(3, "int32"),), TypeError, "float type"),
    ]

    def infer(self, x):
        check_float(self.name, x)
        self.axes = axis_tuple(self.name, self.axes, len(x.shape))
        self.keepdims = bool(self.keepdims)
        return [(reduced(x.shape, self.axes, self.keepdims), x.dtype)] * 2

    def reference(self, x):
        mean = average(x, self.axes)
        var = average(np.square(x - mean), self.axes)
        shape = reduced(x.shape, self.axes, self.keepdims)
        return mean.reshape(shape), var.reshape(shape)

    def gradient(self, g, inputs, outputs):
        x = inputs[0]
        mean, gm, gv = (
            self.widen(F.zeros_like(outputs[0]) if t is None else t) for t in (outputs[0], *g)
        )
        count = F.cast(F.axis_size(x, axes=self.axes), dtype=x.dtype)
        spread = F.mul(F.mul(gv, 2), F.sub(x, mean))
        return [F.div(F.add(spread, gm), count)]

    def widen(self, t):
        """A tensor of the output's shape with size 1 on the reduced axes."""
        if not self.keepdims:
            for axis in self.axes:
                t = F.expand_dims(t, axis=axis)
        return t


def lined_up(t, axis, rank):
    """Vector t reshaped so that it broadcasts along `axis` of a tensor with `rank` axes."""
    return F.reshape(t, shape=tuple(-1 if i == axis else 1 for i in range(rank)))


class BatchNormFamily(Op):
    """Family: attributes and checks."""

    attrs = {"axis": -1, "epsilon": 1e-3}

    def settle(self, x, vectors):
        """Check the inputs and complete the attributes; returns the number of features."""
        check_float(self.name, x)
        self.axis = axis_index(self.name, self.axis, len(x.shape))
        features = x.shape[self.axis]
        for t in vectors:
            if t.dtype != x.dtype:
                raise TypeError(
                    f"{self.name}: inputs must have the same dtype, got {x.dtype} and {t.dtype}."
                )
            if len(t.shape) != 1 or None not in (features, t.shape[0]) and features != t.shape[0]:
                raise ValueError(
                    f"{self.name}: parameters must be vectors of the {features} features on axis "
                    f"{self.axis}, got shape {tuple(t.shape)}."
                )
            features = t.shape[0] if features is None else features
        return features

    def others(self, x):
        """All axes but the features'."""
        return tuple(i for i in range(len(x.shape)) if i != self.axis)

    def line(self, v, x):
        """Array v shaped to broadcast along the features of x."""
        return v.reshape([-1 if i == self.axis else 1 for i in range(x.ndim)])


@op("batch_norm")
class BatchNorm(BatchNormFamily):
    """gamma * (x - mean) / sqrt(var + epsilon) + beta, with the batch's own mean and variance per
    feature.

    Outputs: the normalised tensor, the mean, the variance. Ioffe and Szegedy 2015,
    arXiv:1502.03167.
    """

    nout = 3
    kernel = "batch_norm"
    samples = [
        (_rows, numbers(3), numbers(3)),
        (_image, numbers(3), numbers(3), {"epsilon": 1e-5}),
        (_image, numbers(4), numbers(4), {"axis": 2}),
        (_image, numbers(2), numbers(2), {"axis": 0}),
        (numbers(2, 5, 37), numbers(37), numbers(37)),
    ]
    bad = [((_rows, numbers(4), numbers(3)), ValueError, "vectors of the 3 features")]

    def infer(self, x, gamma, beta):
        features = self.settle(x, (gamma, beta))
        return [(tuple(x.shape), x.dtype), ((features,), x.dtype), ((features,), x.dtype)]

    def reference(self, x, gamma, beta):
        others = self.others(x)
        mean = average(x, others)
        centred = x - mean
        var = average(np.square(centred), others)
        scale = self.line(gamma, x) / np.sqrt(var + x.dtype.type(self.epsilon))
        return centred * scale + self.line(beta, x), mean.reshape(-1), var.reshape(-1)

    def gradient(self, g, inputs, outputs):
        x, gamma, beta = inputs
        gy, gm, gv = (F.zeros_like(y) if t is None else t for t, y in zip(g, outputs, strict=False))
        results = list(F.batch_norm_grad(gy, x, gamma, *outputs[1:], **self.attributes()))
        if g[1] is not None or g[2] is not None:  # the statistics are used by themselves too
            mean, var = F.moments(x, axes=self.others(x))
            results[0] = F.add(results[0], mean.node.op.gradient([gm, gv], [x], [mean, var])[0])
        return results


@op("batch_norm_grad")
class BatchNormGrad(BatchNormFamily):
    """Gradients of batch_norm's first output with respect to x, gamma and beta."""

    nout = 3
    kernel = "batch_norm_grad"
    checked_by = (
        "batch_norm"  # gradients: as second derivatives, since mean and var must stay those of x
    )
    samples = [
        (numbers(5, 3), _rows, numbers(3), _rows.mean(0), _rows.var(0)),
        (
            numbers(2, 3, 4, 3),
            _image,
            numbers(4),
            _image.mean((0, 1, 3)),
            _image.var((0, 1, 3)),
            {"axis": 2},
        ),
        (numbers(2, 5, 37), numbers(2, 5, 37), numbers(37), numbers(37), abs(numbers(37)) + 1),
    ]

    def infer(self, g, x, gamma, mean, var):
        features = self.settle(x, (gamma, mean, var))
        return [(tuple(x.shape), x.dtype), ((features,), x.dtype), ((features,), x.dtype)]

    def reference(self, g, x, gamma, mean, var):
        others = self.others(x)
        rate = 1 / np.sqrt(self.line(var, x) + x.dtype.type(self.epsilon))
        hat = (x - self.line(mean, x)) * rate
        dbeta = g.sum(others, keepdims=True, dtype=g.dtype)
        dgamma = (g * hat).sum(others, keepdims=True, dtype=g.dtype)
        count = x.dtype.type(x.size // max(x.shape[self.axis], 1))
        dx = self.line(gamma, x) * rate * (g - (dbeta + hat * dgamma) / count)
        return dx, dgamma.reshape(-1), dbeta.reshape(-1)

    def gradient(self, g, inputs, outputs):
        sources = [
            F.identity(t) for t in inputs[:3]
        ]  # so that the walk stops here, should g depend on x
        totals = [None] * 3
        for target, start in zip(self.composed(*sources), g, strict=False):
            if start is None:
                continue
            for i, part in enumerate(gradients(target, sources, start)):
                if part is not None:
                    totals[i] = part if totals[i] is None else F.add(totals[i], part)
        return totals + [None, None]

    def composed(self, g, x, gamma):
        """The same three results from elementary ops, as functions of g, x and gamma."""
        others, rank = self.others(x), len(x.shape)
        mean, var = F.moments(x, axes=others, keepdims=True)
        rate = F.reciprocal(F.sqrt(F.add(var, self.epsilon)))
        hat = F.mul(F.sub(x, mean), rate)
        product = F.mul(g, hat)
        inner = F.sub(
            F.sub(g, F.mean(g, axes=others, keepdims=True)),
            F.mul(hat, F.mean(product, axes=others, keepdims=True)),
        )
        dx = F.mul(F.mul(lined_up(gamma, self.axis, rank), rate), inner)
        return dx, F.sum(product, axes=others), F.sum(g, axes=others)
