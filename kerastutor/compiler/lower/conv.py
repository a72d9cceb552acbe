"""Convolutions. All are computed over three spatial axes; missing ones have size 1."""
from kerastutor.compiler.job import COPY_BYTES, FLOPS, PART, SKIP, WHOLE, Job
from kerastutor.compiler.lower import lowering
from kerastutor.graph.shapes import count
from kerastutor.kernels import kernels
from kerastutor.ops import windows

_FLOATS = ("float32", "float64")
_BLOCK = 64 * 1024                  # elements of a block of windows


class Geometry:
    """Sizes of a convolution with input x, output y and kernel taps, and the numbers that the kernels take."""

    def __init__(self, op, x, taps, y):
        spatial = len(taps)

        def three(values, missing=1):
            return (missing,) * (3 - spatial) + tuple(values)
        pads = windows.all_pads(x.shape[1:-1], taps, op.strides, op.dilation, op.padding)
        self.batch, self.features, self.filters = x.shape[0], x.shape[-1], y.shape[-1]
        self.x_places, self.y_places = count(x.shape[1:-1]), count(y.shape[1:-1])
        self.taps = count(taps)
        self.width = self.taps * self.features                   # elements of a window
        self.numbers = (three(x.shape[1:-1]) + (self.features,) + three(y.shape[1:-1]) + (self.filters,) + three(taps)
                        + three(op.strides) + three(op.dilation) + three((p[0] for p in pads), 0))
        self.plain = self.taps == 1 and self.x_places == self.y_places and not any(map(any, pads))
        self.flops = 2.0 * self.batch * self.y_places * self.width * self.filters

    def block(self, width, images):
        """Output places whose windows, `width` elements each, are laid out at a time."""
        return max(1, min(images * self.y_places, max(32, _BLOCK // width)))

    def cost(self, itemsize):
        """Microseconds."""
        return self.flops / FLOPS * 0.7 * itemsize / 4 + self.batch * self.y_places * self.width * itemsize / COPY_BYTES / 2


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
    return _windows(node, "conv", (PART, WHOLE), x, w, y, size)


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
    return _windows(node, "conv_grad_input", (PART, WHOLE) + (SKIP,) * (len(inputs) - 2), g, w, x, size)


def _windows(node, name, access, a, w, out, size):
    """Job that goes through blocks of windows; cut by images."""
    def images(lo, hi, of):
        return size.batch * (hi - lo) // of

    def scratch(lo, hi, of):
        return size.block(size.width, images(lo, hi, of)) * size.width * a.itemsize

    def emit(ins, outs, lo, hi, of):
        n = images(lo, hi, of)
        lengths = [a.size // size.batch * n, w.size, out.size // size.batch * n, size.block(size.width, n) * size.width]
        return [kernels[name].row((a.dtype,), [ins[0], ins[1], outs[0], outs[1]], lengths, (n,) + size.numbers)]
    return Job(node, access, size.batch, size.cost(a.itemsize), emit, scratch=scratch, flops=size.flops)


def _pointwise(node, a, w, out, size, transposed):
    """Job for a kernel of one tap: a matrix product over all places."""
    rows = size.batch * size.x_places
    k, n = a.shape[-1], out.shape[-1]

    def emit(ins, outs, lo, hi, of):
        here = rows * (hi - lo) // of
        return [kernels["matmul"].row((a.dtype,), [ins[0], ins[1], outs[0]], [here * k, w.size, here, n],
                                      (k, 0, transposed, k, w.shape[-1]))]
    access = (PART, WHOLE) + (SKIP,) * (len(node.inputs) - 2)
    return Job(node, access, rows, size.flops / FLOPS * 0.6 * a.itemsize / 4, emit, flops=size.flops)


@lowering("conv_grad_filter")
def conv_grad_filter(node, inputs, outputs):
    """Job for the gradient of a convolution's kernel; cut by rows of the kernel, each summed over all places."""
    x, g, _ = inputs
    w = outputs[0]
    if not _known(x, g, w):
        return None
    size = Geometry(node.op, x, w.shape[:-2], g)
    filters = size.filters
    access = (WHOLE, WHOLE, SKIP)
    if size.plain:
        rows = size.batch * size.x_places

        def emit_plain(ins, outs, lo, hi, of):
            first, here = size.width * lo // of, size.width * (hi - lo) // of
            return [kernels["matmul"].row((x.dtype,), [ins[0] + first * x.itemsize, ins[1], outs[0]],
                                          [x.size - first, g.size, here, filters], (rows, 1, 0, size.features, filters))]
        return Job(node, access, size.width, size.flops / FLOPS * 0.6 * x.itemsize / 4, emit_plain, flops=size.flops)

    def scratch(lo, hi, of):
        here = size.width * (hi - lo) // of
        return size.block(here, size.batch) * here * x.itemsize

    def emit(ins, outs, lo, hi, of):
        first, here = size.width * lo // of, size.width * (hi - lo) // of
        lengths = [x.size, g.size, here * filters, size.block(here, size.batch) * here]
        return [kernels["conv_grad_filter"].row((x.dtype,), [ins[0], ins[1], outs[0], outs[1]], lengths,
                                                (first, size.batch) + size.numbers)]
    return Job(node, access, size.width, size.cost(x.itemsize), emit, scratch=scratch, flops=size.flops)


@lowering("depthwise_conv", "depthwise_conv_grad_input", "depthwise_conv_grad_filter")
def depthwise(node, inputs, outputs):
    """Job for the three depthwise convolutions: cut by images, that of the kernel by taps."""
    which = ("depthwise_conv", "depthwise_conv_grad_input", "depthwise_conv_grad_filter").index(node.op.name)
    (x, w), y = ((inputs[0], inputs[1]), outputs[0]) if which == 0 else (
        ((outputs[0], inputs[1]), inputs[0]) if which == 1 else ((inputs[0], outputs[0]), inputs[1]))
    if not _known(x, w, y):
        return None
    size = Geometry(node.op, x, w.shape[:-2], y)
    flops = 2.0 * y.size * size.taps
    cost = flops / 4000.0 * (x.itemsize / 4)

    def emit(ins, outs, lo, hi, of):
        first, last, n = 0, size.taps, size.batch
        if which == 2:
            first, last = size.taps * lo // of, size.taps * (hi - lo) // of + size.taps * lo // of
        else:
            n = size.batch * (hi - lo) // of
        x_, w_, y_ = ((ins[0], ins[1], outs[0]), (outs[0], ins[1], ins[0]), (ins[0], outs[0], ins[1]))[which]
        lengths = [x.size // size.batch * n, (last - first) * size.filters, y.size // size.batch * n]
        return [kernels["depthwise"].row((x.dtype,), [x_, w_, y_], lengths, (which, first, last, n) + size.numbers)]
    access = ((PART, WHOLE), (PART, WHOLE, SKIP), (WHOLE, WHOLE, SKIP))[which]
    return Job(node, access, size.taps if which == 2 else size.batch, cost, emit, flops=flops)
