"""Follows layers as they are called, goes on where one fails, and reads finished models.

A call that fails gives an `Unknown` instead of a tensor, and so does every call on one; thus the
code of a wrong model runs on, and each of its layers is seen.
"""

from kerastutor import backend as K
from kerastutor.engine.base_layer import Layer
from kerastutor.engine.call import watch_calls
from kerastutor.engine.network import Network
from kerastutor.engine.sequential import Sequential
from kerastutor.utils.generic_utils import to_list
from kerastutor.utils.model_graph import is_graph_model
from kerastutor.widgets.shapes.advice import advise
from kerastutor.widgets.shapes.data import add_data
from kerastutor.widgets.shapes.steps import Problem, Step, Trace

_DATA_METHODS = ("fit", "evaluate", "predict", "train_on_batch", "test_on_batch",
                 "predict_on_batch")


class Unknown:
    """Stands for the output of a layer that failed. All that one does with it is that failure.

    # Arguments
        error: what the layer raised.
        name: name of the layer.
    """

    def __init__(self, error, name):
        node = _Record(output_masks=[None])
        self._error = error
        self._keras_history = (_Record(name=name, _inbound_nodes=[node]), 0, 0)
        self._keras_shape = None
        self._uses_learning_phase = False

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        raise self._error


class _Record:
    def __init__(self, **attributes):
        self.__dict__.update(attributes)


class Tracer:
    """Watches the calls of layers and writes a `Trace`.

    # Attributes
        trace: the `Trace`.
    """

    def __init__(self):
        self.trace = Trace()
        self._step_of_call = {}
        self._step_of_unknown = {}
        self._kept = []                  # so that no id is given away twice

    def watching(self):
        """Return a context manager; the calls in its block are followed."""
        return watch_calls(self._watch)

    def _watch(self, layer, inputs, call):
        if any(isinstance(x, Unknown) for x in to_list(inputs)):
            step = self._add_unknown(layer, inputs)
            return self._unknown_output(step, layer, self.trace.failure.error)
        try:
            with watch_calls(None):
                outputs = call()
        except Exception as error:
            step = self.add_failed(layer, inputs, error)
            return self._unknown_output(step, layer, error)
        self.add_tensors(outputs)
        return outputs

    def add_tensors(self, tensors):
        """Add the calls that made Keras tensors, and all calls before these."""
        for x in to_list(tensors, allow_tuple=True):
            history = getattr(x, "_keras_history", None)
            if history is not None:
                self._add_call(*history[:2])

    def add_failed(self, layer, inputs, error):
        """Add a call that raised `error`; return the index of its step."""
        inputs = to_list(inputs, allow_tuple=True)
        self.add_tensors(inputs)
        step = Step(layer.name, type(layer).__name__, layer,
                    [self._source(x) for x in inputs], [_shape_of(x) for x in inputs])
        return self._failed(step, error)

    def add_unmade(self, kind, error):
        """Add a layer whose constructor raised `error`."""
        return self._failed(Step(kind, kind), error)

    def add_rest(self, layers):
        """Add a chain of layers that nobody called, after the last step."""
        for layer in layers:
            self.trace.steps.append(
                Step(layer.name, type(layer).__name__, layer,
                     [(len(self.trace.steps) - 1, 0)] if self.trace.steps else [],
                     [None], [], "unknown")
            )

    def explain(self, error):
        """Add what an exception tells: the layer that failed, and what stood around it.

        # Raises
            Exception: `error` itself, when it is not about layers and the trace has no failure.
        """
        if self.trace.failure is not None:
            return                       # what comes after a failure follows from it
        frames = list(_frames(error))
        for frame in reversed(frames):
            layer, values = frame.f_locals.get("self"), frame.f_locals
            where = frame.f_code.co_name
            if where == "_call_on" and isinstance(layer, Layer):
                self.add_failed(layer, values["inputs"], error)
                self.add_rest(_layers_after(layer, frames))
                return
            if where == "_init_graph_network" and "Graph disconnected" in str(error):
                self._add_disconnected(values["inputs"], values["outputs"], error)
                return
            if where == "__init__" and isinstance(layer, Layer) and not isinstance(layer, Network):
                self.add_unmade(type(layer).__name__, error)
                return
            if where in _DATA_METHODS and isinstance(layer, Network) and layer._is_graph_network:
                self.add_tensors(layer.outputs)
                if add_data(self.trace, layer, values.get("x"), values.get("y"), error):
                    return
        raise error

    def _add_disconnected(self, inputs, outputs, error):
        """Add the calls behind `outputs`, and say which of their inputs the model lacks."""
        self.add_tensors(outputs)
        given = [x._keras_history[0].name for x in to_list(inputs, allow_tuple=True)]
        for index, step in enumerate(self.trace.steps):
            if step.kind == "InputLayer" and step.name not in given:
                self.trace.add_problem(
                    Problem("disconnected", index, "failed", ", ".join(given),
                            ", ".join([*given, step.name]),
                            {"missing": step.name, "given": ", ".join(given)}, error))

    def _failed(self, step, error):
        self.trace.steps.append(step)
        index = len(self.trace.steps) - 1
        self.trace.add_problem(advise(self.trace, index, error))
        return index

    def _add_unknown(self, layer, inputs):
        inputs = to_list(inputs)
        self.add_tensors([x for x in inputs if not isinstance(x, Unknown)])
        sources = [self._source(x) for x in inputs]
        shapes = [_shape_of(x) for x in inputs]
        self.trace.steps.append(
            Step(layer.name, type(layer).__name__, layer, sources, shapes, [], "unknown"))
        return len(self.trace.steps) - 1

    def _unknown_output(self, step, layer, error):
        unknown = Unknown(error, layer.name)
        self._step_of_unknown[id(unknown)] = step
        self._kept.append(unknown)
        return unknown

    def _source(self, x):
        if isinstance(x, Unknown):
            step = self._step_of_unknown.get(id(x))
            return None if step is None else (step, 0)
        history = getattr(x, "_keras_history", None)
        return None if history is None else (self._step_of_call[_key(*history[:2])], history[2])

    def _add_call(self, layer, node_index):
        """Add a call after those that it follows from, without recursion."""
        stack = [(layer, node_index, False)]
        while stack:
            layer, index, ready = stack.pop()
            if _key(layer, index) in self._step_of_call:
                continue
            node = layer._inbound_nodes[index]
            if ready:
                self._add_node(layer, index, node)
                continue
            stack.append((layer, index, True))
            before = zip(node.inbound_layers, node.node_indices)
            stack += [(a, i, False) for a, i in before if a is not None][::-1]

    def _add_node(self, layer, index, node):
        sources = [
            None if source is None else (self._step_of_call[_key(source, i)], t)
            for source, i, t in zip(node.inbound_layers, node.node_indices, node.tensor_indices)
        ]
        self.trace.steps.append(
            Step(layer.name, type(layer).__name__, layer, sources,
                 [tuple(s) for s in node.input_shapes] if sources else [],
                 [tuple(s) for s in node.output_shapes]))
        self._step_of_call[_key(layer, index)] = len(self.trace.steps) - 1
        self._kept.append(layer)


def trace_model(model):
    """Return the `Trace` of a model; one without shapes gives steps with unknown ones."""
    tracer = Tracer()
    if is_graph_model(model):
        tracer.add_tensors(model.outputs)
    elif isinstance(model, Sequential):
        tracer.add_rest(model.layers)
    else:
        raise ValueError(
            f"inspect_shapes: the model must be a Sequential or functional model, got "
            f"{model!r}, whose call() is code. Inspect the function or block that calls it."
        )
    return tracer.trace


def trace_layers(layers):
    """Return the `Trace` of a list of layers; works on copies, so that the layers stay unused."""
    tracer = Tracer()
    copies = [_copy(layer) for layer in layers]
    with tracer.watching():
        Sequential(copies)
    if not tracer.trace.steps:
        tracer.add_rest(copies)
    return tracer.trace


def trace_code(code):
    """Return the `Trace` of all calls of layers in `code()`.

    # Arguments
        code: function that builds a model, and may train it.

    # Raises
        Exception: what `code` raises, when it has nothing to do with layers and shapes.
    """
    tracer = Tracer()
    result = None
    try:
        with tracer.watching():
            result = code()
    except Exception as error:
        tracer.explain(error)
    if tracer.trace.failure is None and isinstance(result, Network):
        return trace_model(result)
    return without_inner_layers(tracer.trace)


def without_inner_layers(trace):
    """Return a trace without the layers of models that are layers themselves in it."""
    inner = {id(layer) for step in trace.steps if isinstance(step.layer, Network)
             for layer in step.layer._layers}
    kept = [i for i, step in enumerate(trace.steps) if id(step.layer) not in inner]
    place = {old: new for new, old in enumerate(kept)}
    trace.steps = [trace.steps[i] for i in kept]
    for step in trace.steps:
        step.sources = [s and ((place[s[0]], s[1]) if s[0] in place else None)
                        for s in step.sources]
    trace.problems = [p for p in trace.problems if p.step in place]
    for problem in trace.problems:
        problem.step = place[problem.step]
    return trace


def trace_error(error):
    """Return the `Trace` of the layers that led to an exception.

    # Raises
        ValueError: when the exception has nothing to do with layers.
    """
    tracer = Tracer()
    try:
        tracer.explain(error)
    except Exception:
        raise ValueError(f"inspect_shapes: the error must come from a layer or from data for a "
                         f"model, got {type(error).__name__}: {error}. Read its traceback "
                         "instead.") from None
    return tracer.trace


def _copy(layer):
    try:
        return type(layer).from_config(layer.get_config())
    except Exception:                    # a layer of the learner's own may lack get_config
        return layer


def _frames(error):
    """Frames of an exception, the innermost last."""
    traceback = error.__traceback__
    while traceback is not None:
        yield traceback.tb_frame
        traceback = traceback.tb_next


def _layers_after(layer, frames):
    """Layers that a Sequential would have got after the one that failed."""
    for frame in frames:
        listed = frame.f_locals.get("layers")
        if frame.f_code.co_name == "__init__" and isinstance(listed, (list, tuple)):
            places = [i for i, x in enumerate(listed) if x is layer]
            if places:
                return listed[places[0] + 1:]
    return []


def _shape_of(x):
    if isinstance(x, Unknown):
        return None
    try:
        return K.int_shape(x)
    except (AttributeError, TypeError, ValueError):
        return tuple(x.shape) if hasattr(x, "shape") else None


def _key(layer, node_index):
    return id(layer), node_index
