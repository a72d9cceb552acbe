"""Nodes that are done by several jobs, with tensors of their own in between."""

from kerastutor.compiler.job import SKIP, Job
from kerastutor.compiler.memory import padded
from kerastutor.graph.spec import Spec
from kerastutor.graph.tensor import Tensor


class _Named:
    """Stands for the op of a part."""

    pure, shape_only, nout = True, (), 1

    def __init__(self, name):
        self.name = name


class Part:
    """A step of a node: what `Job` needs of a node.

    # Arguments
        node: the node.
        name: what the step does.
        outputs: list of the node's outputs that it computes.
        made: list of (shape, dtype) of further outputs, for other parts.
        inputs: tuple of tensors; None for those of the node.
    """

    def __init__(self, node, name, outputs, made=(), inputs=None):
        self.op = _Named(name)
        self.inputs = node.inputs if inputs is None else inputs
        self.made = [Tensor(shape, dtype, node, None) for shape, dtype in made]
        self.outputs = list(outputs) + self.made
        self.where, self.device = node.where, node.device


def in_parts(node, jobs):
    """One job that does all jobs of a node in order.

    `job.parts` are the jobs, `job.specs` the tensors between them: the binder may take the parts
    one by one instead, so that each is cut in its own way, or left out.
    """
    between, offsets, size = {}, {}, 0
    for job in jobs:
        for t in job.node.outputs:
            if t not in node.outputs:
                between[t] = Spec(t.shape, t.dtype)
                offsets[t] = size
                size += padded(between[t].nbytes)
    extra = max((padded(job.scratch(0, 1, 1)) for job in jobs if job.scratch), default=0)

    def emit(ins, outs, lo, hi, of):
        room = outs[len(node.outputs)]
        address = dict(zip(node.inputs, ins, strict=True))
        address.update(zip(node.outputs, outs, strict=False))
        address.update((t, room + offset) for t, offset in offsets.items())
        rows = []
        for job in jobs:
            results = [address[t] for t in job.node.outputs]
            if job.scratch:
                results.append(room + size)
            rows += job.emit([address[t] for t in job.node.inputs], results, 0, 1, 1)
        return rows

    access = []
    for x in node.inputs:
        uses = [
            a
            for job in jobs
            for t, a in zip(job.node.inputs, job.access, strict=True)
            if t is x and a != SKIP
        ]
        access.append(uses[0] if uses else SKIP)
    made = Job(
        node,
        tuple(access),
        1,
        sum(job.cost for job in jobs),
        emit,
        flops=sum(job.flops for job in jobs),
        scratch=lambda lo, hi, of: size + extra,
    )
    made.parts, made.specs = jobs, between
    return made
