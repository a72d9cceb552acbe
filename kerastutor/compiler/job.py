"""Jobs: what a plan has to do for one node, not yet placed in time and memory."""

PART, WHOLE, SKIP = "part", "whole", "skip"
ALIAS = "alias"  # what a rule returns when the output is input 0's memory as it is
COPY_BYTES = 8000.0  # bytes per microsecond that a careful estimate takes for moving memory about
FLOPS = 40000.0  # floating-point operations of a matrix product per microsecond, on one core
CALL = 0.03  # microseconds to call one kernel
_CACHES = ((32e3, 250e3), (1e6, 130e3), (8e6, 50e3), (1e30, 28e3))  # bytes; bytes per microsecond


def moving(size):
    """Microseconds to go through `size` bytes once: fast in the nearest cache, slower beyond."""
    total, begin = 0.0, 0.0
    for end, speed in _CACHES:
        if size <= begin:
            break
        total += (min(size, end) - begin) / speed
        begin = end
    return total


class Job:
    """One kernel call, or several in a row.

    # Arguments
        node: the graph node it computes.
        access: for each input PART (a fraction of the output needs the same fraction of this
            input's memory), WHOLE, or SKIP (only its shape was needed).
        units: the number of equal parts into which the output's memory may be cut; 1 when it may
            not.
        cost: rough microseconds on one core.
        emit: function (inputs, outputs, lo, hi, of) -> rows: addresses of inputs and outputs
            (already at the part for PART inputs and outputs) -> kernel rows for the units from lo
            to hi out of `of`; a list of rows or an int64 array of them.
        fallible: whether a kernel may set the status (bad labels or indices).
        in_place: whether outputs may be written over inputs of the same size (all of an element is
            read before any of it is written); such jobs may also be cut at any element, so a chain
            of those with one output runs block by block (see lifetime.py).
        scratch: bytes of working memory per chunk, as a function (lo, hi, of) -> bytes, or None;
            its address comes last in outputs.
        name: what `explain()` shows.
        by_rows: whether a job that works in place may be cut at its units only.
        least: fewest units that a chunk should have for its kernel to be worth its start.
        again: bytes that each call reads, or lays out anew, whatever its part; None for those of
            the WHOLE inputs.
        across: whether a part of the job writes its part of each row of the output, all over the
            output's memory; `emit` still gets the address that a part of the memory would have.
    """

    # A deep model has thousands of jobs: slots take a fifth of the memory of dictionaries.
    __slots__ = (
        *("node", "access", "units", "cost", "emit", "name", "fallible", "in_place", "scratch"),
        *("flops", "by_rows", "least", "again", "across"),
        *("reads", "sources", "targets", "run", "walk"),  # set while a plan is made
        "__dict__",
    )
    host = False
    parts = ()  # jobs that together do this one, each cut in its own way (lower/parts.py) ...
    specs = {}  # ... and the tensors that they hand on
    loops = ()  # tables of rows that kernels run (compiler/loop.py), filled by emit ...
    keep = ()  # ... and arrays that those rows read

    def __init__(
        self,
        node,
        access,
        units,
        cost,
        emit,
        name=None,
        fallible=False,
        in_place=False,
        scratch=None,
        flops=0,
        by_rows=False,
        least=1,
        again=None,
        across=False,
    ):
        self.node = node
        self.access = access
        self.units = max(int(units), 1)
        self.cost = cost + CALL
        self.emit = emit
        self.name = name or node.op.name
        self.fallible = fallible
        self.in_place = in_place
        self.scratch = scratch
        self.flops = flops
        self.by_rows = by_rows
        self.least = least
        self.again = again
        self.across = across

    def of(self, node):
        """The same job for another node, whose op and shapes are equal; what a plan adds later is
        not shared.
        """
        made = object.__new__(type(self))
        made.node, made.access, made.units = node, self.access, self.units
        made.cost, made.emit, made.name, made.flops = self.cost, self.emit, self.name, self.flops
        made.fallible, made.in_place, made.scratch = self.fallible, self.in_place, self.scratch
        made.by_rows, made.least, made.across = self.by_rows, self.least, self.across
        made.again = self.again
        return made


class HostJob(Job):
    """A node without a kernel: its NumPy reference runs between two stretches of compiled code."""

    host = True

    def __init__(self, node, shape_only):
        access = tuple([SKIP if i in shape_only else WHOLE for i in range(len(node.inputs))])
        super().__init__(node, access, 1, 50.0, None, name=node.op.name + " (NumPy)", fallible=True)
