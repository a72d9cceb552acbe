"""Concrete shapes: from symbolic nodes to jobs.

`bind` walks a rewritten graph with the shapes of the fed arrays, works out every shape, computes what follows from shapes alone,
leaves out what is not needed, and asks the lowering rules for a job per node.
"""
import numpy as np

from kerastutor.compiler.job import SKIP, HostJob
from kerastutor.compiler.lower import lower
from kerastutor.graph.spec import Spec
from kerastutor.graph.tensor import Constant, Placeholder, Variable
from kerastutor.graph.traverse import topological

_FOLD = 4096


class Dynamic(Exception):
    """The graph has a tensor whose shape depends on data; such graphs run on the reference interpreter."""


class Bound:
    """A graph with concrete shapes.

    # Attributes
        specs: dictionary tensor -> Spec.
        jobs: list of jobs in topological order.
        storage: dictionary tensor -> tensor whose memory it shares (reshapes are the same memory).
        constants: dictionary tensor -> array for constants and folded tensors.
    """

    def __init__(self, specs, jobs, storage, constants):
        self.specs, self.jobs, self.storage, self.constants = specs, jobs, storage, constants


def bind(roots, feeds):
    """Work out shapes, values known from shapes, and jobs.

    # Arguments
        roots: list of tensors (outputs and new values of updates).
        feeds: dictionary placeholder -> shape.

    # Raises
        Dynamic: when a shape depends on data.
        ValueError: when concrete shapes do not fit; the message names the op and the line that built it.
    """
    order = topological(roots)
    specs, constants, storage = {}, {}, {}

    def leaf(x):
        if isinstance(x, Constant):
            specs[x] = Spec(x.shape, x.dtype, x.value if x.value.size <= _FOLD else None)
            constants[x] = x.value
        elif isinstance(x, Variable):
            specs[x] = Spec(x.shape, x.dtype)
        elif x in feeds:
            specs[x] = Spec(feeds[x], x.dtype)
        elif isinstance(x, Placeholder) and x.default is not None:
            specs[x] = Spec((), x.dtype, np.asarray(x.default, x.dtype))
            constants[x] = specs[x].value
        else:
            raise ValueError("%s: placeholder must be fed, got no value. Add it to the inputs of the function." % x.name)

    for x in roots:
        if x.node is None and x not in specs:
            leaf(x)
    with np.errstate(all="ignore"):
        for node in order:
            for x in node.inputs:
                if x.node is None and x not in specs:
                    leaf(x)
            _place(node, [specs[x] for x in node.inputs], specs, constants)
    jobs = _lower(order, roots, specs, constants, storage)
    return Bound(specs, jobs, storage, constants)


def _place(node, inputs, specs, constants):
    """Specs of a node's outputs; their values too, where these follow from known values and shapes."""
    try:
        results = node.op.infer(*inputs)
    except (ValueError, TypeError) as error:
        place = " (built in %s, line %d)" % node.where if node.where else ""
        raise type(error)("%s%s" % (error, place)) from None
    for t, (shape, dtype) in zip(node.outputs, results):
        if None in shape:
            raise Dynamic(node.op.name)
        specs[t] = Spec(shape, dtype)
    skip = node.op.shape_only
    total = sum(specs[t].size for t in node.outputs)
    if not node.op.pure or total > _FOLD or any(s.value is None and i not in skip for i, s in enumerate(inputs)):
        return
    if node.op.kernel == "fill" and total > 64:
        return
    arrays = [np.broadcast_to(np.zeros((), s.dtype), s.shape) if i in skip else s.value for i, s in enumerate(inputs)]
    values = node.op.reference(*arrays)
    for t, value in zip(node.outputs, values if node.op.nout > 1 else (values,)):
        value = np.ascontiguousarray(np.asarray(value, t.dtype)).reshape(specs[t].shape)
        specs[t].value = constants[t] = value


def _lower(order, roots, specs, constants, storage):
    """Jobs of the nodes that the roots need, in order."""
    needed = {t for t in roots if t not in constants}
    jobs = []
    for node in reversed(order):
        outputs = [t for t in node.outputs if t in needed]
        if not outputs:
            continue
        skip = node.op.shape_only
        if node.op.kernel == "alias" or (node.op.alias_if_same_shape and specs[node.inputs[0]].shape == specs[outputs[0]].shape):
            needed.add(node.inputs[0])
            jobs.append(node)
            continue
        job = lower(node, [specs[x] for x in node.inputs], [specs[t] for t in node.outputs])
        if job is None:
            job = HostJob(node, skip)
        specs.update(job.specs)
        for part in reversed(job.parts or [job]):
            if any(t in needed for t in part.node.outputs):
                needed.update(x for x, access in zip(part.node.inputs, part.access) if access != SKIP and x not in constants)
                jobs.append(part)
    made = []
    for job in reversed(jobs):
        if hasattr(job, "emit"):
            made.append(job)
        else:                                            # an alias: the same memory under another shape
            x = job.inputs[0]
            storage[job.outputs[0]] = storage.get(x, x)
    return made
