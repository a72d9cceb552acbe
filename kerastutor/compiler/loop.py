"""Tables of loops: the rows of one step, and the words in them that differ from step to step.

Worked example: y[t] = f(x[t]) over float32 vectors of 8 elements. The one row of the step holds the
addresses of x[0] and y[0]. Emitted for step 1 the same row holds addresses 32 bytes further on. So
the table has one row and two changes, (word of the address, its first value, 32), and the kernel
`loop` sets both words before each step.
"""
import numpy as np

from kerastutor.kernels import kernels
from kerastutor.kernels.jit import ROW

_OWN = slice(1, 5)  # words of a row of the kernel `loop` that describe its table


class Piece:
    """Part of a step.

    # Arguments
        emit: function (addresses) -> rows.
        places: list of (address in step 0, bytes that each step adds).
        made: list to which `emit` adds the `Table` of each loop that it emits.
    """

    def __init__(self, emit, places, made=()):
        self.emit, self.places, self.made = emit, places, made

    def at(self, step):
        """(rows, tables of inner loops) of a step."""
        before = len(self.made)
        rows = self.emit([base + step * stride for base, stride in self.places])
        return rows, list(self.made[before:])

    @property
    def moves(self):
        """True when an address differs from step to step."""
        return any(stride for _, stride in self.places)


class Table:
    """What the kernel `loop` runs.

    # Arguments
        pieces: list of `Piece`, in order.
        steps: how often they run.
    """

    def __init__(self, pieces, steps):
        self.steps = steps
        self.inner, self.late = [], []  # tables of inner loops; what they would be in the last step
        rows, moving = [], []
        for piece in pieces:
            made, tables = piece.at(0)
            if steps > 1 and piece.moves:
                moving.append((len(rows), len(made), tables, piece.at(1), piece.at(steps - 1)))
            rows += made
            self.inner += tables
        self.rows = np.array(rows, np.int64).reshape(-1, ROW)
        changes = []
        for start, count, tables, (rows_1, tables_1), (rows_2, tables_2) in moving:
            here = self.rows[start : start + count]
            changes += self._changes(here, _table(rows_1), _table(rows_2))
            for triple in zip(tables, tables_1, tables_2, strict=True):
                changes += self._inner_changes(*triple)
            self.late += tables_2
        self.changes = np.array(changes, np.int64).reshape(-1, 3)

    def _changes(self, first, second, last):
        """Words that differ between the rows of step 0, step 1 and the last step."""
        loops = first[:, 0] == kernels["loop"].address(())
        second[loops, _OWN] = last[loops, _OWN] = first[loops, _OWN]  # each has its own table
        return _differences(first, second, last, self.steps)

    def _inner_changes(self, first, second, last):
        """Words of the table of an inner loop that differ from step to step of this one."""
        found = self._changes(first.rows, second.rows.copy(), last.rows.copy())
        found += _differences(*(t.changes[:, 1:] for t in (first, second, last)), self.steps)
        for triple in zip(first.inner, second.inner, last.inner, strict=True):
            found += self._inner_changes(*triple)
        return found

    def row(self):
        """Row that runs the loop."""
        return kernels["loop"].row((), [], [], (
            self.rows.ctypes.data, len(self.rows), self.changes.ctypes.data, len(self.changes),
            self.steps))

    def extremes(self):
        """Tables of rows of the first and the last steps: all others lie between them."""
        last = self.rows.copy()
        words = last.reshape(-1)
        inside = self.changes[(self.changes[:, 0] >= self.rows.ctypes.data)
                              & (self.changes[:, 0] < self.rows.ctypes.data + self.rows.nbytes)]
        at = (inside[:, 0] - self.rows.ctypes.data) // 8
        words[at] = inside[:, 1] + inside[:, 2] * (self.steps - 1)
        found = [self.rows, last]
        for table in self.inner + self.late:
            found += table.extremes()
        return found


def _table(rows):
    return np.array(rows, np.int64).reshape(-1, ROW)


def _differences(first, second, last, steps):
    """List of (address, value in step 0, what each step adds) of words of the array `first`.

    # Raises
        RuntimeError: when the last step does not follow from the first two. It is a bug.
    """
    if first.shape != second.shape or first.shape != last.shape:
        raise RuntimeError("loop: all steps must have the same rows, got other kernels in another "
                           "step. This is a bug in kerastutor; please report it with the model.")
    step = second - first
    if not np.array_equal(last, first + step * (steps - 1)):
        raise RuntimeError("loop: addresses must be the same distance apart in all steps. This is "
                           "a bug in kerastutor; please report it with the model.")
    found = []
    for place in zip(*np.nonzero(step), strict=True):
        address = first.ctypes.data + sum(
            int(i) * stride for i, stride in zip(place, first.strides, strict=True))
        found.append((address, int(first[place]), int(step[place])))
    return found
