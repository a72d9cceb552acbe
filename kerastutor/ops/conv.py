"""Convolutions: channels last, (B, *spatial, C), with one to three spatial axes.

A convolution here is, as everywhere in deep learning, a cross-correlation: the kernel is not
flipped. It is linear in its input and in its kernel, so its three companions are each other's
gradients:

    y  = conv(x, w)                  y[o] = sum over taps t of x[o * stride + t * dilation - pad] .
    w[t] dx = conv_grad_input(dy, w)      the same sum, scattered back to x dw = conv_grad_filter(x,
    dy)     the same sum, collected per tap

`conv_transpose` is conv_grad_input under another name, with the wanted output size as an attribute.
"""

import numpy as np

from kerastutor.graph.node import F, Op, op
from kerastutor.graph.shapes import merge
from kerastutor.ops import windows
from kerastutor.ops.samples import lazy, numbers


class Convolution(Op):
    """Family: attributes, shapes and the walk over the taps of the window."""

    attrs = {"strides": None, "padding": "valid", "dilation": None}

    def settle(self, kernel):
        """Complete the attributes once the number of spatial axes is known; returns that number."""
        rank = len(kernel.shape) - 2
        if not 1 <= rank <= 3:
            raise ValueError(
                f"{self.name}: kernel must have 1 to 3 spatial axes and 2 for channels, got shape "
                f"{tuple(kernel.shape)}."
            )
        if None in kernel.shape[:-2] or min(kernel.shape[:-2]) < 1:
            raise ValueError(
                f"{self.name}: the spatial sizes of the kernel must be known and above 0, got "
                f"shape {tuple(kernel.shape)}."
            )
        self.strides = windows.per_axis(self.name, "strides", self.strides, rank)
        self.dilation = windows.per_axis(self.name, "dilation", self.dilation, rank)
        allowed = windows.PADDINGS + ("causal",) if rank == 1 else windows.PADDINGS
        windows.check_padding(self.name, self.padding, allowed)
        if max(self.strides) > 1 and max(self.dilation) > 1:
            raise ValueError(
                f"{self.name}: strides or dilation must be 1, got strides {self.strides} and "
                f"dilation {self.dilation}. Keep one of them at 1."
            )
        return rank

    def places(self, x_shape, sizes):
        """Spatial sizes of the output of a convolution over an input of this shape."""
        return tuple(
            windows.out_size(self.name, n, k, s, d, self.padding)
            for n, k, s, d in zip(x_shape[1:-1], sizes, self.strides, self.dilation, strict=False)
        )

    def match(self, what, size, other):
        """Raise unless two sizes agree as far as they are known."""
        if None not in (size, other) and size != other:
            raise ValueError(f"{self.name}: {what} must be {size}, got {other}.")

    def check_gradient(self, x_shape, sizes, g):
        """Raise unless g has the spatial sizes that a convolution over x has."""
        for want, got in zip(self.places(x_shape, sizes), g.shape[1:-1], strict=False):
            self.match("number of output places", want, got)
        self.match("batch size", x_shape[0], g.shape[0])

    def padded(self, x, sizes):
        """x with zeros around its spatial axes."""
        pads = windows.all_pads(x.shape[1:-1], sizes, self.strides, self.dilation, self.padding)
        if not any(map(any, pads)):
            return x
        return np.pad(x, ((0, 0),) + pads + ((0, 0),))

    def scattered(self, g, x_shape, sizes, per_tap):
        """Sum over taps of `per_tap(tap)`, added at the input places that the tap read, without the
        padding.
        """
        pads = windows.all_pads(x_shape[1:-1], sizes, self.strides, self.dilation, self.padding)
        shape = [n + a + b for n, (a, b) in zip(x_shape[1:-1], pads, strict=False)]
        out = np.zeros([x_shape[0], *shape, x_shape[-1]], g.dtype)
        for tap, index in windows.taps(sizes, self.strides, self.dilation, g.shape[1:-1]):
            out[index] += per_tap(tap)
        inside = tuple(slice(a, a + n) for n, (a, _) in zip(x_shape[1:-1], pads, strict=False))
        return np.ascontiguousarray(out[(slice(None),) + inside])


_signal, _image, _volume = numbers(2, 7, 3), numbers(2, 6, 5, 3), numbers(1, 4, 5, 3, 2)
_calls = [
    ((_signal, numbers(3, 3, 4)), {}),
    ((_signal, numbers(3, 3, 4)), {"strides": (2,), "padding": "same"}),
    ((_signal, numbers(2, 3, 5)), {"padding": "causal", "dilation": (2,)}),
    ((_signal, numbers(2, 3, 5)), {"padding": "causal", "strides": (3,)}),
    ((_image, numbers(3, 2, 3, 4)), {}),
    ((_image, numbers(3, 3, 3, 5)), {"padding": "same"}),
    ((_image, numbers(3, 2, 3, 4)), {"padding": "same", "strides": (2, 2)}),
    ((_image, numbers(1, 1, 3, 2)), {"strides": (3, 2)}),
    ((_image, numbers(2, 3, 3, 1)), {"padding": "same", "dilation": (2, 2)}),
    ((_volume, numbers(2, 2, 2, 2, 3)), {}),
    ((_volume, numbers(2, 3, 2, 2, 3)), {"padding": "same", "strides": (2, 1, 2)}),
]


def _output(x, w, strides=None, padding="valid", dilation=None):
    """Array of the shape that conv(x, w) has."""
    op_ = Conv(strides=strides, padding=padding, dilation=dilation)
    op_.settle(w)
    return numbers(len(x), *op_.places(x.shape, w.shape[:-2]), w.shape[-1])


@op("conv")
class Conv(Convolution):
    """Convolution of x (B, *spatial, I) with a kernel (*taps, I, O)."""

    kernel = "conv"
    samples = [(*arrays, attrs) for arrays, attrs in _calls] + [
        (_image[:, :, :, 1:2], numbers(3, 3, 1, 17))
    ]
    bad = [
        ((_image, numbers(3, 3, 4, 2)), ValueError, "channels"),
        ((_signal, numbers(9, 3, 2)), ValueError, "at least 9 places"),
        ((_image, numbers(3, 3, 3)), ValueError, "axes"),
        ((_image, numbers(3, 3, 3, 2), {"padding": "causal"}), ValueError, "padding must be"),
        (
            (_image, numbers(3, 3, 3, 2), {"strides": (2, 2), "dilation": (2, 2)}),
            ValueError,
            "must be 1",
        ),
        ((_image, numbers(3, 3, 3, 2), {"strides": (0, 1)}), ValueError, "above 0"),
        ((_image, numbers(3, 3, 3, 2).astype("float64")), TypeError, "same dtype"),
    ]

    def infer(self, x, kernel):
        rank = self.settle(kernel)
        windows.check_inputs(self.name, {"x": x, "kernel": kernel}, [rank + 2, rank + 2])
        self.match("number of input channels of the kernel", x.shape[-1], kernel.shape[-2])
        return [((x.shape[0], *self.places(x.shape, kernel.shape[:-2]), kernel.shape[-1]), x.dtype)]

    def reference(self, x, kernel):
        sizes = kernel.shape[:-2]
        padded = self.padded(x, sizes)
        outs = self.places(x.shape, sizes)
        out = np.zeros((x.shape[0], *outs, kernel.shape[-1]), x.dtype)
        for tap, index in windows.taps(sizes, self.strides, self.dilation, outs):
            out += padded[index] @ kernel[tap]
        return out

    def gradient(self, g, inputs, outputs):
        x, kernel = inputs
        return [
            F.conv_grad_input(g, kernel, x, **self.attributes()),
            F.conv_grad_filter(x, g, kernel, **self.attributes()),
        ]


@op("conv_grad_input")
class ConvGradInput(Convolution):
    """Gradient of conv with respect to its input; of `like` only the shape is used."""

    kernel = "conv_grad_input"
    shape_only = (2,)
    samples = lazy(lambda: [(_output(*a, **k), a[1], a[0], k) for a, k in _calls])
    bad = [
        ((numbers(2, 5, 4), numbers(3, 3, 4), numbers(2, 9, 3)), ValueError, "output places"),
        ((numbers(2, 5, 5), numbers(3, 3, 4), numbers(2, 7, 3)), ValueError, "channels"),
    ]

    def infer(self, g, kernel, like):
        rank = self.settle(kernel)
        windows.check_inputs(self.name, {"gradient": g, "kernel": kernel}, [rank + 2, rank + 2])
        self.match("number of channels of the gradient", kernel.shape[-1], g.shape[-1])
        self.match("number of input channels of the kernel", like.shape[-1], kernel.shape[-2])
        self.check_gradient(like.shape, kernel.shape[:-2], g)
        return [(tuple(like.shape), g.dtype)]

    def reference(self, g, kernel, like):
        return self.scattered(g, like.shape, kernel.shape[:-2], lambda tap: g @ kernel[tap].T)

    def gradient(self, g, inputs, outputs):
        g0, kernel, _ = inputs
        return [
            F.conv(g, kernel, **self.attributes()),
            F.conv_grad_filter(g, g0, kernel, **self.attributes()),
            None,
        ]


@op("conv_grad_filter")
class ConvGradFilter(Convolution):
    """Gradient of conv with respect to its kernel; of `like` only the shape is used."""

    kernel = "conv_grad_filter"
    shape_only = (2,)
    samples = lazy(lambda: [(a[0], _output(*a, **k), a[1], k) for a, k in _calls])
    bad = [((numbers(2, 9, 3), numbers(2, 5, 4), numbers(3, 3, 4)), ValueError, "output places")]

    def infer(self, x, g, like):
        rank = self.settle(like)
        windows.check_inputs(self.name, {"x": x, "gradient": g}, [rank + 2, rank + 2])
        self.match("number of channels of the gradient", like.shape[-1], g.shape[-1])
        self.match("number of input channels of the kernel", x.shape[-1], like.shape[-2])
        self.check_gradient(x.shape, like.shape[:-2], g)
        return [(tuple(like.shape), x.dtype)]

    def reference(self, x, g, like):
        sizes = like.shape[:-2]
        padded = self.padded(x, sizes)
        rows = g.reshape(-1, g.shape[-1])
        out = np.empty(like.shape, x.dtype)
        for tap, index in windows.taps(sizes, self.strides, self.dilation, g.shape[1:-1]):
            out[tap] = padded[index].reshape(len(rows), x.shape[-1]).T @ rows
        return out

    def gradient(self, g, inputs, outputs):
        x, g0, _ = inputs
        return [
            F.conv_grad_input(g0, g, x, **self.attributes()),
            F.conv(x, g, **self.attributes()),
            None,
        ]


@op("conv_transpose")
class ConvTranspose(Convolution):
    """Transposed convolution of x (B, *spatial, I) with a kernel (*taps, O, I).

    `output_shape` (B, *spatial, O) may hold None for the batch, and for a spatial size to have it
    worked out from the input as Keras does: n * stride for 'same', plus max(taps - stride, 0) for
    'valid'.
    """

    kernel = "conv_transpose"
    attrs = {"output_shape": None, "strides": None, "padding": "valid", "dilation": None}
    samples = [
        (numbers(2, 5, 4), numbers(3, 2, 4), {"output_shape": (None, 7, 2)}),
        (
            numbers(2, 3, 3, 4),
            numbers(3, 2, 5, 4),
            {"output_shape": (2, 6, 5, 5), "padding": "same", "strides": (2, 2)},
        ),
        (numbers(2, 3, 3, 4), numbers(3, 1, 2, 4), {"strides": (2, 3)}),
        (numbers(2, 3, 3, 4), numbers(2, 2, 2, 4), {"dilation": (2, 2), "padding": "same"}),
        (numbers(1, 2, 3, 2, 3), numbers(2, 2, 3, 2, 3), {"strides": (2, 1, 1), "padding": "same"}),
    ]
    bad = [
        ((numbers(2, 5, 4), numbers(3, 2, 3)), ValueError, "channels"),
        (
            (numbers(2, 5, 4), numbers(3, 2, 4), {"output_shape": (None, 9, 2)}),
            ValueError,
            "output places",
        ),
        (
            (numbers(2, 5, 4), numbers(3, 2, 4), {"output_shape": (None, 7)}),
            ValueError,
            "output_shape",
        ),
    ]

    def infer(self, x, kernel):
        rank = self.settle(kernel)
        windows.check_inputs(self.name, {"x": x, "kernel": kernel}, [rank + 2, rank + 2])
        self.match(
            "number of input channels of the kernel (its last axis)", x.shape[-1], kernel.shape[-1]
        )
        if self.output_shape is None:
            self.output_shape = (None,) * (rank + 2)
        if len(self.output_shape) != rank + 2:
            raise ValueError(
                f"{self.name}: output_shape must have {rank + 2} entries (batch, {rank} spatial, "
                f"channels), got {self.output_shape}."
            )
        self.output_shape = tuple(None if n is None else int(n) for n in self.output_shape)
        shape = self.full_shape(x.shape, kernel.shape)
        self.match("batch size", x.shape[0], shape[0])
        self.match("number of output channels of the kernel", shape[-1], kernel.shape[-2])
        self.check_gradient(shape, kernel.shape[:-2], x)
        return [(shape, x.dtype)]

    def full_shape(self, x_shape, kernel_shape):
        """Output shape, as far as the shapes of the inputs are known."""
        shape = [merge(self.output_shape[0], x_shape[0])]
        for n, want, k, s, d in zip(
            x_shape[1:-1],
            self.output_shape[1:-1],
            kernel_shape,
            self.strides,
            self.dilation,
            strict=False,
        ):
            if want is None and n is not None:
                want = n * s + (max(windows.span(k, d) - s, 0) if self.padding == "valid" else 0)
            shape.append(want)
        return (*shape, merge(self.output_shape[-1], kernel_shape[-2]))

    def reference(self, x, kernel):
        shape = self.full_shape(x.shape, kernel.shape)
        return self.scattered(x, shape, kernel.shape[:-2], lambda tap: x @ kernel[tap].T)

    def gradient(self, g, inputs, outputs):
        x, kernel = inputs
        plain = {k: v for k, v in self.attributes().items() if k != "output_shape"}
        return [F.conv(g, kernel, **plain), F.conv_grad_filter(g, x, kernel, **plain)]


# ---- one kernel per channel ----------------------------------------------------------------------
_planes = [
    ((_image, numbers(3, 3, 3, 2)), {}),
    ((_image, numbers(2, 3, 3, 1)), {"padding": "same", "strides": (2, 2)}),
    ((_image, numbers(2, 2, 3, 3)), {"padding": "same", "dilation": (2, 1)}),
    ((_signal, numbers(3, 3, 2)), {"padding": "causal"}),
]


def _planes_output(x, w, strides=None, padding="valid", dilation=None):
    """Array of the shape that depthwise_conv(x, w) has."""
    op_ = DepthwiseConv(strides=strides, padding=padding, dilation=dilation)
    op_.settle(w)
    return numbers(len(x), *op_.places(x.shape, w.shape[:-2]), w.shape[-1] * w.shape[-2])


@op("depthwise_conv")
class DepthwiseConv(Convolution):
    """Each channel of x (B, *spatial, I) with its own M kernels (*taps, I, M); output channel i * M
    + m.
    """

    kernel = "depthwise_conv"
    samples = [(*a, k) for a, k in _planes]
    bad = [((_image, numbers(3, 3, 4, 2)), ValueError, "channels")]

    def infer(self, x, kernel):
        rank = self.settle(kernel)
        windows.check_inputs(self.name, {"x": x, "kernel": kernel}, [rank + 2, rank + 2])
        self.match("number of input channels of the kernel", x.shape[-1], kernel.shape[-2])
        channels = None if None in kernel.shape[-2:] else kernel.shape[-2] * kernel.shape[-1]
        return [((x.shape[0], *self.places(x.shape, kernel.shape[:-2]), channels), x.dtype)]

    def reference(self, x, kernel):
        sizes = kernel.shape[:-2]
        padded = self.padded(x, sizes)
        outs = self.places(x.shape, sizes)
        out = np.zeros((x.shape[0], *outs, *kernel.shape[-2:]), x.dtype)
        for tap, index in windows.taps(sizes, self.strides, self.dilation, outs):
            out += padded[index][..., None] * kernel[tap]
        return out.reshape(x.shape[0], *outs, kernel.shape[-2] * kernel.shape[-1])

    def gradient(self, g, inputs, outputs):
        x, kernel = inputs
        return [
            F.depthwise_conv_grad_input(g, kernel, x, **self.attributes()),
            F.depthwise_conv_grad_filter(x, g, kernel, **self.attributes()),
        ]


@op("depthwise_conv_grad_input")
class DepthwiseConvGradInput(Convolution):
    """Gradient of depthwise_conv with respect to its input; of `like` only the shape is used."""

    kernel = "depthwise_conv_grad_input"
    shape_only = (2,)
    samples = lazy(lambda: [(_planes_output(*a, **k), a[1], a[0], k) for a, k in _planes])

    def infer(self, g, kernel, like):
        rank = self.settle(kernel)
        windows.check_inputs(self.name, {"gradient": g, "kernel": kernel}, [rank + 2, rank + 2])
        self.check_gradient(like.shape, kernel.shape[:-2], g)
        return [(tuple(like.shape), g.dtype)]

    def reference(self, g, kernel, like):
        split = g.reshape(*g.shape[:-1], *kernel.shape[-2:])
        return self.scattered(
            g,
            like.shape,
            kernel.shape[:-2],
            lambda tap: (split * kernel[tap]).sum(-1, dtype=g.dtype),
        )

    def gradient(self, g, inputs, outputs):
        g0, kernel, _ = inputs
        return [
            F.depthwise_conv(g, kernel, **self.attributes()),
            F.depthwise_conv_grad_filter(g, g0, kernel, **self.attributes()),
            None,
        ]


@op("depthwise_conv_grad_filter")
class DepthwiseConvGradFilter(Convolution):
    """Gradient of depthwise_conv with respect to its kernel; of `like` only the shape is used."""

    kernel = "depthwise_conv_grad_filter"
    shape_only = (2,)
    samples = lazy(lambda: [(a[0], _planes_output(*a, **k), a[1], k) for a, k in _planes])

    def infer(self, x, g, like):
        rank = self.settle(like)
        windows.check_inputs(self.name, {"x": x, "gradient": g}, [rank + 2, rank + 2])
        self.check_gradient(x.shape, like.shape[:-2], g)
        return [(tuple(like.shape), x.dtype)]

    def reference(self, x, g, like):
        sizes = like.shape[:-2]
        padded = self.padded(x, sizes)
        split = g.reshape(-1, *like.shape[-2:])
        out = np.empty(like.shape, x.dtype)
        for tap, index in windows.taps(sizes, self.strides, self.dilation, g.shape[1:-1]):
            rows = padded[index].reshape(len(split), x.shape[-1])
            out[tap] = np.einsum("nc,ncm->cm", rows, split)
        return out

    def gradient(self, g, inputs, outputs):
        x, g0, _ = inputs
        return [
            F.depthwise_conv_grad_input(g0, g, x, **self.attributes()),
            F.depthwise_conv(x, g, **self.attributes()),
            None,
        ]
