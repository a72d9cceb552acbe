"""Shape algebra: sizes are int, or None where a size is not known yet."""


def known(shape):
    """True when every size is known."""
    return None not in shape


def count(shape):
    """Number of elements; None when a size is unknown."""
    total = 1
    for size in shape:
        if size is None:
            return None
        total *= size
    return total


def broadcast(name, shapes):
    """Shape that NumPy broadcasting gives; an unknown size next to a size above 1 must equal it.

    # Raises
        ValueError: when the shapes do not fit together.
    """
    first = shapes[0] or shapes[-1]
    for shape in shapes:
        if shape and shape != first:  # a scalar fits everything
            break
    else:
        return first
    rank = max([len(shape) for shape in shapes])
    out = []
    for axis in range(-rank, 0):
        size, unknown = 1, False
        for shape in shapes:
            here = shape[axis] if -axis <= len(shape) else 1
            if here is None:
                unknown = True
            elif here != 1:
                if size not in (1, here):
                    raise ValueError(
                        "%s: shapes must fit together by broadcasting, got %s. Give the inputs "
                        "equal sizes "
                        "(or 1) on every axis."
                        % (name, " and ".join(str(tuple(s)) for s in shapes))
                    )
                size = here
        out.append(None if unknown and size == 1 else size)
    return tuple(out)


def merge(a, b):
    """The known one of two sizes that must be equal; the first when both are known."""
    return b if a is None else a


def axis_index(name, axis, rank):
    """Axis counted from the front.

    # Raises
        ValueError: when the tensor has no such axis.
    """
    if not -rank <= axis < max(rank, 1):
        raise ValueError(
            "%s: axis must lie in [%d, %d) for a tensor with %d axes, got %d."
            % (name, -rank, rank, rank, axis)
        )
    return int(axis % rank) if rank else 0


def axis_tuple(name, axes, rank):
    """Sorted tuple of axes counted from the front; None means all."""
    if axes is None:
        return tuple(range(rank))
    if isinstance(axes, int) or not hasattr(axes, "__iter__"):
        axes = (axes,)
    return tuple(sorted({axis_index(name, int(a), rank) for a in axes}))
