"""`Function`: inputs in, outputs out, variables updated. What `K.function` returns."""

import functools
import os
import threading
from collections import OrderedDict
from time import perf_counter

import numpy as np

from kerastutor import dtypes
from kerastutor.compiler import Bindable, Dynamic, Plan, explain, optimize
from kerastutor.graph.interpret import interpret, run_node
from kerastutor.graph.pause import collector_paused
from kerastutor.graph.shapes import count
from kerastutor.graph.tensor import Constant, Placeholder, Pulled, Variable
from kerastutor.graph.traverse import leaves, rebuild, topological
from kerastutor.graph.update import Update
from kerastutor.kernels import executor, jit, kernels, native
from kerastutor.kernels.jit import ROW
from kerastutor.runtime.pool import pool
from kerastutor.runtime.rows import Rows
from kerastutor.runtime.sharing import Sharing
from kerastutor.runtime.status import explain_status

_MAX_PLANS = 32
_settings = {"interpret": False}


def use_interpreter(on=True):
    """Run all functions on the NumPy reference interpreter (slow, for debugging and for tests), or
    stop doing so.
    """
    _settings["interpret"] = bool(on)


class Function:
    """Compiled function of placeholders.

    # Arguments
        inputs: list of placeholders.
        outputs: list of tensors (Update objects are allowed and give the stored value).
        updates: list of `Update` objects or (variable, new value) pairs; all of them read the old
            values.
        name: its name, for messages.
        phase: the placeholder among the inputs that is the learning phase, or None.
        order: the nodes that outputs and updates depend on (`topological`), when known already.

    # Raises
        TypeError, ValueError: for outputs that are no tensors, values that do not fit their
        variables.
    """

    def __init__(self, inputs, outputs, updates=(), name=None, phase=None, order=None):
        self.name = name or "function"
        self.inputs = list(inputs)
        self.outputs = [o.value if isinstance(o, Update) else o for o in outputs]
        updates = [u if isinstance(u, Update) else Update(*u) for u in updates]
        last = {u.variable: u for u in updates}
        self.updates = list(last.values())
        self._values = [u.value for u in self.updates]
        if self._replace_fed_nodes() or len(self.updates) < len(updates):
            order = None
        self._variables = [u.variable for u in self.updates]
        self._phase = phase
        self._phase_index = (
            self.inputs.index(phase) if phase is not None and phase in self.inputs else None
        )
        self._graphs = {}
        self._plans = OrderedDict()
        self._making = threading.RLock()
        if order is None:
            order = topological(self.outputs + self._values)
        self._order = order
        self.counters = _counters(order)
        self.pulled = _pulled(self.outputs + self._values, order, self.inputs)
        self._strings = any(x.dtype == dtypes.STRING for x in self.inputs + self.pulled)

    def _replace_fed_nodes(self):
        """Inputs may be tensors that the graph would compute: placeholders take their places.
        Whether there were any.
        """
        fed = {
            x: Placeholder(x.shape, x.dtype, name="fed")
            for x in self.inputs
            if x.node is not None or isinstance(x, Variable)
        }
        if fed:
            n = len(self.outputs)
            every = rebuild(self.outputs + self._values, fed)
            self.outputs, self._values = every[:n], every[n:]
            self.inputs = [fed.get(x, x) for x in self.inputs]
        return bool(fed)

    def __call__(self, inputs):
        """Run once.

        # Arguments
            inputs: list of arrays (or `Rows` of arrays), one per placeholder.

        # Returns
            List of arrays, one per output.
        """
        arrays = self.check(inputs)
        if self.pulled:
            arrays += self._pull("pull")
        if _settings["interpret"] or self._strings:
            return self.interpret(arrays)
        runner = self._runner(arrays)
        if runner is None:
            return self.interpret(arrays)
        return runner.run(arrays)

    def check(self, inputs):
        """List of arrays that fit the placeholders.

        # Raises
            ValueError, TypeError: naming the placeholder, the shape it needs and the shape that
            came.
        """
        if len(inputs) != len(self.inputs):
            raise ValueError(
                "%s: there must be %d inputs (%s), got %d."
                % (self.name, len(self.inputs), ", ".join(t.name for t in self.inputs), len(inputs))
            )
        return [checked(tensor, value) for tensor, value in zip(self.inputs, inputs)]

    def _pull(self, how):
        """Arrays of the next element of each source."""
        elements = {}
        for x in self.pulled:
            if x.element not in elements:
                elements[x.element] = getattr(x.element, how)()
        return [checked(x, elements[x.element][x.part]) for x in self.pulled]

    def _runner(self, arrays):
        phase = None if self._phase_index is None else bool(arrays[self._phase_index])
        key = (phase,) + tuple([a.shape for a in arrays])
        runner = self._plans.get(key, False)
        if runner is False:
            with self._making:
                runner = self._plans.get(key, False)
                if runner is False:
                    runner = self._make(phase, arrays)
                    self._plans[key] = runner
                    while len(self._plans) > _MAX_PLANS:
                        self._plans.popitem(last=False)
        return runner

    def _make(self, phase, arrays):
        feeds = {x: a.shape for x, a in zip(self.inputs + self.pulled, arrays)}
        with collector_paused():
            if phase not in self._graphs:
                roots = self.outputs + self._values
                roots = optimize(roots, phase, self._phase, self._order)
                self._graphs[phase] = Bindable(roots)
            try:
                plan = Plan(self._graphs[phase], self._variables, self.counters, feeds)
            except Dynamic:
                return None
            return Runner(plan, self.inputs + self.pulled)

    def plan(self, inputs):
        """The `Plan` that runs on arrays of these shapes (None: the reference interpreter runs)."""
        runner = None if self._strings else self._runner(self.check(inputs) + self._pull("peek"))
        return runner.plan if runner else None

    def explain(self, inputs=None):
        """Table of what runs for arrays of these shapes; see compiler/explain.py.

        # Arguments
            inputs: list of arrays, as for a call; None: what was planned last.

        # Returns
            A string.

        # Raises
            ValueError: without inputs, before the first call.
        """
        if inputs is None:
            if not self._plans:
                raise ValueError(
                    "%s: inputs must be given to explain() before the first call, got none. Pass "
                    "the list of arrays that a call takes: their shapes decide the plan."
                    % self.name
                )
            runner = next(reversed(self._plans.values()))
            plan = runner.plan if runner else None
        else:
            plan = self.plan(inputs)
        return (
            explain(plan)
            if plan
            else "%s: a shape depends on data, so the NumPy references run." % self.name
        )

    def interpret(self, arrays):
        """The same as a call, on the NumPy references: slow, but nothing has to be planned or
        compiled.
        """
        arrays = [np.asarray(a) for a in arrays]
        feeds = dict(zip(self.inputs + self.pulled, arrays))
        values = interpret(self.outputs + self._values, feeds)
        n = len(self.outputs)
        for variable, value in zip(self._variables, values[n:]):
            variable.value[...] = value
        for counter in self.counters:
            counter.value[...] += 1
        return [v[()] if v.ndim == 0 else v for v in values[:n]]


_FEW = 16384


def evaluate(tensor):
    """Value of a tensor that depends on no placeholder; a small one is not worth a plan."""
    size = count(tensor.shape)
    if size is None or size > _FEW:
        return Function([], [tensor])([])[0]
    value = _uniform(tensor)
    if value is None:
        order = topological([tensor])
        (value,) = interpret([tensor], {}, order=order)
        counters = _counters(order)
    else:
        counters = [tensor.node.op.counter]
    for counter in counters:
        counter.value[...] += 1
    return value[()] if value.ndim == 0 else value


@functools.cache
def _at_hand(made, types):
    """Whether a kernel need not be compiled first."""
    if os.environ.get("NUMBA_DISABLE_JIT", "0") != "0":
        return False
    return jit.ready(jit.full_name(made, types), jit.source_key(made, types)) is not None


def _uniform(x):
    """Uniform random numbers by their kernel, whose bits are those of the reference, where it need
    not be compiled; None for other tensors, and elsewhere.
    """
    op, made = x.node and x.node.op, kernels["random_uniform32"]
    if op is None or op.name != "random_uniform" or x.dtype != "float32" or None in x.shape:
        return None
    if _settings["interpret"] or not count(x.shape) or not _at_hand(made, ()):
        return None
    sizes, counter = x.node.inputs
    if not isinstance(sizes, Constant) or op.counter is not counter:
        return None
    value, seed = np.empty(x.shape, x.dtype), op.seed & (2**64 - 1)
    arrays = [value.ctypes.data, counter.value.ctypes.data]
    stream = (0, seed & 0xFFFFFFFF, seed >> 32)
    row = np.array(made.row((), arrays, [value.size], (*stream, op.low, op.width())), np.int64)
    native.call(int(row[0]), row.ctypes.data)
    return value


class Runner:
    """A plan ready to be called: its buffers bound to the positions of the inputs."""

    def __init__(self, plan, inputs):
        self.plan = plan
        self.lock = threading.Lock()
        self.buffers = [plan.inputs[x] for x in inputs]
        self.row = np.zeros(ROW, np.int64)
        self.row[0] = executor.drive.address(())
        self.row[1] = plan.context.ctypes.data
        self._pointer = self.row.ctypes.data
        self._drive = native.function(int(self.row[0]))
        self.context = plan.context
        self.phases = plan.phases.ctypes.data
        self.views = [plan.view(t) for t in plan.roots[: plan.n_outputs]]
        changed = set(plan.variables)
        self.early = [
            i for i, t in enumerate(plan.roots[: plan.n_outputs]) if plan.root(t) in changed
        ]
        self.one_step = (
            plan.steps[0] if len(plan.steps) == 1 and isinstance(plan.steps[0], tuple) else None
        )
        self.pool = pool()
        stretches = [step for step in plan.steps if isinstance(step, tuple)]
        self.sharing = {begin: Sharing() for begin, _ in stretches}

    def run(self, arrays):
        """Outputs for these arrays."""
        with self.lock:
            for buffer, array in zip(self.buffers, arrays):
                if type(array) is Rows:
                    array.into(buffer)
                else:
                    buffer[...] = array
            before = [
                self.views[i].copy() for i in self.early
            ]  # outputs that are variables: their values before the updates
            if self.one_step is not None:
                self._native(*self.one_step)
            else:
                self._steps()
            results = [view[()] if view.ndim == 0 else view.copy() for view in self.views]
            for i, value in zip(self.early, before):
                results[i] = value[()]
            return results

    def _native(self, begin, end):
        context, mode, sharing = self.context, self.plan.mode, self.sharing[begin]
        wanted = mode != executor.ALONE and sharing.wanted()
        owned = wanted and self.pool.acquire()
        context[2:7] = (
            self.phases + 16 * begin,
            end - begin,
            self.pool.address,
            mode if owned else executor.ALONE,
            0,
        )
        start = perf_counter()
        try:
            self._drive(native.HIDDEN, native.HIDDEN, self._pointer)
        finally:
            if owned:
                self.pool.release()
        if owned or (mode != executor.ALONE and not wanted):
            sharing.note(owned, perf_counter() - start)
        if native.failures:
            native.raise_failure()
        if context[executor.STATUS]:
            explain_status(
                *(int(context[i]) for i in (executor.STATUS, executor.DETAIL, executor.LIMIT)),
                self.plan,
            )

    def _steps(self):
        for step in self.plan.steps:
            if isinstance(step, tuple):
                self._native(*step)
                continue
            with np.errstate(all="ignore"):
                for node, ins, outs in step:
                    for out, value in zip(outs, run_node(node, ins)):
                        out[...] = value


def _counters(order):
    found = []
    for node in order:
        op = node.op
        if op.counter is not None:
            found.append(op.counter)
        found += op.counters
    return list(dict.fromkeys(found))


def _pulled(roots, order, inputs):
    """The leaves that no one feeds, because their source gives the next value itself."""
    found = [x for x in leaves(roots, order) if isinstance(x, Pulled) and x not in inputs]
    return sorted(found, key=lambda x: (x.name, x.part))


def checked(tensor, value):
    """Array (or `Rows`) of a fed value, in the placeholder's type, with its shape checked."""
    if tensor.dtype == dtypes.STRING:
        array = dtypes.as_strings(value)
    elif type(value) in (np.ndarray, Rows) and value.dtype == tensor.dtype:
        array = value
    else:
        array = dtypes.as_array(value, tensor.dtype)
    shape = tensor.shape
    fits = array.ndim == len(shape)
    if fits:
        for n, m in zip(shape, array.shape):
            if n is not None and n != m:
                fits = False
    if not fits:
        raise ValueError(
            "%s: fed array must have shape %s, got %s." % (tensor.name, tuple(shape), array.shape)
        )
    return array
