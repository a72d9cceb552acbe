"""Check a plan before it runs: every array of every row lies inside memory that the plan may touch.

Compiled kernels check nothing, so this is where a mistake in an emit function or in the placement of tensors is caught.
"""
import bisect

import numpy as np

from kerastutor.kernels.jit import by_address


def verify(rows, regions):
    """Check all rows.

    # Arguments
        rows: int64 table of the plan.
        regions: list of (first address, bytes, what) of the memory the plan may touch.

    # Raises
        RuntimeError: naming the kernel and the array that leaves its memory. It is a bug in kerastutor.
    """
    regions = sorted((start, start + size, what) for start, size, what in regions)
    starts = [r[0] for r in regions]
    layouts = {}
    for row in rows.tolist():
        layout = layouts.get(row[0])
        if layout is None:
            layout = layouts[row[0]] = _layout(row[0])
        for name, column, item, dims in layout[1]:
            size = item
            for d in dims:
                size *= d if d > 0 else row[-d]
            if size <= 0:
                continue
            i = bisect.bisect_right(starts, row[column]) - 1
            if i < 0 or row[column] + size > regions[i][1]:
                raise RuntimeError("plan: array %s of kernel %s must lie inside the plan's memory, got %d bytes at %d. This is a "
                                   "bug in kerastutor; please report it with the model." % (name, layout[0], size, row[column]))


def _layout(address):
    """(kernel name, [(array name, column, bytes per element, dims)]); a negative dim is the column that holds the size."""
    kernel, types = by_address[address]
    n = len(kernel.arrays)
    columns = {name: -(1 + n + i) for i, name in enumerate(kernel.sizes)}
    arrays = []
    for i, (kind, name, dims) in enumerate(kernel.arrays):
        item = np.dtype(kernel.element(kind, types)).itemsize
        arrays.append((name, 1 + i, item, [int(d) if d.isdigit() else columns[d] for d in dims]))
    return kernel.name, arrays
