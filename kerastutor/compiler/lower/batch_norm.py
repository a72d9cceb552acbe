"""Batch normalisation in three steps: sums of each sample, the batch's numbers, a pass over it.

The first and the last are cut by samples, like the convolutions around them, so that a sample's
sums are taken by the thread that has just computed it.
"""

from kerastutor.compiler.job import PART, WHOLE, Job, moving
from kerastutor.compiler.lower import lowering
from kerastutor.compiler.lower.parts import Part, in_parts
from kerastutor.graph.shapes import count
from kerastutor.kernels import kernels

_FLOATS = ("float32", "float64")


class View:
    """A tensor as samples x positions x features x rest."""

    def __init__(self, x, axis):
        self.dtype, self.itemsize, self.nbytes = x.dtype, x.itemsize, x.nbytes
        self.samples = x.shape[0] if axis else 1
        self.positions = count(x.shape[1:axis]) if axis else 1
        self.features, self.rest = x.shape[axis], count(x.shape[axis + 1 :])
        self.each = self.positions * self.rest      # numbers of a feature in one sample

    def sizes(self, lo, hi, of):
        """Sizes of samples lo to hi of a kernel's x[P,Q,C,I]."""
        return [self.samples * (hi - lo) // of, self.positions, self.features, self.rest]

    def pass_over(self, part, parts, passes, emit, scratch=0, in_place=False):
        """Job of a part that goes over the samples.

        # Arguments
            part: the `Part`; its first inputs are cut like the samples ...
            parts: ... as many as this.
            passes: how many tensors of x's size it reads and writes.
            scratch: numbers of working memory for each feature.
            in_place: whether it writes each number over the one that it reads.
        """
        access = (PART if self.samples > 1 else WHOLE,) * parts
        access += (WHOLE,) * (len(part.inputs) - parts)
        room = scratch * self.features * self.itemsize
        return Job(part, access, self.samples, moving(passes * self.nbytes), emit,
                   scratch=(lambda lo, hi, of: room) if room else None, in_place=in_place,
                   by_rows=True)

    def columns(self, lo, hi, of):
        """(offset in bytes, number) of the features lo to hi."""
        first = self.features * lo // of
        return first * self.itemsize, self.features * (hi - lo) // of

    def table(self, here):
        """Length of a table of samples, seen from its first column on, for `here` columns."""
        return (self.samples - 1) * self.features + here


def _usable(x):
    return x.dtype in _FLOATS and x.size


@lowering("batch_norm")
def batch_norm(node, inputs, outputs):
    """Jobs of the way forwards."""
    x, gamma, beta = node.inputs
    y, mean, var = node.outputs
    if not _usable(inputs[0]):
        return None
    view, epsilon, kind = View(inputs[0], node.op.axis), node.op.epsilon, (inputs[0].dtype,)
    table = ((view.samples, view.features), view.dtype)

    def emit_samples(ins, outs, lo, hi, of):
        return [kernels["sample_moments"].row(kind, [ins[0], *outs[:2]], view.sizes(lo, hi, of))]

    def emit_join(ins, outs, lo, hi, of):
        at, here = view.columns(lo, hi, of)
        squares = [ins[1] + at, view.table(here)] if len(ins) > 1 else [0, 0]
        return [kernels["join_moments"].row(
            kind, [ins[0] + at, squares[0], *outs[:2]], [view.table(here), squares[1], here],
            (view.samples, view.features, view.each))]

    def emit_pass(ins, outs, lo, hi, of):
        return [kernels["normalize"].row(kind, [*ins, *outs[:2]], view.sizes(lo, hi, of),
                                         (epsilon,))]

    jobs, tables = [], (x,)
    if view.each > 1:
        part = Part(node, "moments of samples", [], [table, table], (x,))
        jobs, tables = [view.pass_over(part, 1, 2, emit_samples)], tuple(part.made)
    join = Part(node, "moments", [mean, var], (), tables)
    jobs.append(Job(join, (WHOLE,) * len(tables), view.features,
                    moving(2 * len(tables) * view.samples * view.features * view.itemsize),
                    emit_join))
    last = Part(node, "batch_norm", [y], (), (x, gamma, beta, mean, var))
    jobs.append(view.pass_over(last, 1, 2, emit_pass, scratch=1, in_place=True))
    return in_parts(node, jobs)


@lowering("batch_norm_grad")
def batch_norm_grad(node, inputs, outputs):
    """Jobs of the way back."""
    g, x, gamma, mean, var = node.inputs
    dx, dgamma, dbeta = node.outputs
    if not _usable(inputs[1]) or inputs[0].shape != inputs[1].shape:
        return None
    view, epsilon, kind = View(inputs[1], node.op.axis), node.op.epsilon, (inputs[1].dtype,)
    table = ((view.samples, view.features), view.dtype)

    def emit_samples(ins, outs, lo, hi, of):
        return [kernels["sample_products"].row(kind, [*ins, *outs[:2]], view.sizes(lo, hi, of))]

    def emit_join(ins, outs, lo, hi, of):
        at, here = view.columns(lo, hi, of)
        return [kernels["join_products"].row(
            kind, [*(a + at for a in ins), *outs[:2]], [view.table(here)] * 2 + [here],
            (view.samples, view.features, epsilon))]

    def emit_pass(ins, outs, lo, hi, of):
        return [kernels["normalize_grad"].row(
            kind, [*ins, *outs[:2]], view.sizes(lo, hi, of) + [3 * view.features],
            (view.samples * view.each, epsilon))]

    part = Part(node, "sums of samples", [], [table, table], (g, x, mean))
    join = Part(node, "gamma and beta", [dgamma, dbeta], (), (*part.made, var))
    cost = moving(2 * view.samples * view.features * view.itemsize)
    last = Part(node, "batch_norm_grad", [dx], (), (g, x, gamma, mean, var, dgamma, dbeta))
    return in_parts(node, [
        view.pass_over(part, 2, 2, emit_samples),
        Job(join, (WHOLE,) * 3, view.features, cost, emit_join),
        view.pass_over(last, 2, 3, emit_pass, scratch=3, in_place=True),
    ])
