"""The configuration of a graph of layers, and the graph made from it again."""
import copy
import json
import warnings

import numpy as np

from kerastutor.engine import hooks
from kerastutor.utils.generic_utils import unpack_singleton

KERAS_VERSION = "2.2.4"           # of the format


def graph_config(model):
    """Dictionary that describes the layers of a model and how they are connected."""
    kept = _kept_indices(model)
    layers = []
    for layer in model.layers:
        nodes = [_node_config(node, model, kept)
                 for index, node in enumerate(layer._inbound_nodes)
                 if model._node_key(layer, index) in kept and node.inbound_layers]
        layers.append({"name": layer.name, "class_name": layer.__class__.__name__,
                       "config": layer.get_config(), "inbound_nodes": nodes})
    config = {"name": model.name, "layers": layers,
              "input_layers": _coordinates(model, model._input_coordinates, kept),
              "output_layers": _coordinates(model, model._output_coordinates, kept)}
    return copy.deepcopy(config)


def _kept_indices(model):
    """Index that each node of the model gets when only the model's own nodes are counted."""
    kept = {}
    for layer in model.layers:
        count = 1 if hasattr(layer, "_is_graph_network") else 0     # a model's node 0 is its own
        for index in range(len(layer._inbound_nodes)):
            key = model._node_key(layer, index)
            if key in model._network_nodes:
                kept[key] = count
                count += 1
    return kept


def _node_config(node, model, kept):
    """The inputs of one call: lists [layer name, node index, tensor index, arguments]."""
    arguments = node.arguments or {}
    try:
        json.dumps(arguments)
    except TypeError:
        warnings.warn(f"Layer {node.outbound_layer.name} was called with arguments that cannot be "
                      f"saved: {arguments}. They are left out of the configuration.",
                      stacklevel=4)
        arguments = {}
    return [[layer.name, kept.get(model._node_key(layer, index), 0), tensor_index, arguments]
            for layer, index, tensor_index in zip(node.inbound_layers, node.node_indices,
                                                  node.tensor_indices, strict=True)]


def _coordinates(model, coordinates, kept):
    return [[layer.name, kept[model._node_key(layer, index)], tensor_index]
            for layer, index, tensor_index in coordinates
            if model._node_key(layer, index) in kept]


def build_graph(config, custom_objects=None):
    """Layers and connections of a configuration.

    # Arguments
        config: What `graph_config` returned.
        custom_objects: Dictionary from names to classes and functions.

    # Returns
        Lists of input and output tensors.

    # Raises
        ValueError: for a configuration that does not fit together.
    """
    made = {}
    waiting = {}
    for data in config["layers"]:
        made[data["name"]] = hooks.call("deserialize_layer", data, custom_objects=custom_objects)
        if data["inbound_nodes"]:
            waiting[data["name"]] = list(data["inbound_nodes"])
    while waiting:
        before = sum(map(len, waiting.values()))
        for name in list(waiting):
            nodes = waiting[name]
            while nodes and _call_layer(made, name, nodes[0]):
                nodes.pop(0)
            if not nodes:
                del waiting[name]
        if sum(map(len, waiting.values())) == before:
            raise ValueError(f"model config: the inputs of layers {sorted(waiting)} must be among "
                             f"the layers {sorted(made)}, got others. The file is damaged.")
    return ([_tensor_at(made, entry) for entry in config["input_layers"]],
            [_tensor_at(made, entry) for entry in config["output_layers"]])


def _call_layer(made, name, node):
    """Call a layer on the tensors of a node entry; False when one of them is not there yet."""
    inputs, arguments = [], {}
    for entry in node:
        if not isinstance(entry, (list, tuple)) or len(entry) not in (3, 4):
            raise ValueError(f"model config: an input of layer {name} must be a list [layer, node, "
                             f"tensor, arguments], got {entry}. The configuration is damaged.")
        if len(entry) == 4:
            arguments = entry[3]
        source = made.get(entry[0])
        if source is None or len(source._inbound_nodes) <= entry[1]:
            return False
        inputs.append(source._inbound_nodes[entry[1]].output_tensors[entry[2]])
    if inputs:
        made[name](unpack_singleton(inputs), **arguments)
    return True


def _tensor_at(made, entry):
    name, node_index, tensor_index = entry
    if name not in made:
        raise ValueError(f"model config: inputs and outputs must be among the layers "
                         f"{sorted(made)}, got {name!r}. The configuration is damaged.")
    return made[name]._inbound_nodes[node_index].output_tensors[tensor_index]


def yaml_text(config, **kwargs):
    """YAML of plain values and tuples; what YAML does not know is written as in JSON."""
    import yaml

    class PlainDumper(yaml.SafeDumper):
        """Plain values and tuples."""

    def write_tuple(dumper, value):
        return dumper.represent_sequence("tag:yaml.org,2002:python/tuple", value)

    PlainDumper.add_representer(tuple, write_tuple)
    PlainDumper.add_multi_representer(tuple, write_tuple)
    PlainDumper.add_multi_representer(object, lambda dumper, value: dumper.represent_data(
        json_value(value)))
    return yaml.dump(config, **{"Dumper": PlainDumper, **kwargs})


def json_value(value):
    """Plain value of what JSON does not know: NumPy numbers and arrays, and types by their name."""
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, type):
        return value.__name__
    raise TypeError(f"model config: values must be JSON serializable, got {value!r} of type "
                    f"{type(value).__name__}. Let get_config return plain Python values.")
