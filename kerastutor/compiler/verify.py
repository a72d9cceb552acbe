"""Check a plan before it runs: every array of every row lies inside memory that the plan may touch.

Compiled kernels check nothing, so this is where a mistake in an emit function or in the placement
of tensors is caught.
"""

import bisect
import functools

import numpy as np

from kerastutor.kernels.jit import ROW, by_address

_FEW = 40  # rows up to which they are checked one by one
_MANY = 20000  # rows that are looked at together


def verify(rows, regions):
    """Check all rows.

    # Arguments
        rows: int64 table of the plan.
        regions: list of (first address, bytes) of the memory that the plan may touch.

    # Raises
        RuntimeError: naming the kernel and the array that leaves its memory. It is a bug in
            kerastutor.
    """
    regions = sorted(set(regions))
    starts = [start for start, _ in regions]
    ends = [start + size for start, size in regions]
    suspects = range(len(rows)) if len(rows) <= _FEW else _outside(rows, starts, ends)
    for i in suspects:
        _check(rows[i].tolist(), starts, ends)


def named_arrays(row):
    """[(name, address, bytes)] of the arrays of a row (a list of its words)."""
    found = []
    for array, column, item, dims in _layout(row[0])[1]:
        size = item
        for d in dims:
            size *= row[d]
        found.append((array, row[column], size))
    return found


def _check(row, starts, ends):
    """Raise unless every array of a row lies in one region."""
    for array, address, size in named_arrays(row):
        i = bisect.bisect_right(starts, address) - 1
        if size > 0 and (i < 0 or address + size > ends[i]):
            raise RuntimeError(
                f"plan: array {array} of kernel {_layout(row[0])[0]} must lie inside the plan's "
                f"memory, got {size} bytes at {address}. This is a bug in kerastutor; please "
                "report it with the model."
            )


def _outside(rows, starts, ends):
    """Numbers of the rows with an array that is not inside one region; all rows are looked at
    together.
    """
    starts, ends = np.array(starts, np.int64), np.array(ends, np.int64)
    number, found = {}, []
    kinds = [number.setdefault(address, len(number)) for address in rows[:, 0].tolist()]
    table = _layouts(tuple(number))
    for first in range(0, len(rows), _MANY):
        part = table[kinds[first : first + _MANY]]
        flat = rows[first : first + _MANY].ravel()
        line = np.arange(0, flat.size, ROW).reshape(-1, 1)
        begin, size = flat[line + part[:, :, 0]], part[:, :, 1]
        for axis in range(2, table.shape[2]):
            column = part[:, :, axis]
            size = size * np.where(column < 0, 1, flat[line + column])
        region = np.searchsorted(starts, begin, "right") - 1
        bad = (size > 0) & ((region < 0) | (begin + size > ends[region]))
        found += (first + np.flatnonzero(bad.any(1))).tolist()
    return found


@functools.lru_cache(256)
def _layouts(addresses):
    """Table [kernel, array, :] of column, bytes per element, columns of the sizes (-1: none)."""
    layouts = [_layout(address)[1] for address in addresses]
    most = max([len(arrays) for arrays in layouts])
    axes = max([len(dims) for arrays in layouts for _, _, _, dims in arrays], default=0)
    table = np.zeros((len(layouts), most, 2 + axes), np.int64)
    table[:, :, 2:] = -1
    for k, arrays in enumerate(layouts):
        for i, (_, column, item, dims) in enumerate(arrays):
            table[k, i, : 2 + len(dims)] = (column, item, *dims)
    return table


@functools.cache
def _layout(address):
    """(kernel name, [(array name, column, bytes per element, columns of its sizes)])."""
    kernel, types = by_address[address]
    n = len(kernel.arrays)
    columns = {name: 1 + n + i for i, name in enumerate(kernel.sizes)}
    arrays = []
    for i, (kind, name, dims) in enumerate(kernel.arrays):
        item = np.dtype(kernel.element(kind, types)).itemsize
        for d in dims:
            if d.isdigit():
                item *= int(d)
        arrays.append((name, 1 + i, item, [columns[d] for d in dims if not d.isdigit()]))
    return kernel.name, arrays
