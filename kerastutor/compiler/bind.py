"""Concrete shapes: from symbolic nodes to jobs.

`bind` walks a rewritten graph with the shapes of the fed arrays, works out every shape, computes
what follows from shapes alone, leaves out what is not needed, and asks the lowering rules for a job
per node.

What one walk finds out is remembered for the next: a node whose inputs have the same shapes as last
time is not looked at again. Worked example, a dense net that is fed a smaller last batch: the sizes
of activations and of their gradients are new, but the gradients of the weights and the whole
optimizer keep their shapes, so more than half of the jobs are those of the first batch. And 100,000
additions of (2, 3) and (3,) are one question to the rules, not 100,000.
"""

import numpy as np

from kerastutor.compiler.job import ALIAS, SKIP, HostJob, Job
from kerastutor.compiler.lower import lower, shared_rules
from kerastutor.graph.spec import Spec
from kerastutor.graph.tensor import Constant, Placeholder, Variable, aligned_copy
from kerastutor.graph.traverse import topological

_FOLD = 4096  # elements of the largest tensor that is computed while planning
_SMALL = 64  # elements up to which values are compared
_SPECS = 10000  # Specs that are remembered


class Dynamic(Exception):
    """A shape depends on data; such graphs run on the reference interpreter."""


class Bindable:
    """A rewritten graph, ready to be bound to one set of shapes after the other.

    # Arguments
        roots: list of tensors (outputs and new values of updates).

    # Attributes
        nodes: list of (node, kind); nodes of one kind do the same to inputs of the same shapes.
        leaves: placeholders, variables and constants, in a fixed order.
        fixed: dictionary variable or constant -> Spec.
        found: what the last walk found out: (kind, Specs of the inputs ...) -> `Found`.
    """

    def __init__(self, roots):
        self.roots = list(roots)
        order = topological(self.roots)
        kinds, kind_of = {}, {}
        self.leaves = dict.fromkeys(x for x in self.roots if x.node is None)
        self.nodes = []
        for node in order:
            op = node.op
            kind = kind_of.get(id(op))  # the same op object stays the same kind
            if kind is None:
                kind = kind_of[id(op)] = _kind(node, kinds)
            self.nodes.append((node, kind))
            for x in node.inputs:
                if x.node is None:
                    self.leaves[x] = None
        self._specs = {}  # (shape, dtype, bytes of the value) -> the one Spec
        self.found = {}  # (kind, Specs of inputs ...) -> Found, of the last walk
        self.fixed = {x: self._leaf(x) for x in self.leaves if not isinstance(x, Placeholder)}
        self._places = {}  # variable or constant -> (address, array)

    def place(self, x):
        """Address of the array of a variable or constant, which never moves."""
        found = self._places.get(x)
        if found is None:
            array = x.value if isinstance(x, Variable) else aligned(x.value)
            found = self._places[x] = array.ctypes.data, array
        return found[0]

    def spec(self, shape, dtype, value=None):
        """The Spec of this shape, type and value; equal ones are one object, as long as the value
        is small.
        """
        if value is not None and value.size > _SMALL:
            return Spec(shape, dtype, value)
        key = (shape, dtype, None if value is None else value.tobytes())
        made = self._specs.get(key)
        if made is None:
            if len(self._specs) >= _SPECS:
                self._specs.clear()
            made = self._specs[key] = Spec(shape, dtype, value)
        return made

    def _leaf(self, x):
        if isinstance(x, Constant) and x.value.size <= _FOLD:
            return self.spec(tuple(x.shape), x.dtype, x.value)
        return self.spec(tuple(x.shape), x.dtype)


def aligned(array):
    """The array, or a copy of it that is C-ordered and aligned."""
    good = array.flags.c_contiguous and array.ctypes.data % 16 == 0
    return array if good else aligned_copy(array)


def _kind(node, kinds):
    """What stands for an op when nodes are compared: a number for ops whose rules look at
    attributes and shapes only, the node itself for others.
    """
    op = node.op
    if op.kernel not in shared_rules:
        return node
    try:
        return kinds.setdefault(op.key(), len(kinds))
    except TypeError:  # an attribute that cannot be hashed
        return node


class Found:
    """What a walk found out about a node: Specs of its outputs, and its job (None: not asked for
    yet).
    """

    __slots__ = ("outputs", "job")

    def __init__(self, outputs):
        self.outputs, self.job = outputs, None


class Bound:
    """A graph with concrete shapes.

    # Attributes
        specs: dictionary tensor -> Spec.
        jobs: list of jobs in topological order. Each has got `reads`: for each input the tensor in
            whose memory it is found, or None where only its shape is used.
        storage: dictionary tensor -> tensor whose memory it shares (reshapes are the same memory).
        constants: dictionary tensor -> array for constants and folded tensors.
    """

    def __init__(self, specs, jobs, storage, constants):
        self.specs, self.jobs, self.storage, self.constants = specs, jobs, storage, constants


def bind(graph, feeds):
    """Work out shapes, values known from shapes, and jobs.

    # Arguments
        graph: `Bindable`, or a list of roots.
        feeds: dictionary placeholder -> shape.

    # Raises
        Dynamic: when a shape depends on data.
        ValueError: when concrete shapes do not fit; the message names the op and the line that
            built it.
    """
    if not isinstance(graph, Bindable):
        graph = Bindable(graph)
    specs, constants = _leaves(graph, feeds)
    old, new, entries = graph.found, {}, []
    with np.errstate(all="ignore"):
        for node, kind in graph.nodes:
            inputs = [specs[x] for x in node.inputs]
            key = (kind, *inputs)
            entry = new.get(key)
            if entry is None:
                entry = old.get(key) or Found(_place(graph, node, inputs))
                new[key] = entry
            entries.append(entry)
            for t, spec in zip(node.outputs, entry.outputs):
                specs[t] = spec
                if spec.value is not None:
                    constants[t] = spec.value
    graph.found = new
    jobs, storage = _lower(graph, entries, specs, constants)
    return Bound(specs, jobs, storage, constants)


def _leaves(graph, feeds):
    """Specs of the leaves, and values of the constants among them."""
    specs = dict(graph.fixed)
    constants = {}
    for x in graph.leaves:
        if isinstance(x, Constant):
            constants[x] = x.value
        elif x in feeds:
            specs[x] = graph.spec(tuple(feeds[x]), x.dtype)
        elif isinstance(x, Placeholder):
            if x.default is None:
                raise ValueError(
                    "%s: placeholder must be fed, got no value. Add it to the inputs of the "
                    "function." % x.name
                )
            specs[x] = graph.spec((), x.dtype, np.asarray(x.default, x.dtype))
            constants[x] = specs[x].value
    return specs, constants


def _place(graph, node, inputs):
    """Specs of a node's outputs, with their values where these follow from known values and shapes.
    """
    op = node.op
    try:
        results = op.infer(*inputs)
    except (ValueError, TypeError) as error:
        place = " (built in %s, line %d)" % node.where if node.where else ""
        raise type(error)("%s%s" % (error, place)) from None
    for shape, _ in results:
        if None in shape:
            raise Dynamic(op.name)
    outputs = [graph.spec(tuple(shape), dtype) for shape, dtype in results]
    skip = op.shape_only
    if not op.pure or any([s.value is None and i not in skip for i, s in enumerate(inputs)]):
        return outputs
    total = sum([s.size for s in outputs])
    if total > _FOLD or (op.kernel == "fill" and total > 64):
        return outputs
    arrays = [
        np.broadcast_to(np.zeros((), s.dtype), s.shape) if i in skip else s.value
        for i, s in enumerate(inputs)
    ]
    values = op.reference(*arrays)
    values = values if op.nout > 1 else (values,)
    return [
        graph.spec(
            s.shape, s.dtype, np.ascontiguousarray(np.asarray(value, s.dtype)).reshape(s.shape)
        )
        for s, value in zip(outputs, values)
    ]


def _lower(graph, entries, specs, constants):
    """Jobs of the nodes that the roots need, in order; which tensors share memory."""
    needed = {t for t in graph.roots if t not in constants}
    found = []
    for (node, _), entry in zip(reversed(graph.nodes), reversed(entries)):
        for t in node.outputs:
            if t in needed:
                break
        else:
            continue
        job = entry.job
        if job is None:
            job = _job(node, specs)
            if job is ALIAS or type(job) in (Job, HostJob):  # others hold what belongs to one plan
                entry.job = job
        if job is ALIAS:
            if node.inputs[0] not in constants:
                needed.add(node.inputs[0])
            found.append((node, None))
            continue
        if not job.parts:
            for x, access in zip(node.inputs, job.access):
                if access != SKIP and x not in constants:
                    needed.add(x)
            found.append((node, job))
            continue
        specs.update(job.specs)
        for part in reversed(job.parts):
            if any([t in needed for t in part.node.outputs]):
                needed.update(
                    [
                        x
                        for x, access in zip(part.node.inputs, part.access)
                        if access != SKIP and x not in constants
                    ]
                )
                found.append((part.node, part))
    jobs, storage = [], {}
    for node, job in reversed(found):
        if job is None:  # the same memory under another shape
            x = node.inputs[0]
            storage[node.outputs[0]] = storage.get(x, x)
            continue
        if type(job) in (Job, HostJob):
            job = job.of(node)
        job.reads = [
            None if access == SKIP else storage.get(x, x)
            for x, access in zip(node.inputs, job.access)
        ]
        jobs.append(job)
    return jobs, storage


def _job(node, specs):
    """Job of a node, or ALIAS."""
    inputs, outputs = [specs[x] for x in node.inputs], [specs[t] for t in node.outputs]
    if node.op.alias_if_same_shape and inputs[0].shape == outputs[0].shape:
        return ALIAS
    job = lower(node, inputs, outputs)
    return HostJob(node, node.op.shape_only) if job is None else job
