"""Convolutions. All are computed over three spatial axes; missing ones have size 1.

A kernel of one tap is a matrix product. 3 x 3 taps with enough channels are done by Winograd's method (kernels/winograd.py).
Otherwise, where neighbouring taps are neighbours in memory, the sums are taken straight from the image (kernels/direct.py);
else windows are laid out and multiplied (kernels/conv.py).
"""

from math import prod

from kerastutor.compiler.job import COPY_BYTES, FLOPS, PART, SKIP, WHOLE, Job
from kerastutor.compiler.lower import lowering
from kerastutor.compiler.lower.parts import Part, in_parts
from kerastutor.kernels import kernels, winograd, winograd_grad
from kerastutor.kernels.tile import packed_size
from kerastutor.ops import windows

_FLOATS = ("float32", "float64")
_BLOCK = 64 * 1024  # elements of a block of windows
_LINES = 200  # output places in a block of lines


class Geometry:
    """The convolution that takes x to y with a kernel of the given taps: sizes with three spatial axes, and cost."""

    def __init__(self, op, x, taps, y):
        missing = 3 - len(taps)

        def three(values, fill=1):
            return (fill,) * missing + tuple(values)

        pads = windows.all_pads(x.shape[1:-1], taps, op.strides, op.dilation, op.padding)
        self.batch, self.itemsize = x.shape[0], x.itemsize
        self.x, self.y, self.taps = three(x.shape[1:-1]), three(y.shape[1:-1]), three(taps)
        self.xc, self.yc = x.shape[-1], y.shape[-1]
        self.strides, self.dilation = three(op.strides), three(op.dilation)
        self.pads = three((before for before, _ in pads), 0)
        self.padded = any(map(any, pads))
        self.width = prod(self.taps) * self.xc  # elements of a window
        self.plain = prod(self.taps) == 1 and self.x == self.y
        self.near = (
            self.dilation[2] == 1 or self.taps[2] == 1
        )  # taps on a line are neighbours in memory
        self.flops = 2.0 * self.batch * prod(self.y) * self.width * self.yc
        self.numbers = (
            self.x
            + (self.xc,)
            + self.y
            + (self.yc,)
            + self.taps
            + self.strides
            + self.dilation
            + self.pads
        )

    def winograd(self):
        """Whether Winograd's method pays: its tiles are 4 x 4 outputs, and work on 8 and 16 channels at a time."""
        tiles = -(-self.y[1] // 4) * -(-self.y[2] // 4) * 16
        return (
            self.itemsize == 4
            and self.taps == (1, 3, 3)
            and self.x[0] == self.y[0] == 1
            and set(self.strides) == {1}
            and set(self.dilation) == {1}
            and self.xc >= 16
            and self.xc % 8 == 0
            and self.yc % 16 == 0
            and self.y[1] * self.y[2] > 0.5 * tiles
        )

    def steps(self):
        """The numbers that the kernels of direct.py take last."""
        return self.strides + self.dilation[:2] + self.pads

    def padded_size(self):
        """Elements of a padded image, 0 without padding."""
        if not self.padded:
            return 0
        return self.xc * prod(
            (n - 1) * s + (k - 1) * d + 1
            for n, s, k, d in zip(self.y, self.strides, self.taps, self.dilation)
        )

    def reversed(self):
        """The convolution that takes the gradient of y to that of x, for strides of 1."""
        made = object.__new__(Geometry)
        made.__dict__.update(self.__dict__)
        made.x, made.y, made.xc, made.yc = self.y, self.x, self.yc, self.xc
        made.width = prod(self.taps) * made.xc
        made.pads = tuple((k - 1) * d - p for k, d, p in zip(self.taps, self.dilation, self.pads))
        extent = tuple(n + (k - 1) * d for n, k, d in zip(made.y, self.taps, self.dilation))
        made.padded = any(made.pads) or extent != made.x
        return made

    def block(self, width, images):
        """Output places whose windows, `width` elements each, are laid out at a time."""
        return max(1, min(images * prod(self.y), max(32, _BLOCK // width)))

    def cost(self, direct):
        """Microseconds."""
        copied = (
            0.0
            if direct
            else self.batch * prod(self.y) * self.width * self.itemsize / COPY_BYTES / 2
        )
        return self.flops / FLOPS * 0.45 * self.itemsize / 4 + copied


def _known(*specs):
    return specs[0].dtype in _FLOATS and all(s.size for s in specs)


@lowering("conv")
def conv(node, inputs, outputs):
    """Job for a convolution."""
    x, w = inputs
    y = outputs[0]
    if not _known(x, w, y):
        return None
    size = Geometry(node.op, x, w.shape[:-2], y)
    if size.plain:
        return _pointwise(node, x, w, y, size, 0)
    if size.near:
        return _near(node, x.dtype, size, 0)
    return _windows(node, "conv", x, w, y, size)


@lowering("conv_grad_input", "conv_transpose")
def conv_grad_input(node, inputs, outputs):
    """Job for the gradient of a convolution's input, which is also the transposed convolution."""
    g, w = inputs[:2]
    x = outputs[0]
    if not _known(g, w, x):
        return None
    size = Geometry(node.op, x, w.shape[:-2], g)
    if size.plain:
        return _pointwise(node, g, w, x, size, 1)
    if size.near and max(size.strides) == 1:
        return _near(node, x.dtype, size.reversed(), 1)
    return _windows(node, "conv_grad_input", g, w, x, size)


def _access(node):
    return (PART, WHOLE) + (SKIP,) * (len(node.inputs) - 2)


def _near(node, dtype, size, back):
    """Job for neighbouring taps; `back` for the gradient of the input."""
    return _winograd(node, size, back) if size.winograd() else _direct(node, dtype, size, back)


def _winograd(node, size, back):
    """Job by Winograd's method; cut by images."""

    def room_for(images):
        return winograd.sizes((*size.x[1:], size.xc), (*size.y[1:], size.yc), size.pads[1:], images)

    def emit(ins, outs, lo, hi, of):
        n = size.batch * (hi - lo) // of
        group, tiles, *room = room_for(n)
        places = [outs[1] + 4 * sum(room[:i]) for i in range(4)]
        sizes = [n, *size.x[1:], size.xc, 9 * size.xc * size.yc, *size.y[1:], size.yc, *room]
        return [
            kernels["conv_winograd"].row(
                ("float32",),
                [ins[0], ins[1], outs[0], *places],
                sizes,
                (back, *size.pads[1:], group, tiles),
            )
        ]

    def scratch(lo, hi, of):
        return 4 * sum(room_for(size.batch * (hi - lo) // of)[2:])

    return Job(
        node,
        _access(node),
        size.batch,
        0.4 * size.cost(True),
        emit,
        scratch=scratch,
        flops=size.flops,
    )


def _direct(node, dtype, size, back):
    """Job that takes its sums straight from the images; cut by images."""
    packed, padded = packed_size(size.width, size.yc), size.padded_size()

    def emit(ins, outs, lo, hi, of):
        n = size.batch * (hi - lo) // of
        sizes = [
            n,
            *size.x,
            size.xc,
            *size.taps,
            size.xc * size.yc,
            *size.y,
            size.yc,
            packed,
            padded,
        ]
        places = [ins[0], ins[1], outs[0], outs[1], outs[1] + packed * size.itemsize]
        return [kernels["conv_direct"].row((dtype,), places, sizes, (back,) + size.steps())]

    return Job(
        node,
        _access(node),
        size.batch,
        size.cost(True),
        emit,
        flops=size.flops,
        scratch=lambda lo, hi, of: (packed + padded) * size.itemsize,
    )


def _windows(node, name, a, w, out, size):
    """Job that goes through blocks of windows; cut by images."""

    def images(lo, hi, of):
        return size.batch * (hi - lo) // of

    def scratch(lo, hi, of):
        return size.block(size.width, images(lo, hi, of)) * size.width * a.itemsize

    def emit(ins, outs, lo, hi, of):
        n = images(lo, hi, of)
        lengths = [
            a.size // size.batch * n,
            w.size,
            out.size // size.batch * n,
            size.block(size.width, n) * size.width,
        ]
        return [
            kernels[name].row(
                (a.dtype,), [ins[0], ins[1], outs[0], outs[1]], lengths, (n,) + size.numbers
            )
        ]

    return Job(
        node, _access(node), size.batch, size.cost(False), emit, scratch=scratch, flops=size.flops
    )


def _pointwise(node, a, w, out, size, transposed):
    """Job for a kernel of one tap: a matrix product over all places."""
    rows = size.batch * prod(size.x)
    k, n = a.shape[-1], out.shape[-1]

    def emit(ins, outs, lo, hi, of):
        here = rows * (hi - lo) // of
        return [
            kernels["matmul"].row(
                (a.dtype,),
                [ins[0], ins[1], outs[0]],
                [here * k, w.size, here, n],
                (k, 0, transposed, k, w.shape[-1]),
            )
        ]

    return Job(node, _access(node), rows, size.cost(True), emit, flops=size.flops)


@lowering("conv_grad_filter")
def conv_grad_filter(node, inputs, outputs):
    """Job for the gradient of a convolution's kernel; cut by rows of the kernel, each summed over all places."""
    x, g, _ = inputs
    w = outputs[0]
    if not _known(x, g, w):
        return None
    size = Geometry(node.op, x, w.shape[:-2], g)
    if size.winograd():
        return _winograd_filter(node, x, size)
    direct = size.near and size.yc % 16 == 0 and max(size.xc, size.yc) < 256 and not size.plain

    def part(lo, hi, of):
        return size.width * lo // of, size.width * (hi - lo) // of

    def emit_plain(ins, outs, lo, hi, of):
        first, here = part(lo, hi, of)
        return [
            kernels["matmul"].row(
                (x.dtype,),
                [ins[0] + first * x.itemsize, ins[1], outs[0]],
                [x.size - first, g.size, here, size.yc],
                (size.batch * prod(size.x), 1, 0, size.xc, size.yc),
            )
        ]

    def emit_direct(ins, outs, lo, hi, of):
        first, here = part(lo, hi, of)
        sizes = [size.batch, *size.x, size.xc, *size.y, size.yc, here, size.padded_size()]
        lines = max(1, _LINES // size.y[2])
        return [
            kernels["conv_direct_filter"].row(
                (x.dtype,),
                [ins[0], ins[1], outs[0], outs[1]],
                sizes,
                (first, lines) + size.taps + size.steps(),
            )
        ]

    def emit_windows(ins, outs, lo, hi, of):
        first, here = part(lo, hi, of)
        sizes = [x.size, g.size, here * size.yc, size.block(here, size.batch) * here]
        return [
            kernels["conv_grad_filter"].row(
                (x.dtype,),
                [ins[0], ins[1], outs[0], outs[1]],
                sizes,
                (first, size.batch) + size.numbers,
            )
        ]

    def scratch(lo, hi, of):
        here = part(lo, hi, of)[1]
        return (
            size.padded_size() if direct else size.block(here, size.batch) * here
        ) * x.itemsize or 64

    emit = emit_plain if size.plain else emit_direct if direct else emit_windows
    return Job(
        node,
        (WHOLE, WHOLE, SKIP),
        size.width,
        size.cost(direct),
        emit,
        flops=size.flops,
        scratch=None if size.plain else scratch,
    )


def _winograd_filter(node, x, size):
    """Jobs by Winograd's method: the sums over tiles, cut by input channels; then the kernel's gradient, cut by rows."""
    walk = Part(
        node, "conv_grad_filter: sums", [], [((size.xc, 36, size.yc), x.dtype)], node.inputs[:2]
    )
    last = Part(node, "conv_grad_filter", node.outputs, (), tuple(walk.made))

    def room_for(channels):
        return winograd_grad.sizes(
            (*size.x[1:], size.xc), (*size.y[1:], size.yc), size.pads[1:], size.batch, channels
        )

    def scratch(lo, hi, of):
        return 4 * sum(room_for(size.xc * (hi - lo) // of)[2:])

    def emit_sums(ins, outs, lo, hi, of):
        first, here = size.xc * lo // of, size.xc * (hi - lo) // of
        group, tiles, *room = room_for(here)
        places = [outs[1] + 4 * sum(room[:i]) for i in range(4)]
        sizes = [size.batch, *size.x[1:], size.xc, *size.y[1:], size.yc, here, *room]
        return [
            kernels["winograd_sums"].row(
                ("float32",),
                [ins[0], ins[1], outs[0], *places],
                sizes,
                (first, *size.pads[1:], group, tiles),
            )
        ]

    def emit_last(ins, outs, lo, hi, of):
        first, here = size.width * lo // of, size.width * (hi - lo) // of
        return [
            kernels["conv_winograd_filter"].row(
                ("float32",), [ins[0], outs[0]], [size.xc, size.yc, here], (first,)
            )
        ]

    units = size.xc // (16 if size.xc % 16 == 0 else 8)
    return in_parts(
        node,
        [
            Job(
                walk,
                (WHOLE, WHOLE),
                units,
                0.5 * size.cost(True),
                emit_sums,
                scratch=scratch,
                flops=size.flops,
            ),
            Job(last, (WHOLE,), size.width, 0.004 * size.width * size.yc, emit_last),
        ],
    )


@lowering("depthwise_conv", "depthwise_conv_grad_input", "depthwise_conv_grad_filter")
def depthwise(node, inputs, outputs):
    """Job for the three depthwise convolutions: cut by images, that of the kernel by taps."""
    out = outputs[0]
    grad_filter = node.op.name == "depthwise_conv_grad_filter"
    forward = node.op.name == "depthwise_conv"
    if forward:
        x, w, y = inputs[0], inputs[1], out
    else:
        x, w, y = (inputs[0], out, inputs[1]) if grad_filter else (out, inputs[1], inputs[0])
    if not _known(x, w, y):
        return None
    size = Geometry(node.op, x, w.shape[:-2], y)
    taps = prod(size.taps)

    def emit(ins, outs, lo, hi, of):
        places = [ins[0], ins[1], outs[0]]
        if grad_filter:
            first, here = taps * lo // of, taps * (hi - lo) // of
            return [
                kernels["depthwise_grad_filter"].row(
                    (x.dtype,),
                    places,
                    [x.size, y.size, here * size.yc],
                    (first, size.batch) + size.numbers,
                )
            ]
        n = size.batch * (hi - lo) // of
        lengths = [inputs[0].size // size.batch * n, w.size, out.size // size.batch * n]
        name = "depthwise" if forward else "depthwise_grad_input"
        return [kernels[name].row((x.dtype,), places, lengths, (n,) + size.numbers)]

    access = (WHOLE, WHOLE, SKIP) if grad_filter else _access(node)
    cost = y.size * taps * x.itemsize / 4 / 20000.0 + (x.nbytes + y.nbytes) / COPY_BYTES
    return Job(
        node, access, taps if grad_filter else size.batch, cost, emit, flops=2.0 * y.size * taps
    )
