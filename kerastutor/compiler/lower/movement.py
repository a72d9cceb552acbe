"""Transposes, slices, repetition, borders, concatenation: copies of strided regions.

A region is a walk through one array with a stride per axis, while the other array is gone through
element by element. Worked example, x of shape (2, 3) tiled to (4, 6): the output has axes (2, 2, 2,
3), of which the first and the third are the repetitions, and x is walked with strides (0, 3, 0, 1).

Where a walk goes through all of its array from the first element to the last, nothing moves: then
the rule gives ALIAS (a transpose that moves axes of size 1 only, a tile with factors of 1).
"""

from kerastutor.compiler.job import ALIAS, PART, SKIP, WHOLE, Job, moving
from kerastutor.compiler.lower import lowering
from kerastutor.compiler.lower.elementwise import NUMBERS, bits, fill_row
from kerastutor.compiler.lower.strides import broadcast_strides, dense_strides, merge_loops, span
from kerastutor.graph.shapes import count
from kerastutor.kernels import kernels

_LOOPS = 6
_FEW = 16  # elements up to which repeated pieces are written one copy after the other
_SIDE = 4  # smallest side of a matrix that is worth the kernel for transposes


def copy_rows(name, dtype, source, target, shape, strides, start=None, size=None):
    """Rows that copy a region, or None when it takes too many loops.

    # Arguments
        name: "read" when the source is walked with strides, "write" when the target is.
        source, target: addresses.
        shape: sizes of the region.
        strides: element strides of the walk.
        start, size: first element of the walk, and elements of the array, when strides are
            negative; otherwise the address is that of the first element.
    """
    merged = merge_loops(shape, [dense_strides(shape), strides], _LOOPS)
    if merged is None:
        return None
    sizes, (_, walk) = merged
    dense, backwards = count(sizes), min(walk) < 0
    walked = size if backwards else span(sizes, walk)
    scalars = [start, *sizes, *walk] if backwards else [*sizes, *walk]
    if name == "write":
        kernel = kernels["place" if backwards else "spread"]
        return [kernel.row((dtype,), [source, target], [dense, walked], scalars)]
    squares = None if backwards else _squares(sizes, walk)
    if squares is not None:
        return [kernels["swap"].row((dtype,), [source, target], [walked, dense], squares)]
    kernel = kernels["pick" if backwards else "copy"]
    return [kernel.row((dtype,), [source, target], [walked, dense], scalars)]


def _squares(sizes, walk):
    """Numbers for the kernel `swap`, when a read goes across the rows of a matrix; else None."""
    if walk[-1] == 1 or sizes[-1] < _SIDE:
        return None
    across = [i for i, (n, s) in enumerate(zip(sizes, walk)) if s == 1 and n >= _SIDE]
    outer = [i for i, n in enumerate(sizes[:-1]) if n > 1 and i not in across]
    if not across or len(outer) > 3:
        return None
    dense = dense_strides(sizes)
    loops = [(1, 0, 0)] * (3 - len(outer)) + [(sizes[i], walk[i], dense[i]) for i in outer]
    at = across[0]
    numbers = [number for column in zip(*loops) for number in column]
    return [*numbers, sizes[at], sizes[-1], walk[-1], dense[at]]


def _reading(node, inputs, outputs, shape, strides, offset=0, cut=PART):
    """Job that copies a region of input 0; ALIAS when that is all of it in its own order.

    # Arguments
        shape: sizes of the region.
        strides: element strides in the input.
        offset: first element.
        cut: PART when axis 0 of the region runs along axis 0 of the input, else WHOLE.
    """
    out, x = outputs[0], inputs[0]
    if not out.size:
        return None
    merged = merge_loops(shape, [dense_strides(shape), strides], _LOOPS)
    if merged is None:
        return None
    if x.size == out.size and merged[1][1][-1] == 1 and merged[0][-1] == out.size:
        return ALIAS
    kind, signed = bits(out.dtype), min(strides, default=1) < 0

    def emit(ins, outs, lo, hi, of):
        part, begin, size = list(shape), offset, x.size
        if of > 1:
            part[0] = shape[0] * (hi - lo) // of
            if cut == WHOLE:
                begin += strides[0] * (shape[0] * lo // of)
            else:
                size = x.size * (hi - lo) // of
        source = ins[0] if signed else ins[0] + begin * x.itemsize
        return copy_rows("read", kind, source, outs[0], part, strides, begin, size)

    access = (cut,) + (SKIP,) * (len(inputs) - 1)
    cost = moving(2 * out.nbytes) + 1e-3 * _each(*merged) * out.size
    return Job(node, access, shape[0] if shape else 1, cost, emit)


def _each(sizes, strides):
    """Nanoseconds per element of a read, beyond going through the memory."""
    walk = strides[1]
    if min(walk) < 0:
        return 1.0
    if walk[-1] == 1 or walk[-1] == 0:
        return 4.0 / sizes[-1]
    return 0.8 if _squares(sizes, walk) else 0.4 + 4.0 / sizes[-1]


@lowering("alias", shared=True)
def alias(node, inputs, outputs):
    """Another shape of the same memory."""
    return ALIAS


# ---- another order -------------------------------------------------------------------------------
@lowering("transpose", shared=True)
def transpose(node, inputs, outputs):
    """Job for a permutation of axes."""
    perm, inner = node.op.perm, dense_strides(inputs[0].shape)
    return _reading(
        node,
        inputs,
        outputs,
        outputs[0].shape,
        [inner[i] for i in perm],
        0,
        PART if perm and perm[0] == 0 else WHOLE,
    )


@lowering("reverse", shared=True)
def reverse(node, inputs, outputs):
    """Job for opposite order along axes."""
    x, axes = inputs[0], node.op.axes
    inner = dense_strides(x.shape)
    strides = [-s if i in axes and n > 1 else s for i, (s, n) in enumerate(zip(inner, x.shape))]
    offset = sum([(x.shape[i] - 1) * inner[i] for i in axes])
    return _reading(node, inputs, outputs, x.shape, strides, offset, WHOLE if 0 in axes else PART)


# ---- parts ---------------------------------------------------------------------------------------
@lowering("slice", shared=True)
def slice_(node, inputs, outputs):
    """Job for a slice with fixed bounds."""
    begin, _, step = node.op.region(*inputs)
    inner = dense_strides(inputs[0].shape)
    strides = [s * t for s, t in zip(inner, step)]
    offset = sum([s * b for s, b in zip(inner, begin)])
    whole = begin and begin[0] == 0 and step[0] == 1 and outputs[0].shape[0] == inputs[0].shape[0]
    return _reading(
        node, inputs, outputs, outputs[0].shape, strides, offset, PART if whole else WHOLE
    )


@lowering("slice_grad", shared=True)
def slice_grad(node, inputs, outputs):
    """Job for zeros with a tensor in the place of a slice."""
    op, (g, x) = node.op, inputs
    spans = [slice(*bounds).indices(n) for *bounds, n in zip(op.begin, op.end, op.step, x.shape)]
    inner = dense_strides(x.shape)
    strides = [s * step for s, (_, _, step) in zip(inner, spans)] + list(inner[len(spans) :])
    offset = sum([s * begin for s, (begin, _, _) in zip(inner, spans)])
    whole = not spans or (spans[0][0] == 0 and spans[0][2] == 1 and g.shape[0] == x.shape[0])
    return _bordered(node, inputs, outputs[0], g.shape, strides, offset, whole, 0)


@lowering("pad", shared=True)
def pad(node, inputs, outputs):
    """Job for a border of a constant value."""
    x, out, pads = inputs[0], outputs[0], node.op.pads
    inner = dense_strides(out.shape)
    offset = sum([s * before for s, (before, _) in zip(inner, pads)])
    return _bordered(
        node, inputs, out, x.shape, inner, offset, bool(pads) and pads[0] == (0, 0), node.op.value
    )


def _bordered(node, inputs, out, shape, strides, offset, whole, value):
    """Job that writes input 0, of `shape`, into a region of an output that holds `value` elsewhere.
    """
    x = inputs[0]
    if out.dtype not in (*NUMBERS, "bool") or not out.size:
        return None
    if x.size == out.size and min(strides, default=1) > 0:
        return ALIAS
    if x.size and merge_loops(shape, [dense_strides(shape), strides], _LOOPS) is None:
        return None
    kind = bits(out.dtype)

    def emit(ins, outs, lo, hi, of):
        part, total = list(shape), out.size * (hi - lo) // of
        rows = [fill_row(out.dtype, outs[0], total, value)] if x.size < out.size else []
        if of > 1:
            part[0] = shape[0] * (hi - lo) // of
        if x.size:
            target = outs[0] if min(strides, default=1) < 0 else outs[0] + offset * out.itemsize
            rows += copy_rows("write", kind, ins[0], target, part, strides, offset, total)
        return rows

    access = (PART if whole else WHOLE,) + (SKIP,) * (len(inputs) - 1)
    cost = moving(out.nbytes + 2 * x.nbytes)
    return Job(node, access, out.shape[0] if whole else 1, cost, emit)


# ---- repetition ----------------------------------------------------------------------------------
@lowering("broadcast", shared=True)
def broadcast(node, inputs, outputs):
    """Job for repetition by broadcasting."""
    x, shape = inputs[0], outputs[0].shape
    cut = PART if len(x.shape) == len(shape) and shape and x.shape[0] == shape[0] else WHOLE
    return _reading(node, inputs, outputs, shape, broadcast_strides(x.shape, shape), 0, cut)


@lowering("tile", shared=True)
def tile(node, inputs, outputs):
    """Job for repetition of a whole tensor."""
    x, out = inputs[0], outputs[0]
    if not out.size:
        return None
    shape, strides = [], []
    for whole, n, s in zip(out.shape, x.shape, dense_strides(x.shape)):
        shape += [whole // n, n]
        strides += [0, s]
    if shape and shape[0] == 1:
        return _reading(node, inputs, outputs, shape[1:], strides[1:], 0, PART)
    return _reading(node, inputs, outputs, shape, strides, 0, WHOLE)


@lowering("repeat", shared=True)
def repeat(node, inputs, outputs):
    """Job for repetition of each element along an axis."""
    x, out, times, at = inputs[0], outputs[0], int(node.op.reps), node.op.axis + 1
    inner = count(x.shape[at:])
    if times == 1 or not out.size or inner * times > _FEW:
        strides = dense_strides(x.shape)
        return _reading(
            node,
            inputs,
            outputs,
            (*x.shape[:at], times, *x.shape[at:]),
            (*strides[:at], 0, *strides[at:]),
        )
    kind = bits(out.dtype)

    def emit(ins, outs, lo, hi, of):
        """Short pieces: all first copies, then all second ones ..."""
        shape = (count(x.shape[:at]) * (hi - lo) // of, inner)
        rows = []
        for i in range(times):
            target = outs[0] + i * inner * out.itemsize
            rows += copy_rows("write", kind, ins[0], target, shape, (times * inner, 1))
        return rows

    return Job(node, (PART,), x.shape[0], moving(2 * out.nbytes) + 5e-4 * out.size, emit)


@lowering("concat", shared=True)
def concat(node, inputs, outputs):
    """Job for tensors side by side."""
    out, axis = outputs[0], node.op.axis
    if not out.size:
        return None
    if inputs[0].size == out.size:
        return ALIAS
    kind, width = bits(out.dtype), count(out.shape[axis + 1 :])
    outer = count(out.shape[:axis])  # the output is seen as (outer, axis, width)
    starts = [sum([x.shape[axis] for x in inputs[:i]]) for i in range(len(inputs))]
    stride = out.shape[axis] * width

    def emit(ins, outs, lo, hi, of):
        rows, here = [], outer * (hi - lo) // of
        for x, address, start in zip(inputs, ins, starts):
            if x.size:
                inner = x.shape[axis] * width
                rows += copy_rows(
                    "write",
                    kind,
                    address,
                    outs[0] + start * width * out.itemsize,
                    (here, inner),
                    (stride, 1),
                )
        return rows

    def emit_rows(ins, outs, lo, hi, of):
        """Along axis 0: each chunk copies those rows of the inputs that fall into it."""
        rows, total = [], out.shape[0]
        first, last = total * lo // of, total * hi // of
        for x, address, start in zip(inputs, ins, starts):
            begin, end = max(first, start), min(last, start + x.shape[0])
            if x.size and begin < end:
                rows += copy_rows(
                    "read",
                    kind,
                    address + (begin - start) * width * out.itemsize,
                    outs[0] + (begin - first) * width * out.itemsize,
                    ((end - begin) * width,),
                    (1,),
                )
        return rows

    cost = moving(2 * out.nbytes) + 2e-3 * outer * len(inputs)
    if axis == 0:
        return Job(node, (WHOLE,) * len(inputs), out.shape[0], cost, emit_rows)
    return Job(node, (PART,) * len(inputs), out.shape[0], cost, emit)
