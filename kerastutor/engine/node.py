"""Nodes: the record of each call of a layer, and how a layer answers questions about its calls."""
from kerastutor.utils.generic_utils import unpack_singleton


class Node:
    """One call of a layer: which tensors went in, which came out.

    The node registers itself with the layer that was called (`_inbound_nodes`) and with the
    layers that made its inputs (`_outbound_nodes`).

    # Arguments
        outbound_layer: The layer that was called.
        inbound_layers: For each input, the layer that made it (None for a raw tensor).
        node_indices: For each input, the index of the call that made it.
        tensor_indices: For each input, which output of that call it is.
        input_tensors: List of tensors.
        output_tensors: List of tensors.
        input_masks: List with a mask tensor or None for each input.
        output_masks: List with a mask tensor or None for each output.
        input_shapes: List of shape tuples.
        output_shapes: List of shape tuples.
        arguments: Dictionary of further arguments of the call.
    """

    def __init__(self, outbound_layer, inbound_layers, node_indices, tensor_indices,
                 input_tensors, output_tensors, input_masks, output_masks,
                 input_shapes, output_shapes, arguments=None):
        self.outbound_layer = outbound_layer
        self.inbound_layers = inbound_layers
        self.node_indices = node_indices
        self.tensor_indices = tensor_indices
        self.input_tensors = input_tensors
        self.output_tensors = output_tensors
        self.input_masks = input_masks
        self.output_masks = output_masks
        self.input_shapes = input_shapes
        self.output_shapes = output_shapes
        self.arguments = arguments
        for layer in inbound_layers:
            if layer is not None:
                layer._outbound_nodes.append(self)
        outbound_layer._inbound_nodes.append(self)

    def inbound_nodes(self):
        """For each input, the node that made it."""
        return [layer._inbound_nodes[index]
                for layer, index in zip(self.inbound_layers, self.node_indices, strict=True)]

    def get_config(self):
        """Names and indices of the layers that the call connects."""
        return {"outbound_layer": self.outbound_layer.name if self.outbound_layer else None,
                "inbound_layers": [layer.name if layer else None for layer in self.inbound_layers],
                "node_indices": self.node_indices,
                "tensor_indices": self.tensor_indices}


class Connected:
    """The part of a layer that knows its calls: `layer.input`, `layer.get_output_at(1)` ..."""

    @staticmethod
    def _node_key(layer, node_index):
        return f"{layer.name}_ib-{node_index}"

    def get_input_shape_at(self, node_index):
        """Shape (or list of shapes) of the inputs of call `node_index`."""
        return self._get_node_attribute_at_index(node_index, "input_shapes", "input shape")

    def get_output_shape_at(self, node_index):
        """Shape (or list of shapes) of the outputs of call `node_index`."""
        return self._get_node_attribute_at_index(node_index, "output_shapes", "output shape")

    def get_input_at(self, node_index):
        """Input tensor (or list) of call `node_index`."""
        return self._get_node_attribute_at_index(node_index, "input_tensors", "input")

    def get_output_at(self, node_index):
        """Output tensor (or list) of call `node_index`."""
        return self._get_node_attribute_at_index(node_index, "output_tensors", "output")

    def get_input_mask_at(self, node_index):
        """Input mask (or list) of call `node_index`; None where there is none."""
        return self._get_node_attribute_at_index(node_index, "input_masks", "input mask")

    def get_output_mask_at(self, node_index):
        """Output mask (or list) of call `node_index`; None where there is none."""
        return self._get_node_attribute_at_index(node_index, "output_masks", "output mask")

    @property
    def input(self):
        """Input tensor (or list of them) of a layer that was called once."""
        return self._only("input_tensors", "input", "get_input_at")

    @property
    def output(self):
        """Output tensor (or list of them) of a layer that was called once."""
        return self._only("output_tensors", "output", "get_output_at")

    @property
    def input_mask(self):
        """Input mask (or list of them) of a layer that was called once."""
        return self._only("input_masks", "input mask", "get_input_mask_at")

    @property
    def output_mask(self):
        """Output mask (or list of them) of a layer that was called once."""
        return self._only("output_masks", "output mask", "get_output_mask_at")

    @property
    def input_shape(self):
        """Shape (or list of shapes) of the inputs, when all calls agree on it."""
        return self._common_shape("input_shapes", "input shape", "get_input_shape_at")

    @property
    def output_shape(self):
        """Shape (or list of shapes) of the outputs, when all calls agree on it."""
        return self._common_shape("output_shapes", "output shape", "get_output_shape_at")

    def _get_node_attribute_at_index(self, node_index, attr, attr_name):
        nodes = self._inbound_nodes
        if not nodes:
            raise RuntimeError(self._never_called(attr_name))
        if not -len(nodes) <= node_index < len(nodes):
            raise ValueError(f"Layer {self.name}: node_index must be below {len(nodes)}, the "
                             f"number of its inbound nodes (calls), got {node_index}.")
        return unpack_singleton(getattr(nodes[node_index], attr))

    def _only(self, attr, attr_name, getter):
        nodes = self._inbound_nodes
        if not nodes:
            raise AttributeError(self._never_called(attr_name))
        if len(nodes) > 1:
            raise AttributeError(
                f"Layer {self.name} has multiple inbound nodes, hence the notion of \"layer "
                f"{attr_name}\" is ill-defined. Use `{getter}(node_index)` instead. (It was called "
                f"{len(nodes)} times.)")
        return unpack_singleton(getattr(nodes[0], attr))

    def _common_shape(self, attr, attr_name, getter):
        nodes = self._inbound_nodes
        if not nodes:
            raise AttributeError(self._never_called(attr_name))
        shapes = getattr(nodes[0], attr)
        if any(str(getattr(node, attr)) != str(shapes) for node in nodes[1:]):
            raise AttributeError(
                f"Layer {self.name} has multiple inbound nodes with different {attr_name}s, hence "
                f"the notion of \"{attr_name}\" is ill-defined. Use `{getter}(node_index)` "
                f"instead. (It was called {len(nodes)} times.)")
        return unpack_singleton(shapes)

    def _never_called(self, attr_name):
        return (f"Layer {self.name}: {attr_name} must come from a call, got a layer that was "
                "never called. Call it on a tensor first.")
