"""How the layers between the inputs and outputs of a model hang together.

`wire(inputs, outputs)` walks the nodes backwards from the outputs, without recursion, and sorts
them by depth: the distance to the outputs, so that the largest depth is computed first.
"""
from collections import Counter


class Wiring:
    """Nodes and layers of a model.

    `node_keys` are strings `<layer>_ib-<node index>`; `nodes_by_depth` and `layers_by_depth` map a
    depth to a list; `layers` and `nodes` are lists in the order of computation.
    """

    def __init__(self, node_keys, nodes_by_depth, layers, layers_by_depth):
        self.node_keys = node_keys
        self.nodes_by_depth = nodes_by_depth
        self.layers = layers
        self.layers_by_depth = layers_by_depth
        self.nodes = [node for depth in sorted(nodes_by_depth, reverse=True)
                      for node in nodes_by_depth[depth]]


def wire(inputs, outputs):
    """The `Wiring` between two lists of Keras tensors.

    # Raises
        ValueError: when the outputs need a tensor that the inputs do not give, when a raw tensor
            lies in between, or when two layers have the same name.
    """
    order, node_keys, position = _walk(outputs)
    node_depth, layer_depth = _depths(order)
    nodes_by_depth = {}
    for node, depth in node_depth.items():
        nodes_by_depth.setdefault(depth, []).append(node)
    layers_by_depth = {}
    for layer, depth in layer_depth.items():
        layers_by_depth.setdefault(depth, []).append(layer)
    layers = []
    for depth in sorted(layers_by_depth, reverse=True):
        layers_by_depth[depth].sort(key=position.__getitem__)
        layers.extend(layers_by_depth[depth])
    wiring = Wiring(node_keys, nodes_by_depth, layers, layers_by_depth)
    _check_connected(inputs, wiring.nodes)
    check_unique_names(layers)
    return wiring


def _walk(outputs):
    """Nodes with inputs before users, their keys, and the order in which layers were met."""
    order, node_keys, position = [], set(), {}
    finished, in_progress = set(), set()
    for tensor in outputs:
        layer, index, _ = tensor._keras_history
        stack = [(layer._inbound_nodes[index], index, None)]
        while stack:
            node, index, below = stack.pop()
            if below is None:
                if node in finished:
                    continue
                if node in in_progress:
                    raise ValueError(f"Model: layers must not form a cycle, got one through layer "
                                     f"{node.outbound_layer.name}. Build the layers anew.")
                in_progress.add(node)
                node_keys.add(f"{node.outbound_layer.name}_ib-{index}")
                position.setdefault(node.outbound_layer, len(position))
                _check_no_raw_input(node)
                below = iter(zip(node.inbound_nodes(), node.node_indices, strict=True))
            step = next(below, None)
            if step is None:
                in_progress.discard(node)
                finished.add(node)
                order.append(node)
            else:
                stack.append((node, index, below))
                stack.append((*step, None))
    return order, node_keys, position


def _depths(order):
    """Depth of each node and of each layer; a layer is as deep as its deepest node."""
    node_depth, layer_depth = {}, {}
    for node in reversed(order):
        layer = node.outbound_layer
        depth = max(node_depth.get(node, 0), layer_depth.get(layer, 0))
        node_depth[node] = layer_depth[layer] = depth
        for below in node.inbound_nodes():
            node_depth[below] = max(depth + 1, node_depth.get(below, 0))
    return node_depth, layer_depth


def _check_no_raw_input(node):
    for layer, x in zip(node.inbound_layers, node.input_tensors, strict=False):
        if layer is None:
            raise ValueError(
                f"Model: every tensor between the inputs and the outputs must come from a layer, "
                f"got the raw tensor {x.name} as input of layer {node.outbound_layer.name}. Put "
                "the operation that makes it into a Lambda layer, or wrap it: Input(tensor=...).")


def _check_connected(inputs, nodes):
    known = set(inputs)
    ready = []
    for node in nodes:
        for x in node.input_tensors:
            if x not in known:
                seen = ", ".join(ready[-10:]) or "none"
                raise ValueError(
                    f"Graph disconnected: layer {node.outbound_layer.name} needs tensor {x.name}, "
                    f"which must follow from the model's inputs, got inputs "
                    f"{[y.name for y in inputs]} (layers reached before: {seen}). Add the tensor "
                    "where the data enters to the inputs.")
        known.update(node.output_tensors)
        ready.append(node.outbound_layer.name)


def check_unique_names(layers):
    """Raise a ValueError when two of the layers have the same name."""
    for name, count in Counter(layer.name for layer in layers).items():
        if count > 1:
            raise ValueError(f'Model: layer names must be unique, got the name "{name}" {count} '
                             "times. Pass name=... to one of the layers.")
