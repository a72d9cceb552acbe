"""Comparing a learner's model with the right one, however it was written.

As graphs, up to the names of layers and the order in which they were made:

    compare_models.require_same_graph(answer["my_model"], reference(), "my_model")

An activation counts the same inside a layer and as a layer of its own, a nested model the same as
its layers in place, and a layer that is called twice is told from two layers. As functions, with
the weights of the one put into the other:

    compare_models.require_same_function(answer["my_model"], reference(), answer.rng, "my_model")

The texts of the messages ("model_layer_missing" ...) stand in common.toml.
"""

import json
from dataclasses import dataclass

import numpy as np

from kerastutor.course import compare
from kerastutor.course.answer import LearnerError, Mistake
from kerastutor.course.compare import Difference
from kerastutor.engine.network import Network

_UNORDERED = {"Add", "Multiply", "Average", "Maximum", "Minimum"}
_ACTIVATIONS = {"ReLU": "relu", "Softmax": "softmax", "ELU": "elu"}
_IGNORED = ("name", "batch_input_shape", "dtype", "input_length")


@dataclass
class Call:
    """One call of a layer in a model.

    # Arguments
        layer: what is called: a key that is the same for two calls of one layer.
        kind: its class, with an activation always as a call of its own.
        config: its settings by name, without names and initializers.
        inputs: references to what it takes: the number of an input or a (call, output) pair.
    """

    layer: object
    kind: str
    config: dict
    inputs: list

    def __str__(self):
        if self.kind == "Activation":
            return f"Activation {self.config['activation']}"
        size = self.config.get("units", self.config.get("filters"))
        return self.kind if size is None else f"{self.kind}({size})"


def require_same_graph(got, expected, name, *, ignore=(), ids=(), **args):
    """Raise the `Mistake` that says how the model `got` differs from `expected` as a graph.

    # Arguments
        got: the learner's model.
        expected: the right one.
        name: what to call it in the message.
        ignore: names of layer classes that may be there or not, for example "Dropout".
        ids: dict from kinds of `graph_difference` to message ids of the exercise.
        args: further fields for the message.
    """
    _raise(graph_difference(got, expected, ignore), name, ids, args)


def require_same_function(got, expected, rng, name, *, draw=None, ids=(), **args):
    """Raise the `Mistake` that says how the two models differ as functions of input and weights.

    # Arguments
        got: the learner's model; its weights are put back afterwards.
        expected: the right one; it gets random weights.
        rng: the `answer.rng`.
        name: what to call the model in the message.
        draw: function of `rng` that returns the list of input arrays; None draws normal numbers.
        ids: dict from kinds of `function_difference` to message ids of the exercise.
        args: further fields for the message.
    """
    _raise(function_difference(got, expected, rng, draw), name, ids, args)


def _raise(found, name, ids, args):
    if found is not None:
        message_id = dict(ids).get(found.kind, f"model_{found.kind}")
        raise Mistake(message_id, **{"name": name, **found.args, **args})


def graph_difference(got, expected, ignore=()):
    """Return the `Difference` of two models as graphs, or None."""
    if not isinstance(got, Network):
        return Difference("type", {"type": type(got).__name__})
    if not got.built or not got.inputs:
        return Difference("not_built")
    (calls, outputs), (wanted, wanted_outputs) = calls_of(got, ignore), calls_of(expected, ignore)
    for kind, one, other in (
        ("input_shape", got.input_shape, expected.input_shape),
        ("output_shape", got.output_shape, expected.output_shape),
    ):
        if kind == "input_shape" and one != other:
            return Difference(kind, {"shape": one, "needed": other})
    colours, ends = _colours(calls, outputs)
    wanted_colours, wanted_ends = _colours(wanted, wanted_outputs)
    if ends == wanted_ends and sorted(colours) == sorted(wanted_colours):
        return None
    return _layer_difference(calls, wanted) or _wiring_difference(calls, wanted)


def function_difference(got, expected, rng, draw=None):
    """Return the `Difference` of two models as functions of their input and weights, or None."""
    if not isinstance(got, Network):
        return Difference("type", {"type": type(got).__name__})
    if not got.built:
        return Difference("not_built")
    for kind in ("input_shape", "output_shape"):
        one, other = getattr(got, kind, None), getattr(expected, kind)
        if one != other:
            return Difference(kind, {"shape": one, "needed": other})
    weights = _random_weights(expected, rng)
    moved = _transplanted(got, expected, weights)
    if moved is None:
        mine, theirs = _numbers(got), _numbers(expected)
        return Difference("weights", {"count": mine, "needed": theirs})
    inputs = draw(rng) if draw is not None else _random_inputs(expected, rng)
    before = got.get_weights()
    expected.set_weights(weights)
    wanted = _predicted(expected, inputs)
    try:
        got.set_weights(moved)
        result = _predicted(got, inputs)
    except Exception as error:
        raise LearnerError(error) from error
    finally:
        got.set_weights(before)
    for one, other in zip(result, wanted, strict=True):
        found = compare.difference(one, other, rtol=1e-3, atol=1e-5)
        if found is not None:
            return Difference("function", {"kind": found.kind, **found.args})
    return None


def calls_of(model, ignore=()):
    """Return the `Call`s of a model in the order of computation, and references to its outputs."""
    calls = []
    given = list(range(len(model.inputs)))
    return calls, _walk(model, given, calls, set(ignore))


def _walk(network, given, calls, ignore):
    known = {_place(tensor): ref for tensor, ref in zip(network.inputs, given, strict=True)}
    nodes = network._nodes_by_depth
    for depth in sorted(nodes, reverse=True):
        for node in nodes[depth]:
            layer = node.outbound_layer
            index = next(i for i, item in enumerate(layer._inbound_nodes) if item is node)
            if not node.inbound_layers:
                continue  # an input
            sources = zip(node.inbound_layers, node.node_indices, node.tensor_indices, strict=True)
            inputs = [known[id(source), at, place] for source, at, place in sources]
            if isinstance(layer, Network) and layer.inputs:
                outputs = _walk(layer, inputs, calls, ignore)
            elif type(layer).__name__ in ignore:
                outputs = inputs
            else:
                outputs = _add(layer, inputs, len(node.output_tensors), calls)
            for place, output in enumerate(outputs):
                known[id(layer), index, place] = output
    return [known[_place(tensor)] for tensor in network.outputs]


def _place(tensor):
    layer, node_index, tensor_index = tensor._keras_history
    return id(layer), node_index, tensor_index


def _add(layer, inputs, count, calls):
    """Add a call of `layer`, and one of its activation; return references to the outputs."""
    kind, config = type(layer).__name__, _settings(layer)
    if kind in _ACTIVATIONS and not _unusual(config):
        kind, config = "Activation", {"activation": _ACTIVATIONS[kind]}
    activation = config.get("activation")
    if kind == "Activation":
        config = {"activation": activation}
    if kind == "Activation" and activation == "linear":
        return inputs
    recurrent = "recurrent_initializer" in layer.get_config() if activation else False
    splits = isinstance(activation, str) and kind != "Activation" and not recurrent
    if splits:
        config = {**config, "activation": "linear"}
    calls.append(Call(id(layer), kind, config, inputs))
    outputs = [(len(calls) - 1, place) for place in range(count)]
    if splits and activation != "linear":
        calls.append(Call((id(layer), "activation"), "Activation", {"activation": activation},
                          outputs))  # fmt: skip
        outputs = [(len(calls) - 1, 0)]
    return outputs


def _unusual(config):
    """Return True when an activation layer has other settings than the function of its name."""
    usual = {"max_value": None, "negative_slope": 0.0, "threshold": 0.0, "axis": -1, "alpha": 1.0}
    return any(key in usual and value != usual[key] for key, value in config.items())


def _settings(layer):
    try:
        config = layer.get_config()
    except Exception:  # a layer of the learner without a working get_config
        return {}
    kept = {
        key: value
        for key, value in config.items()
        if key not in _IGNORED and not key.endswith("_initializer")
    }
    return json.loads(json.dumps(_unnamed(kept), default=repr, sort_keys=True))


def _unnamed(value):
    """Drop the names of inner layers, as in the config of a wrapper."""
    if isinstance(value, dict):
        return {
            str(key): _unnamed(item)
            for key, item in value.items()
            if not (key == "name" and "trainable" in value)
        }
    return [_unnamed(item) for item in value] if isinstance(value, list | tuple) else value


def _colours(calls, outputs):
    """Give every call a colour that two graphs share exactly where they have the same structure.

    A colour starts as kind and settings; each round adds the colours of the inputs and of the
    other calls of the same layer.
    """
    colours = [hash((call.kind, json.dumps(call.config, sort_keys=True))) for call in calls]
    for _ in range(len(calls) + 1):
        by_layer = {}
        for call, colour in zip(calls, colours, strict=True):
            by_layer.setdefault(call.layer, []).append(colour)
        new = []
        for call, colour in zip(calls, colours, strict=True):
            inputs = [_seen(reference, colours) for reference in call.inputs]
            if call.kind in _UNORDERED:
                inputs = sorted(inputs, key=hash)
            new.append(hash((colour, tuple(inputs), tuple(sorted(by_layer[call.layer])))))
        colours = new
    return colours, [_seen(reference, colours) for reference in outputs]


def _seen(reference, colours):
    if isinstance(reference, int):
        return ("input", reference)
    return (colours[reference[0]], reference[1])


def _layer_difference(calls, wanted):
    """Return the first difference of the two lists of layers, or None."""
    after = "-"
    for call, other in _aligned(calls, wanted):
        if other is None:
            return Difference("layer_extra", {"layer": str(call), "after": after})
        if call is None:
            return Difference("layer_missing", {"layer": other.kind, "after": after})
        if call.kind != other.kind:
            return Difference("layer_other", {"layer": str(call), "needed": other.kind})
        for key in sorted(call.config.keys() | other.config.keys()):
            value = call.config.get(key)
            if value != other.config.get(key):
                args = {"layer": str(call), "setting": key, "value": value}
                return Difference("layer_setting", args)
        after = str(call)
    return None


def _aligned(calls, wanted):
    """Pair the calls of two lists with as few changes as possible; None stands for no partner."""
    best = {(len(calls), len(wanted)): (0, [])}
    for i in range(len(calls), -1, -1):
        for j in range(len(wanted), -1, -1):
            ways = []
            if i < len(calls) and j < len(wanted):
                ways.append((_cost(calls[i], wanted[j]), (calls[i], wanted[j]), (i + 1, j + 1)))
            if i < len(calls):
                ways.append((2, (calls[i], None), (i + 1, j)))
            if j < len(wanted):
                ways.append((2, (None, wanted[j]), (i, j + 1)))
            for cost, pair, rest in ways:
                total = cost + best[rest][0]
                if (i, j) not in best or total < best[i, j][0]:
                    best[i, j] = total, [pair, *best[rest][1]]
    return best[0, 0][1]


def _cost(call, other):
    if call.kind != other.kind:
        return 3
    return 0 if call.config == other.config else 1


def _wiring_difference(calls, wanted):
    layers, needed = len({call.layer for call in calls}), len({call.layer for call in wanted})
    if layers != needed:
        kind = "not_shared" if layers > needed else "shared"
        return Difference(kind, {"layers": layers, "needed": needed})
    return Difference("wiring")


def _random_weights(model, rng):
    made = []
    for weight, value in zip(model.weights, model.get_weights(), strict=True):
        drawn = rng.normal(0, 0.4, value.shape)
        made.append(np.abs(drawn) + 0.5 if "variance" in weight.name else drawn)
    return made


def _transplanted(got, expected, weights):
    """Return the weights of `expected` in the order of those of `got`, or None if they differ."""
    shapes = [value.shape for value in got.get_weights()]
    if shapes == [value.shape for value in weights]:
        return weights
    left, moved = list(weights), []
    for shape in shapes:
        index = next((i for i, value in enumerate(left) if value.shape == shape), None)
        if index is None:
            return None
        moved.append(left.pop(index))
    return None if left else moved


def _numbers(model):
    return int(sum(value.size for value in model.get_weights()))


def _random_inputs(model, rng):
    made = []
    for tensor in model.inputs:
        batch, *sample = tensor._keras_shape
        sample = [5 if length is None else length for length in sample]
        made.append(rng.normal(size=[batch or 3, *sample]))
    return made


def _predicted(model, inputs):
    batch = len(inputs[0])
    result = model.predict([array.copy() for array in inputs], batch_size=batch)
    return result if isinstance(result, list) else [result]
