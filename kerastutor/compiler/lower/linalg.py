"""Matrix products, dense layers, and what is done for each channel."""

from kerastutor.compiler.job import CALL, FLOPS, PART, WHOLE, Job, moving
from kerastutor.compiler.lower import lowering
from kerastutor.graph.shapes import count
from kerastutor.kernels import broad as loops
from kerastutor.kernels import kernels
from kerastutor.kernels.thin import table
from kerastutor.kernels.tile import packed_size

_FLOATS = ("float32", "float64")
_FEW = 8  # rows up to which reading the second matrix is what takes the time ...
_NARROW = 8  # ... if it has so many columns: a vector of them
_FAR = 20e3  # bytes per microsecond that one core reads from a far cache
_SOME = 128  # rows up to which a large matrix is read once by `broad` ...
_LARGE = 2 << 20  # ... from so many bytes on: more than a near cache holds
_COLUMNS = 16  # columns in a block of them: a line of the cache


def _cost(m, k, n, itemsize):
    """Microseconds of one product."""
    flops, moved = 2.0 * m * k * n, (m * k + k * n + m * n) * itemsize
    return 0.6 * flops / FLOPS * (itemsize / 4) + moving(moved)


def few_rows(m, n):
    """Whether a product of m rows and n columns waits for the second matrix to be read."""
    return m <= _FEW and n >= _NARROW


def some_rows(m, n, matrix):
    """Whether the second matrix of a product is so large that each part should read some of it."""
    large = matrix.dtype == "float32" and matrix.nbytes >= _LARGE
    return m <= _SOME and n >= 2 * _COLUMNS and large


def _columns(n, lo, hi, of):
    """(first, number) of the columns of a part, cut by blocks; the last one has what is over."""
    blocks = max(n // _COLUMNS, 1)
    first = blocks * lo // of * _COLUMNS
    return first, (n if hi == of else blocks * hi // of * _COLUMNS) - first


def thin(node, m, k, n, out, bias=False, relu=0, name=None):
    """Job for a product of `few_rows`."""

    def room(lo, hi, of):
        blocks = max(n // _COLUMNS, 1)
        return m * table(m, blocks * (hi - lo) // of * _COLUMNS)

    def emit(ins, outs, lo, hi, of):
        (first, here), item = _columns(n, lo, hi, of), out.itemsize
        y = outs[0] - out.nbytes * lo // of + first * item
        b = ins[2] + first * item if bias else ins[1]
        places = [ins[0], ins[1] + first * item, b, y, outs[1]]
        sizes = [m, k, k * n - first, here if bias else 0, (m - 1) * n + here, room(lo, hi, of)]
        return [kernels["thin"].row((out.dtype,), places, sizes, (here, n, relu))]

    cost = max(_cost(m, k, n, out.itemsize), k * n * out.itemsize / _FAR)
    return _across(node, m, k, n, out, cost, emit, room, name)


def broad(node, m, k, n, out, bias=False, relu=0, name=None):
    """Job for a product of `some_rows`."""

    def room(lo, hi, of):
        return packed_size(min(loops.DEPTH, k), min(loops.WIDTH, _columns(n, lo, hi, of)[1]))

    def emit(ins, outs, lo, hi, of):
        (first, here), item = _columns(n, lo, hi, of), out.itemsize
        y = outs[0] - out.nbytes * lo // of + first * item
        b = ins[2] + first * item if bias else ins[1]
        places = [ins[0], ins[1] + first * item, b, y, outs[1]]
        sizes = [m * k, k * n - first, here if bias else 0, (m - 1) * n + here, room(lo, hi, of)]
        scalars = (m, here, k, n, loops.DEPTH, loops.WIDTH, relu)
        return [kernels["broad"].row((out.dtype,), places, sizes, scalars)]

    cost = _cost(m, k, n, out.itemsize)
    return _across(node, m, k, n, out, cost, emit, room, name)


def broad_turned(node, m, k, n, out):
    """Job for a product of `some_rows` with a matrix of which the transpose is stored. It is cut by
    rows of that, like the gradient of this matrix, and its update: one chunk may do all three.
    """
    depth = loops.depth(m, k)
    packed, turned = packed_size(depth, m), loops.LINES * m

    def emit(ins, outs, lo, hi, of):
        first, here, item = n * lo // of, n * (hi - lo) // of, out.itemsize
        y = outs[0] - out.nbytes * lo // of + first * item
        places = [*ins, y, outs[1], outs[1] + packed * item]
        sizes = [m * k, here * k, (m - 1) * n + here, packed, turned]
        scalars = (m, here, k, n, depth, loops.LINES)
        return [kernels["broad_turned"].row((out.dtype,), places, sizes, scalars)]

    return Job(
        node,
        (WHOLE, PART),
        n,
        _cost(m, k, n, out.itemsize),
        emit,
        scratch=lambda lo, hi, of: (packed + turned) * out.itemsize,
        flops=2 * m * k * n,
        across=True,
    )


def _across(node, m, k, n, out, cost, emit, room, name):
    """Job for a product that is cut by blocks of 16 columns, with `room` for some elements."""
    return Job(
        node,
        (WHOLE,) * len(node.inputs),
        max(n // _COLUMNS, 1),
        cost,
        emit,
        name,
        scratch=lambda lo, hi, of: room(lo, hi, of) * out.itemsize,
        flops=2 * m * k * n,
        across=True,
    )


@lowering("matmul", shared=True)
def matmul(node, inputs, outputs):
    """Job for a product of matrices or of stacks of matrices."""
    a, b, out = inputs[0], inputs[1], outputs[0]
    ta, tb = int(node.op.ta), int(node.op.tb)
    if out.dtype not in _FLOATS or out.size == 0:
        return None
    m, n = out.shape[-2:]
    k = a.shape[-2] if ta else a.shape[-1]
    if len(a.shape) == 2 and len(b.shape) == 2:
        if few_rows(m, n) and not (ta or tb):
            return thin(node, m, k, n, out)
        if some_rows(m, n, b) and not ta:
            return broad_turned(node, m, k, n, out) if tb else broad(node, m, k, n, out)
        made = kernels["matmul"]
        lda, ldb = a.shape[1], b.shape[1]

        def emit(ins, outs, lo, hi, of):
            first, rows = m * lo // of, m * (hi - lo) // of
            start, length = ins[0], rows * k
            if ta:  # rows of the output are columns of a, which is read whole
                start, length = start + first * a.itemsize, a.size - first
            return [
                made.row(
                    (out.dtype,),
                    [start, ins[1], outs[0]],
                    [length, b.size, rows, n],
                    (k, ta, tb, lda, ldb),
                )
            ]

        return Job(
            node,
            (WHOLE if ta else PART, WHOLE),
            m,
            _cost(m, k, n, out.itemsize),
            emit,
            flops=2 * m * k * n,
            again=b.nbytes,
        )
    groups = count(out.shape[:-2])
    one_a, one_b = count(a.shape[:-2]) == 1, count(b.shape[:-2]) == 1
    if any(
        not one and tuple(x.shape[:-2]) != tuple(out.shape[:-2])
        for one, x in ((one_a, a), (one_b, b))
    ):
        return None
    if one_b and not ta and not one_a:  # (..., M, K) x (K, N): one long product
        made = kernels["matmul"]
        rows_all = groups * m

        def emit(ins, outs, lo, hi, of):
            rows = rows_all * (hi - lo) // of
            return [
                made.row(
                    (out.dtype,),
                    [ins[0], ins[1], outs[0]],
                    [rows * k, b.size, rows, n],
                    (k, 0, tb, k, b.shape[-1]),
                )
            ]

        return Job(
            node,
            (PART, WHOLE),
            rows_all,
            _cost(rows_all, k, n, out.itemsize),
            emit,
            flops=2 * rows_all * k * n,
        )
    made = kernels["batch_matmul"]
    sa, sb = (0 if one_a and groups > 1 else m * k), (0 if one_b and groups > 1 else k * n)

    def emit(ins, outs, lo, hi, of):
        g = groups * (hi - lo) // of
        return [
            made.row(
                (out.dtype,),
                [ins[0], ins[1], outs[0]],
                [g * sa or m * k, g * sb or k * n, g, m, n],
                (k, ta, tb, sa, sb),
            )
        ]

    access = (WHOLE if one_a else PART, WHOLE if one_b else PART)
    return Job(
        node,
        access,
        groups,
        groups * (CALL + _cost(m, k, n, out.itemsize)),
        emit,
        flops=2 * groups * m * k * n,
    )


@lowering("dense", shared=True)
def dense(node, inputs, outputs):
    """Job for activation(x @ w + b)."""
    x, w, _ = inputs
    out = outputs[0]
    if out.dtype not in _FLOATS or out.size == 0 or x.size == 0:
        return None
    m, k = x.shape
    n = w.shape[1]
    relu = int(node.op.activation == "relu")
    name = "dense+relu" if relu else "dense"
    if few_rows(m, n):
        return thin(node, m, k, n, out, True, relu, name)
    if some_rows(m, n, w):
        return broad(node, m, k, n, out, True, relu, name)

    def emit(ins, outs, lo, hi, of):
        return [
            kernels["dense"].row(
                (out.dtype,), list(ins) + [outs[0]], [m * (hi - lo) // of, k, n], (relu,)
            )
        ]

    return Job(
        node,
        (PART, WHOLE, WHOLE),
        m,
        _cost(m, k, n, out.itemsize),
        emit,
        flops=2 * m * k * n,
        name=name,
    )


@lowering("affine", shared=True)
def affine(node, inputs, outputs):
    """Job for factor, term and bounds of channels."""
    x, out = inputs[0], outputs[0]
    if out.dtype not in _FLOATS or out.size == 0:
        return None
    channels = x.shape[-1]
    rows = x.size // channels

    def emit(ins, outs, lo, hi, of):
        return [
            kernels["affine"].row(
                (out.dtype,),
                list(ins) + [outs[0]],
                [rows * (hi - lo) // of, channels],
                (node.op.low, node.op.high),
            )
        ]

    return Job(
        node,
        (PART, WHOLE, WHOLE),
        rows,
        moving(2 * out.nbytes),
        emit,
        in_place=True,
        flops=4 * out.size,
        by_rows=True,
    )
