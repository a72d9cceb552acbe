"""Run a kernel compiled and as plain Python, on arrays with guards around them."""

import numpy as np

GUARD = 64


def guarded(array):
    """(copy of an array inside a larger one, function that tells whether the rest is as it was)."""
    filler = np.nan if array.dtype.kind == "f" else 77
    room = np.full(array.size + 2 * GUARD, filler).astype(array.dtype)
    inside = room[GUARD : GUARD + array.size].reshape(array.shape)
    inside[...] = array
    before = room.copy()

    def intact():
        same = np.array_equal
        equal_nan = array.dtype.kind == "f"
        return same(room[:GUARD], before[:GUARD], equal_nan=equal_nan) and same(
            room[GUARD + array.size :], before[GUARD + array.size :], equal_nan=equal_nan
        )

    return inside, intact


def both(kernel, arrays, scalars=(), ulps=200):
    """Results of a kernel, which the plain function gives too, and which is all that is written.

    # Arguments
        kernel: the kernel.
        arrays: inputs and outputs; they are copied.
        scalars: its numbers.
        ulps: allowed difference, in units in the last place of the largest element.

    # Returns
        The arrays after the compiled run.
    """
    fast, plain = [guarded(a) for a in arrays], [guarded(a) for a in arrays]
    kernel(*[a for a, _ in fast], *scalars)
    with np.errstate(all="ignore"):
        kernel.function(*[a for a, _ in plain], *scalars)
    for (a, intact), (b, intact_too) in zip(fast, plain, strict=True):
        assert intact() and intact_too(), f"{kernel.name} must not write outside of its arrays"
        if a.dtype.kind == "f":
            seen = np.isfinite(a)
            assert np.array_equal(seen, np.isfinite(b))
            if seen.any():
                limit = ulps * np.finfo(a.dtype).eps * np.abs(b[seen]).max()
                np.testing.assert_allclose(a[seen], b[seen], rtol=0, atol=limit)
        else:
            assert np.array_equal(a, b)
    return [a for a, _ in fast]


def nan(*shape, dtype="float32"):
    """An output that must be written wholly."""
    return np.full(shape, np.nan, dtype)
