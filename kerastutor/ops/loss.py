"""Cross-entropies as single operations, so that one kernel computes each.

Gradients are single operations too. What those need for second derivatives is built from elementary
ops: `spelled()` writes the same formula out, and autodiff differentiates that.
"""

import numpy as np

from kerastutor import dtypes
from kerastutor.graph.autodiff import backward
from kerastutor.graph.node import F, Op, op
from kerastutor.graph.shapes import axis_index
from kerastutor.ops.samples import chances, x23

t23 = np.array([[0, 0, 1], [0, 1, 0]], "float32")
soft = np.array([[0.1, 0.2, 0.7], [0.3, 0.6, 0.1]], "float32")
labels = np.array([2, 0], "int32")
g2 = np.array([0.5, -1.5], "float32")


class CrossEntropy(Op):
    """Family: inputs (target, output); output holds probabilities, or logits with `from_logits`."""

    attrs = {"from_logits": False, "axis": -1, "epsilon": 1e-7}

    def prepare(self, output):
        """Check the output and normalise the axis."""
        if not dtypes.is_float(output.dtype):
            raise TypeError(
                "%s: output must be a float tensor, got %s." % (self.name, output.dtype)
            )
        self.axis = axis_index(self.name, self.axis, len(output.shape))

    def second_order(self, g, inputs):
        """Gradients of a first-gradient op (g0, target, output), through the spelled-out
        formula.
        """
        g0, target, output = (F.identity(x) for x in inputs)
        first = backward([(self.spelled(target, output), g0)], [output], through=False)[0]
        return backward([(first, g)], [g0, target, output], through=False)


def _probabilities(output, axis, from_logits):
    if from_logits:
        return F.softmax(output, axis=axis)
    return F.div(output, F.sum(output, axes=(axis,), keepdims=True))


class Categorical(CrossEntropy):
    def spelled(self, target, output):
        """The formula in elementary ops."""
        if self.from_logits:
            return F.neg(
                F.sum(F.mul(target, F.log_softmax(output, axis=self.axis)), axes=(self.axis,))
            )
        p = F.clip(
            _probabilities(output, self.axis, False), low=self.epsilon, high=1 - self.epsilon
        )
        return F.neg(F.sum(F.mul(target, F.log(p)), axes=(self.axis,)))


@op("categorical_crossentropy")
class CategoricalCrossentropy(Categorical):
    """-sum(target * log(output)) along an axis; probabilities are divided by their sum and clipped
    first.
    """

    kernel = "categorical_crossentropy"
    samples = [(t23, chances), (soft, chances), (t23, x23, {"from_logits": True})]
    bad = [((t23, chances[:, :2]), ValueError, "same shape")]

    def infer(self, target, output):
        self.prepare(output)
        if len(target.shape) != len(output.shape) or any(
            a != b and None not in (a, b) for a, b in zip(target.shape, output.shape)
        ):
            raise ValueError(
                "%s: target and output must have the same shape, got %s and %s. Whole-number "
                "class labels go with "
                "sparse_categorical_crossentropy, one-hot rows (to_categorical) with this loss."
                % (self.name, tuple(target.shape), tuple(output.shape))
            )
        if target.dtype != output.dtype:
            raise TypeError(
                "%s: target and output must have the same dtype, got %s and %s."
                % (self.name, target.dtype, output.dtype)
            )
        return [(tuple(n for i, n in enumerate(output.shape) if i != self.axis), output.dtype)]

    def reference(self, target, output):
        if self.from_logits:
            shifted = output - output.max(self.axis, keepdims=True)
            logs = shifted - np.log(np.exp(shifted).sum(self.axis, keepdims=True))
        else:
            kind = output.dtype.type
            p = output / output.sum(self.axis, keepdims=True)
            logs = np.log(np.clip(p, kind(self.epsilon), kind(1 - self.epsilon)))
        return -np.sum(target * logs, self.axis)

    def gradient(self, g, inputs, outputs):
        target, output = inputs
        spread = F.broadcast_to(F.expand_dims(g, axis=self.axis), output)
        logs = (
            F.log_softmax(output, axis=self.axis)
            if self.from_logits
            else F.log(
                F.clip(
                    _probabilities(output, self.axis, False),
                    low=self.epsilon,
                    high=1 - self.epsilon,
                )
            )
        )
        return [
            F.neg(F.mul(spread, logs)),
            F.categorical_crossentropy_grad(g, target, output, **self.attributes()),
        ]


@op("categorical_crossentropy_grad")
class CategoricalCrossentropyGrad(Categorical):
    """Gradient of categorical_crossentropy with respect to its output."""

    kernel = "categorical_crossentropy_grad"
    samples = [(g2, t23, chances), (g2, soft, chances), (g2, t23, x23, {"from_logits": True})]

    def infer(self, g, target, output):
        return [(tuple(output.shape), output.dtype)]

    def reference(self, g, target, output):
        g = np.expand_dims(g, self.axis)
        if self.from_logits:
            e = np.exp(output - output.max(self.axis, keepdims=True))
            p = e / e.sum(self.axis, keepdims=True)
            return g * (p * target.sum(self.axis, keepdims=True) - target)
        kind = output.dtype.type
        low, high = kind(self.epsilon), kind(1 - self.epsilon)
        total = output.sum(self.axis, keepdims=True)
        p = output / total
        slope = np.where((p >= low) & (p <= high), -g * target / np.clip(p, low, high), 0).astype(
            output.dtype
        )
        return (slope - (slope * p).sum(self.axis, keepdims=True)) / total

    def gradient(self, g, inputs, outputs):
        return self.second_order(g, inputs)


def fits_sparse(target, output):
    """True when target can hold one label per row of output: same shape, or a last axis of
    size 1.
    """
    shape = output.shape[:-1]
    if len(target.shape) == len(output.shape) and target.shape[-1] in (1, None):
        return True
    if len(target.shape) == 1:
        return True
    return len(target.shape) == len(shape) and all(
        a == b or None in (a, b) for a, b in zip(target.shape, shape)
    )


@op("sparse_categorical_crossentropy")
class SparseCategoricalCrossentropy(CrossEntropy):
    """-log(output[label]) for whole-number labels; classes on the last axis."""

    kernel = "sparse_crossentropy"
    samples = [(labels, chances), (labels, x23, {"from_logits": True})]
    bad = [
        ((t23, chances), ValueError, "one label per row"),
        ((np.array([3, 0], "int32"), chances), ValueError, "labels must lie in"),
    ]

    def infer(self, target, output):
        self.prepare(output)
        if not fits_sparse(target, output):
            raise ValueError(
                "%s: target must hold one label per row of the output, got shapes %s and %s. "
                "One-hot rows go "
                "with categorical_crossentropy."
                % (self.name, tuple(target.shape), tuple(output.shape))
            )
        return [(tuple(output.shape[:-1]), output.dtype)]

    def spelled(self, target, output):
        """The formula in elementary ops."""
        if self.from_logits:
            logs = F.log_softmax(output)
        else:
            p = F.clip(output, low=self.epsilon, high=1 - self.epsilon)
            logs = F.log(F.div(p, F.sum(p, axes=(-1,), keepdims=True)))
        hot = F.one_hot(
            F.reshape(F.cast(target, dtype="int64"), shape=(-1,)),
            depth=output.shape[-1],
            dtype=output.dtype,
        )
        return F.neg(F.sum(F.mul(F.reshape_like(hot, output), logs), axes=(-1,)))

    def rows(self, target, output):
        """Labels as a checked int64 vector, and log-probabilities and probabilities as rows."""
        n = output.shape[-1]
        flat = target.reshape(-1).astype("int64")
        if flat.size and (flat.min() < 0 or flat.max() >= n):
            raise ValueError(
                "%s: labels must lie in [0, %d), got %d to %d. The last layer has %d units: one "
                "per class."
                % (self.name, n, flat.min(), flat.max(), n)
            )
        z = output.reshape(-1, n)
        if not self.from_logits:
            kind = output.dtype.type
            z = np.log(np.clip(z, kind(self.epsilon), kind(1 - self.epsilon)))
        z = z - z.max(-1, keepdims=True)
        return flat, z - np.log(np.exp(z).sum(-1, keepdims=True))

    def reference(self, target, output):
        flat, logs = self.rows(target, output)
        return -logs[np.arange(len(flat)), flat].reshape(output.shape[:-1])

    def gradient(self, g, inputs, outputs):
        return [None, F.sparse_categorical_crossentropy_grad(g, *inputs, **self.attributes())]


@op("sparse_categorical_crossentropy_grad")
class SparseCategoricalCrossentropyGrad(SparseCategoricalCrossentropy):
    """Gradient of sparse_categorical_crossentropy with respect to its output."""

    kernel = "sparse_crossentropy_grad"
    samples = [(g2, labels, chances), (g2, labels, x23, {"from_logits": True})]
    bad = []

    def infer(self, g, target, output):
        return [(tuple(output.shape), output.dtype)]

    def reference(self, g, target, output):
        flat, logs = self.rows(target, output)
        d = np.exp(logs)
        d[np.arange(len(flat)), flat] -= 1
        d *= g.reshape(-1, 1)
        if not self.from_logits:
            kind = output.dtype.type
            o = output.reshape(d.shape)
            inside = (o >= kind(self.epsilon)) & (o <= kind(1 - self.epsilon))
            d = np.where(inside, d / np.where(inside, o, 1), np.where(np.isnan(o), o, 0))
        return d.reshape(output.shape).astype(output.dtype)

    def gradient(self, g, inputs, outputs):
        return self.second_order(g, inputs)


@op("binary_crossentropy")
class BinaryCrossentropy(CrossEntropy):
    """-(target * log(output) + (1 - target) * log(1 - output)), elementwise; probabilities are
    clipped first.
    """

    kernel = "binary_crossentropy"
    samples = [(t23, chances), (soft, chances), (t23, x23, {"from_logits": True})]
    bad = [((t23, chances[:, :2]), ValueError, "same shape")]

    def infer(self, target, output):
        self.prepare(output)
        if len(target.shape) != len(output.shape) or any(
            a != b and None not in (a, b) for a, b in zip(target.shape, output.shape)
        ):
            raise ValueError(
                "%s: target and output must have the same shape, got %s and %s."
                % (self.name, tuple(target.shape), tuple(output.shape))
            )
        if target.dtype != output.dtype:
            raise TypeError(
                "%s: target and output must have the same dtype, got %s and %s."
                % (self.name, target.dtype, output.dtype)
            )
        return [(tuple(output.shape), output.dtype)]

    def spelled(self, target, output):
        """The formula in elementary ops."""
        if self.from_logits:
            return F.sub(F.softplus(output), F.mul(output, target))
        p = F.clip(output, low=self.epsilon, high=1 - self.epsilon)
        return F.neg(
            F.add(F.mul(target, F.log(p)), F.mul(F.sub(1.0, target), F.log(F.sub(1.0, p))))
        )

    def reference(self, target, output):
        if self.from_logits:
            return np.maximum(output, 0) - output * target + np.log1p(np.exp(-np.abs(output)))
        kind = output.dtype.type
        p = np.clip(output, kind(self.epsilon), kind(1 - self.epsilon))
        return -(target * np.log(p) + (1 - target) * np.log1p(-p))

    def gradient(self, g, inputs, outputs):
        target, output = inputs
        if self.from_logits:
            slope = F.neg(output)
        else:
            p = F.clip(output, low=self.epsilon, high=1 - self.epsilon)
            slope = F.sub(F.log(F.sub(1.0, p)), F.log(p))
        return [F.mul(g, slope), F.binary_crossentropy_grad(g, target, output, **self.attributes())]


@op("binary_crossentropy_grad")
class BinaryCrossentropyGrad(BinaryCrossentropy):
    """Gradient of binary_crossentropy with respect to its output."""

    kernel = "binary_crossentropy_grad"
    samples = [(soft, t23, chances), (soft, t23, x23, {"from_logits": True})]
    bad = []

    def infer(self, g, target, output):
        return [(tuple(output.shape), output.dtype)]

    def reference(self, g, target, output):
        if self.from_logits:
            e = np.exp(-np.abs(output))
            return g * (
                np.where(output >= 0, 1 / (1 + e), e / (1 + e)).astype(output.dtype) - target
            )
        kind = output.dtype.type
        low, high = kind(self.epsilon), kind(1 - self.epsilon)
        p = np.clip(output, low, high)
        outside = (output < low) | (output > high)
        return np.where(outside, 0, g * (p - target) / (p * (1 - p))).astype(output.dtype)

    def gradient(self, g, inputs, outputs):
        return self.second_order(g, inputs)
