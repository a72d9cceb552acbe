"""Seeing arrays as few nested loops."""


def dense_strides(shape):
    """Element strides of a C-ordered array."""
    out, step = [], 1
    for size in reversed(shape):
        out.append(step)
        step *= size
    return tuple(reversed(out))


def broadcast_strides(shape, target):
    """Element strides of an array of `shape` when it is repeated to `target`: 0 where it is repeated."""
    shape = (1,) * (len(target) - len(shape)) + tuple(shape)
    return tuple(0 if n == 1 else s for n, s in zip(shape, dense_strides(shape)))


def merge_loops(sizes, stride_lists, loops):
    """Merge neighbouring axes that every array walks through as one.

    # Arguments
        sizes: loop sizes, outermost first.
        stride_lists: for each array its strides.
        loops: number of loops wanted.

    # Returns
        (sizes, stride lists) with exactly `loops` entries, or None when more loops are needed.
    """
    axes = [i for i, n in enumerate(sizes) if n != 1]
    out, strides = [], [[] for _ in stride_lists]
    for i in axes:
        n = sizes[i]
        if out and all(s[-1] == st[i] * n for s, st in zip(strides, stride_lists)):
            out[-1] *= n
            for s, st in zip(strides, stride_lists):
                s[-1] = st[i]
        else:
            out.append(n)
            for s, st in zip(strides, stride_lists):
                s.append(st[i])
    if not out:
        out = [1]
        for s in strides:
            s.append(1)
    if len(out) > loops:
        return None
    missing = loops - len(out)
    return [1] * missing + out, [[0] * missing + s for s in strides]
