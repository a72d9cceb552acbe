"""Convolutions. All are computed over three spatial axes; missing ones have size 1.

A kernel of one tap is a matrix product. 3 x 3 taps with enough channels are done by Winograd's
method (kernels/winograd.py). Otherwise, where neighbouring taps are neighbours in memory, the sums
are taken straight from the image (kernels/direct.py); else windows are laid out and multiplied
(kernels/conv.py).
"""

from math import prod

from kerastutor import config
from kerastutor.compiler.job import COPY_BYTES, FLOPS, PART, SKIP, WHOLE, Job, moving
from kerastutor.compiler.lower import lowering
from kerastutor.compiler.lower.linalg import few_rows, thin
from kerastutor.compiler.lower.parts import Part, in_parts
from kerastutor.compiler.lower.reduce import sum_of_rows
from kerastutor.graph.spec import Spec
from kerastutor.kernels import kernels, product, winograd, winograd_grad
from kerastutor.kernels.tile import packed_size
from kerastutor.ops import windows

_FLOATS = ("float32", "float64")
_BLOCK = 64 * 1024  # elements of a block of windows
_LINES = 128  # output places in a block of lines, or in a piece of one
_SELDOM = 96  # rows of a kernel up to which its gradient reads that of the output where it lies
_FEW_PLACES = 300  # output places of a small image: it is cut by channels if its kernel ...
_HEAVY = 64 * 1024  # ... has at least so many elements
_NEAR = 64 * 1024  # elements of a kernel that are packed at a time then


class Geometry:
    """The convolution that takes x to y with a kernel of the given taps: sizes and cost."""

    def __init__(self, op, x, taps, y):
        missing = 3 - len(taps)

        def three(values, fill=1):
            return (fill,) * missing + tuple(values)

        pads = windows.all_pads(x.shape[1:-1], taps, op.strides, op.dilation, op.padding)
        self.batch, self.dtype, self.itemsize = x.shape[0], x.dtype, x.itemsize
        self.x, self.y, self.taps = three(x.shape[1:-1]), three(y.shape[1:-1]), three(taps)
        self.xc, self.yc = x.shape[-1], y.shape[-1]
        self.strides, self.dilation = three(op.strides), three(op.dilation)
        self.pads = three((before for before, _ in pads), 0)
        self.padded = any(map(any, pads))
        self.width = prod(self.taps) * self.xc  # elements of a window
        self.plain = prod(self.taps) == 1 and self.x == self.y
        self.near = self.dilation[2] == 1 or self.taps[2] == 1  # taps on a line are neighbours
        self.flops = 2.0 * self.batch * prod(self.y) * self.width * self.yc

    def numbers(self, images):
        """What the kernels of conv.py and depthwise.py take last."""
        sizes = (images, *self.x, self.xc, *self.y, self.yc, *self.taps)
        return sizes + self.strides + self.dilation + self.pads

    def steps(self):
        """What the kernels of direct.py take last."""
        return self.strides + self.dilation[:2] + self.pads

    def images(self, lo, hi, of):
        """Number of images in a part."""
        return self.batch * (hi - lo) // of

    def rows(self, lo, hi, of):
        """(first, number) of the kernel's rows in a part."""
        return self.width * lo // of, self.width * (hi - lo) // of

    def winograd(self):
        """Whether Winograd's method pays: tiles of 4 x 4 outputs, 8 and 16 channels at a time."""
        if config.precise_convolutions():
            return False
        tiles = -(-self.y[1] // 4) * -(-self.y[2] // 4) * 16
        channels = self.xc >= 16 and self.xc % 8 == 0 and self.yc % 16 == 0
        simple = set(self.strides) == {1} and set(self.dilation) == {1}
        flat = self.taps == (1, 3, 3) and self.x[0] == self.y[0] == 1
        enough = self.y[1] * self.y[2] > 0.5 * tiles
        return self.itemsize == 4 and flat and simple and channels and enough

    def kernel_heavy(self):
        """Whether transforming a 3 x 3 kernel costs more than Winograd's method saves."""
        tiles = self.batch * -(-self.y[1] // 4) * -(-self.y[2] // 4)
        return tiles <= 4 and self.xc * self.yc > 100_000

    def skipping(self):
        """Whether it is a matrix product over some of the places."""
        return prod(self.taps) == 1 and max(self.strides) > 1

    def padded_size(self):
        """Elements of a padded image, 0 without padding."""
        return self.xc * self.reach() if self.padded else 0

    def reach(self):
        """Places of an image, with its padding, that all windows together cover."""
        axes = zip(self.y, self.strides, self.taps, self.dilation, strict=True)
        return prod((n - 1) * s + (k - 1) * d + 1 for n, s, k, d in axes)

    def reversed(self):
        """The convolution that takes the gradient of y to that of x, for strides of 1."""
        made = object.__new__(Geometry)
        made.__dict__.update(self.__dict__)
        made.x, made.y, made.xc, made.yc = self.y, self.x, self.yc, self.xc
        made.width = prod(self.taps) * made.xc
        spans = tuple((k - 1) * d for k, d in zip(self.taps, self.dilation, strict=True))
        made.pads = tuple(s - p for s, p in zip(spans, self.pads, strict=True))
        extent = tuple(n + s for n, s in zip(made.y, spans, strict=True))
        made.padded = any(made.pads) or extent != made.x
        return made

    def in_strips(self):
        """Whether the work is cut by output lines: there is one image only."""
        return self.batch == 1 and self.x[0] == self.y[0] == 1 and self.taps[0] == 1

    def units(self):
        """Number of equal parts into which the output may be cut."""
        if self.across():
            return -(-self.yc // 16)
        return self.y[1] if self.in_strips() else self.batch

    def across(self):
        """Whether it is cut by output channels: each thread reads its part of a large kernel."""
        few = prod(self.y) <= _FEW_PLACES and self.yc >= 32
        return self.in_strips() and few and self.width * self.yc >= _HEAVY

    def channels(self, lo, hi, of):
        """(first, last) output channel of a part, a block of 16 being the smallest."""
        if not self.across():
            return 0, self.yc
        blocks = -(-self.yc // 16)
        return blocks * lo // of * 16, min(blocks * hi // of * 16, self.yc)

    def start(self, address, lo, of):
        """Address from which a part's kernel sees the output: the whole where it is cut across."""
        size = self.batch * prod(self.y) * self.yc * self.itemsize
        return address - size * lo // of if self.across() else address

    def part(self, lo, hi, of):
        """(images, geometry, input elements before it) of a part of the output.

        A strip of an image is the convolution of a lower image: the lines that its windows reach.
        """
        if self.across():
            return 1, self, 0
        if not self.in_strips() or (lo, hi) == (0, of):
            return self.images(lo, hi, of), self, 0
        made = object.__new__(Geometry)
        made.__dict__.update(self.__dict__)
        first, lines = self.y[1] * lo // of, self.y[1] * (hi - lo) // of
        start = first * self.strides[1] - self.pads[1]
        above, skipped = max(-start, 0), max(start, 0)
        reach = (lines - 1) * self.strides[1] + (self.taps[1] - 1) * self.dilation[1] + 1
        height = max(min(self.x[1] - skipped, reach - above), 1)
        made.x, made.y = (1, height, self.x[2]), (1, lines, self.y[2])
        made.pads = (0, above, self.pads[2])
        return 1, made, min(skipped, self.x[1] - 1) * self.x[2] * self.xc

    def block(self, width, images):
        """Output places whose windows, `width` elements each, are laid out at a time."""
        return max(1, min(images * prod(self.y), max(32, _BLOCK // width)))

    def cost(self, direct):
        """Microseconds."""
        copied = self.batch * prod(self.y) * self.width * self.itemsize / COPY_BYTES / 2
        return self.flops / FLOPS * 0.45 * self.itemsize / 4 + (0.0 if direct else copied)


def _known(*specs):
    return specs[0].dtype in _FLOATS and all(s.size for s in specs)


def _access(node):
    return (PART, WHOLE) + (SKIP,) * (len(node.inputs) - 2)


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
    heavy = size.skipping() or size.winograd() and size.kernel_heavy()
    if size.near and (size.across() or not heavy):
        return _near(node, size, 0)
    return _windows(node, "conv", x, w, y, size)


@lowering("conv_grad_input", "conv_transpose")
def conv_grad_input(node, inputs, outputs):
    """Job for the gradient of a convolution's input: also the transposed convolution."""
    g, w = inputs[:2]
    x = outputs[0]
    if not _known(g, w, x):
        return None
    size = Geometry(node.op, x, w.shape[:-2], g)
    if size.plain:
        return _pointwise(node, g, w, x, size, 1)
    if size.near and max(size.strides) == 1:
        return _near(node, size.reversed(), 1)
    return _windows(node, "conv_grad_input", g, w, x, size)


def _near(node, size, back):
    """Job for neighbouring taps; `back` for the gradient of the input."""
    fast = size.winograd() and not size.kernel_heavy()
    return _winograd(node, size, back) if fast else _direct(node, size, back)


def _winograd(node, whole, back):
    """Job by Winograd's method; cut by images, a single one into strips."""

    def room_for(lo, hi, of):
        (n, size, _), (first, last) = whole.part(lo, hi, of), whole.channels(lo, hi, of)
        x, y = (*size.x[1:], size.xc), (*size.y[1:], size.yc)
        return winograd.sizes(x, y, size.pads[1:], n, last - first, back)

    def emit(ins, outs, lo, hi, of):
        n, size, skipped = whole.part(lo, hi, of)
        group, tiles, width, depth, *room = room_for(lo, hi, of)
        places = [ins[0] + 4 * skipped, ins[1], whole.start(outs[0], lo, of)]
        places += [outs[1] + 4 * sum(room[:i]) for i in range(5)]
        sizes = [n, *size.x[1:], size.xc, 9 * size.xc * size.yc, *size.y[1:], size.yc, *room]
        scalars = (back, *whole.channels(lo, hi, of), *size.pads[1:])
        scalars += (group, tiles, width, depth)
        return [kernels["conv_winograd"].row((size.dtype,), places, sizes, scalars)]

    def scratch(lo, hi, of):
        return 4 * sum(room_for(lo, hi, of)[4:])

    cost = 0.4 * whole.cost(True)
    return _cut_job(node, whole, cost, emit, scratch)


def _cut_job(node, size, cost, emit, scratch):
    access = _access(node)
    if size.in_strips():
        access = (WHOLE,) + access[1:]
    units, across = size.units(), size.across()
    return Job(
        node, access, units, cost, emit, scratch=scratch, flops=size.flops, across=across
    )


def _direct(node, whole, back):
    """Job that takes its sums straight from the images; cut by images, a single one into strips."""
    padded = whole.padded_size()
    some = max(_NEAR // whole.width // 16, 2) * 16 if whole.across() else whole.yc

    def room(lo, hi, of):
        first, last = whole.channels(lo, hi, of)
        return packed_size(whole.width, min(some, last - first))

    def emit(ins, outs, lo, hi, of):
        n, size, skipped = whole.part(lo, hi, of)
        kernel, packed = [*size.taps, size.xc * size.yc], room(lo, hi, of)
        sizes = [n, *size.x, size.xc, *kernel, *size.y, size.yc, packed, size.padded_size()]
        start = whole.start(outs[0], lo, of)
        places = [ins[0] + skipped * size.itemsize, ins[1], start, outs[1]]
        places.append(outs[1] + packed * size.itemsize)
        scalars = (back, *whole.channels(lo, hi, of), *size.steps())
        return [kernels["conv_direct"].row((size.dtype,), places, sizes, scalars)]

    def scratch(lo, hi, of):
        return (room(lo, hi, of) + padded) * whole.itemsize

    return _cut_job(node, whole, whole.cost(True), emit, scratch)


def _windows(node, name, a, w, out, whole):
    """Job that goes through blocks of windows; cut by images, a single one into strips where each
    place of the output has a window of its own."""
    strips = whole.in_strips() and name == "conv"

    def part(lo, hi, of):
        return whole.part(lo, hi, of) if strips else (whole.images(lo, hi, of), whole, 0)

    def block(n, size):
        return size.block(size.width, n) * size.width

    def scratch(lo, hi, of):
        return block(*part(lo, hi, of)[:2]) * a.itemsize

    def emit(ins, outs, lo, hi, of):
        n, size, skipped = part(lo, hi, of)
        given = prod(size.x) * size.xc * n if strips else a.size // size.batch * n
        made = prod(size.y) * size.yc * n if strips else out.size // size.batch * n
        places = [ins[0] + skipped * a.itemsize, ins[1], outs[0], outs[1]]
        lengths = [given, w.size, made, block(n, size)]
        return [kernels[name].row((a.dtype,), places, lengths, size.numbers(n))]

    cost = whole.cost(False)
    if strips:
        return _cut_job(node, whole, cost, emit, scratch)
    return Job(node, _access(node), whole.batch, cost, emit, scratch=scratch, flops=whole.flops)


def _pointwise(node, a, w, out, size, transposed):
    """Job for a kernel of one tap: a matrix product over all places; of a small image, cut by
    blocks of 16 channels.
    """
    rows = size.batch * prod(size.x)
    k, n = a.shape[-1], out.shape[-1]
    if few_rows(rows, n) and not transposed:
        return thin(node, rows, k, n, out)

    if a.itemsize == 8:

        def emit_library(ins, outs, lo, hi, of):
            here = rows * (hi - lo) // of
            scalars = (k, 0, transposed, k, w.shape[-1])
            lengths = [here * k, w.size, here, n]
            return [kernels["matmul"].row((a.dtype,), [ins[0], ins[1], outs[0]], lengths, scalars)]

        return Job(node, _access(node), rows, size.cost(True), emit_library, flops=size.flops)
    across = size.batch == 1 and rows <= _FEW_PLACES
    blocks = -(-n // 16)

    def columns(lo, hi, of):
        """(first, number) of the columns in a part."""
        if not across:
            return 0, n
        first = blocks * lo // of * 16
        return first, min(blocks * hi // of * 16, n) - first

    def room(lo, hi, of):
        return product.room(columns(lo, hi, of)[1], k)

    def emit(ins, outs, lo, hi, of):
        first, here = columns(lo, hi, of)
        m = rows if across else rows * (hi - lo) // of
        skipped, start = first * (k if transposed else 1), outs[0]
        if across:
            start += 4 * first - out.nbytes * lo // of
        places = [ins[0], ins[1] + 4 * skipped, start, outs[1]]
        lengths = [m * k, w.size - skipped, (m - 1) * n + here, room(lo, hi, of)]
        scalars = (m, here, k, k, w.shape[-1], n, transposed, product.columns(here, k))
        return [kernels["product"].row((a.dtype,), places, lengths, scalars)]

    access = ((WHOLE,) if across else (PART,)) + _access(node)[1:]
    return Job(
        node,
        access,
        blocks if across else rows,
        size.cost(True),
        emit,
        scratch=lambda lo, hi, of: 4 * room(lo, hi, of),
        flops=size.flops,
        across=across,
    )


@lowering("conv_grad_filter")
def conv_grad_filter(node, inputs, outputs):
    """Job for the gradient of a convolution's kernel, cut by rows of it."""
    x, g, _ = inputs
    w = outputs[0]
    if not _known(x, g, w):
        return None
    size = Geometry(node.op, x, w.shape[:-2], g)
    if size.plain:
        return _pointwise_filter(node, x, g, size)
    if size.winograd():
        return _winograd_filter(node, size)
    if size.near and size.yc % 16 == 0 and max(size.xc, size.yc) < 256:
        return _direct_filter(node, size)
    return _windows_filter(node, x, g, size)


def _filter_job(node, size, direct, emit, scratch=None):
    access = (WHOLE, WHOLE, SKIP)
    cost = size.cost(direct)
    return Job(node, access, size.width, cost, emit, scratch=scratch, flops=size.flops)


def _pointwise_filter(node, x, g, size):
    """Job for the gradient of a kernel of one tap."""

    def emit(ins, outs, lo, hi, of):
        first, here = size.rows(lo, hi, of)
        scalars = (size.batch * prod(size.x), 1, 0, size.xc, size.yc)
        places = [ins[0] + first * x.itemsize, ins[1], outs[0]]
        lengths = [x.size - first, g.size, here, size.yc]
        return [kernels["matmul"].row((x.dtype,), places, lengths, scalars)]

    return _filter_job(node, size, True, emit)


def _direct_filter(node, size):
    """Job for the gradient of a kernel of neighbouring taps, by blocks of lines."""
    lines, pieces = max(1, _LINES // size.y[2]), -(-size.y[2] // _LINES)
    piece = -(-size.y[2] // pieces)
    packed = packed_size(lines * piece, size.yc) if size.width > _SELDOM else 0
    apart = size.xc
    if apart >= 16:  # an odd number of cache lines: with an even one many places meet in few sets
        apart = -(-apart // 16) // 2 * 32 + 16
    copied = size.reach() * apart if size.padded or apart > size.xc else 0

    def emit(ins, outs, lo, hi, of):
        first, here = size.rows(lo, hi, of)
        sizes = [size.batch, *size.x, size.xc, *size.y, size.yc, here, packed, copied]
        places = [ins[0], ins[1], outs[0], outs[1], outs[1] + packed * size.itemsize]
        scalars = (first, lines, piece) + size.taps + size.steps()
        return [kernels["conv_direct_filter"].row((size.dtype,), places, sizes, scalars)]

    room = max((packed + copied) * size.itemsize, 1)
    return _filter_job(node, size, True, emit, lambda lo, hi, of: room)


def _windows_filter(node, x, g, size):
    """Job for the gradient of any kernel, by blocks of windows."""

    def block(here):
        return size.block(here, size.batch) * here

    def scratch(lo, hi, of):
        return block(size.rows(lo, hi, of)[1]) * x.itemsize

    def emit(ins, outs, lo, hi, of):
        first, here = size.rows(lo, hi, of)
        sizes = [x.size, g.size, here * size.yc, block(here)]
        places = [ins[0], ins[1], outs[0], outs[1]]
        scalars = (first, *size.numbers(size.batch))
        return [kernels["conv_grad_filter"].row((x.dtype,), places, sizes, scalars)]

    return _filter_job(node, size, False, emit, scratch)


def _winograd_filter(node, size):
    """Jobs by Winograd's method: the sums over tiles, cut by input channels; then the gradient."""
    made = [((size.xc, 36, size.yc), size.dtype)]
    walk = Part(node, "conv_grad_filter: sums", [], made, node.inputs[:2])
    last = Part(node, "conv_grad_filter", node.outputs, (), tuple(walk.made))

    def room_for(channels):
        x, y = (*size.x[1:], size.xc), (*size.y[1:], size.yc)
        return winograd_grad.sizes(x, y, size.pads[1:], size.batch, channels)

    def scratch(lo, hi, of):
        return 4 * sum(room_for(size.xc * (hi - lo) // of)[2:])

    def emit_sums(ins, outs, lo, hi, of):
        first, here = size.xc * lo // of, size.xc * (hi - lo) // of
        group, tiles, *room = room_for(here)
        places = [ins[0], ins[1], outs[0]] + [outs[1] + 4 * sum(room[:i]) for i in range(4)]
        sizes = [size.batch, *size.x[1:], size.xc, *size.y[1:], size.yc, here, *room]
        scalars = (first, *size.pads[1:], group, tiles)
        return [kernels["winograd_sums"].row((size.dtype,), places, sizes, scalars)]

    def emit_last(ins, outs, lo, hi, of):
        first, here = size.rows(lo, hi, of)
        sizes = [size.xc, size.yc, here]
        return [
            kernels["conv_winograd_filter"].row((size.dtype,), [*ins, outs[0]], sizes, (first,))
        ]

    units = size.xc // (16 if size.xc % 16 == 0 else 8)
    cost = 0.5 * size.cost(True)
    sums = Job(walk, (WHOLE, WHOLE), units, cost, emit_sums, scratch=scratch, flops=size.flops)
    gradient = Job(last, (WHOLE,), size.width, 0.004 * size.width * size.yc, emit_last)
    return in_parts(node, [sums, gradient])


@lowering("depthwise_conv", "depthwise_conv_grad_input", "depthwise_conv_grad_filter")
def depthwise(node, inputs, outputs):
    """Job for the depthwise convolutions: cut by images, the gradient of the kernel by taps."""
    kind = node.op.name.removeprefix("depthwise_conv")
    out = outputs[0]
    if kind == "_grad_filter":
        x, w, y = inputs[0], out, inputs[1]
    elif kind == "_grad_input":
        x, w, y = out, inputs[1], inputs[0]
    else:
        x, w, y = inputs[0], inputs[1], out
    if not _known(x, w, y):
        return None
    size = Geometry(node.op, x, w.shape[:-2], y)
    work = y.size * prod(size.taps)
    cost = work * x.itemsize / 4 / 20000.0 + (x.nbytes + y.nbytes) / COPY_BYTES
    if kind == "_grad_filter":
        return _depthwise_filter(node, x, w, y, size, cost, 2.0 * work)

    def emit(ins, outs, lo, hi, of):
        n = size.images(lo, hi, of)
        given, made = inputs[0].size // size.batch, out.size // size.batch
        lengths = [given * n, w.size, made * n]
        places = [ins[0], ins[1], outs[0]]
        return [kernels["depthwise" + kind].row((x.dtype,), places, lengths, size.numbers(n))]

    return Job(node, _access(node), size.batch, cost, emit, flops=2.0 * work)


def _depthwise_filter(node, x, w, y, size, cost, flops):
    """Jobs for the gradient of a depthwise kernel: the sums of each image, then those of all.

    Cut by images, so that each is read once, by the thread that has just computed it.
    """
    table = Spec((size.batch, w.size), x.dtype)
    walk = Part(node, node.op.name + ": images", [], [(table.shape, table.dtype)], node.inputs[:2])
    last = Part(node, node.op.name, node.outputs, (), tuple(walk.made))
    each = x.size // size.batch, y.size // size.batch, w.size

    def emit_images(ins, outs, lo, hi, of):
        return [
            kernels["depthwise_grad_filter"].row(
                (x.dtype,),
                [a + i * n * x.itemsize for a, n in zip((*ins, outs[0]), each)],
                each,
                size.numbers(1),
            )
            for i in range(size.images(lo, hi, of))
        ]

    cut = PART if size.batch > 1 else WHOLE
    images = Job(walk, (cut, cut), size.batch, cost, emit_images, flops=flops)
    emit_sum = sum_of_rows(table, size.batch, w.size)
    return in_parts(node, [images, Job(last, (WHOLE,), w.size, moving(table.nbytes), emit_sum)])
