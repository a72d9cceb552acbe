"""Seeing arrays as few nested loops.

Worked example: x of shape (32, 5, 7) plus b of shape (7,). Along axes 0 and 1 both walk in step (x
by 7 elements from row to row, b not at all), so they merge into one: loops of sizes (160, 7), in
which x has strides (7, 1) and b has strides (0, 1).
"""


def dense_strides(shape):
    """Element strides of a C-ordered array."""
    out, step = [], 1
    for size in reversed(shape):
        out.append(step)
        step *= size
    return tuple(reversed(out))


def broadcast_strides(shape, target):
    """Element strides of an array of `shape` when it is repeated to `target`: 0 where it is
    repeated.
    """
    shape = (1,) * (len(target) - len(shape)) + tuple(shape)
    return tuple([0 if n == 1 else s for n, s in zip(shape, dense_strides(shape))])


def merge_loops(sizes, stride_lists, loops):
    """Merge neighbouring axes that every array walks through as one.

    # Arguments
        sizes: loop sizes, outermost first.
        stride_lists: for each array its strides.
        loops: number of loops wanted.

    # Returns
        (sizes, stride lists) with exactly `loops` entries, or None when more loops are needed.
    """
    out, strides = [], []  # per loop: its size, and the stride of each array
    for n, *here in zip(sizes, *stride_lists):
        if n == 1:
            continue
        if out and all([outer == inner * n for outer, inner in zip(strides[-1], here)]):
            out[-1] *= n
            strides[-1] = here
        else:
            out.append(n)
            strides.append(here)
    if not out:
        out, strides = [1], [[1] * len(stride_lists)]
    if len(out) > loops:
        return None
    missing = loops - len(out)
    return [1] * missing + out, [[0] * missing + list(walk) for walk in zip(*strides)]


def span(sizes, strides):
    """Elements from the first to the last that a walk touches."""
    last = 0
    for n, s in zip(sizes, strides):
        last += s * (n - 1)
    return last + 1
