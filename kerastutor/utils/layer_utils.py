"""Helpers around layers: the summary table, counting, kernel layouts, the sources of a tensor."""
import numpy as np

from kerastutor import backend as K
from kerastutor.utils.conv_utils import convert_kernel


def count_params(weights):
    """Number of scalars in a list of variables; a variable that occurs twice counts once."""
    return int(sum(K.count_params(w) for w in set(weights)))


def print_summary(model, line_length=None, positions=None, print_fn=None):
    """Print a table of the layers of a model.

    # Arguments
        model: The model.
        line_length: Width of the table; 65, or 98 when the layers are not a plain chain.
        positions: Ends of the columns: fractions of the width, or numbers of characters.
        print_fn: Function that gets each line; `print` unless given.
    """
    print_fn = print_fn or print
    chain = _is_chain(model)
    line_length = line_length or (65 if chain else 98)
    positions = list(positions or ([.45, .85, 1.] if chain else [.33, .55, .67, 1.]))
    if positions[-1] <= 1:
        positions = [int(line_length * p) for p in positions]
    headings = ["Layer (type)", "Output Shape", "Param #"] + ([] if chain else ["Connected to"])
    nodes = None if chain else set(model._wiring.nodes)

    def row(fields):
        line = ""
        for field, end in zip(fields, positions, strict=False):
            line = (line[:-1] + " " if line else "") + str(field)
            line = line[:end].ljust(end)
        print_fn(line)

    print_fn("_" * line_length)
    row(headings)
    print_fn("=" * line_length)
    layers = model.layers
    for i, layer in enumerate(layers):
        fields = [f"{layer.name} ({layer.__class__.__name__})", _output_shape(layer),
                  layer.count_params()]
        if chain:
            row(fields)
        else:
            connections = _connections(layer, nodes) or [""]
            row([*fields, connections[0]])
            for connection in connections[1:]:
                row(["", "", "", connection])
        print_fn(("=" if i == len(layers) - 1 else "_") * line_length)
    if hasattr(model, "_check_trainable_weights_consistency"):
        model._check_trainable_weights_consistency()
    total = count_params(model.weights)
    trainable = count_params(getattr(model, "_collected_trainable_weights",
                                     model.trainable_weights))
    print_fn(f"Total params: {total:,}")
    print_fn(f"Trainable params: {trainable:,}")
    print_fn(f"Non-trainable params: {total - trainable:,}")
    print_fn("_" * line_length)


def _is_chain(model):
    """Whether each layer has one input and one output, and is called once."""
    if model.__class__.__name__ == "Sequential" or not model._is_graph_network:
        return True
    nodes = []
    for at_depth in model._nodes_by_depth.values():
        if len(at_depth) > 1 or len(at_depth[0].inbound_layers) > 1:
            return False
        nodes += at_depth
    return len({node.outbound_layer for node in nodes}) == len(nodes)


def _output_shape(layer):
    try:
        return layer.output_shape
    except AttributeError:
        return "multiple"


def _connections(layer, nodes):
    return [f"{source.name}[{node_index}][{tensor_index}]"
            for node in layer._inbound_nodes if node in nodes
            for source, node_index, tensor_index in zip(
                node.inbound_layers, node.node_indices, node.tensor_indices, strict=True)]


def get_source_inputs(tensor, layer=None, node_index=None):
    """List of the input tensors that a Keras tensor follows from.

    # Arguments
        tensor: The tensor.
        layer: Layer that made it, taken from the tensor unless given.
        node_index: Index of the call that made it.

    # Returns
        List of tensors, each once; `tensor` itself when it does not come from a layer.
    """
    if not hasattr(tensor, "_keras_history"):
        return tensor
    if layer is None or node_index is None:
        layer, node_index, _ = tensor._keras_history
    if not layer._inbound_nodes:
        return [tensor]
    sources, done = {}, set()
    stack = [(layer, node_index)]
    while stack:
        layer, node_index = stack.pop()
        node = layer._inbound_nodes[node_index]
        if node in done:
            continue
        done.add(node)
        if not node.inbound_layers:
            sources.update(dict.fromkeys(node.input_tensors))
        for x in reversed(node.input_tensors if node.inbound_layers else []):
            if hasattr(x, "_keras_history"):
                stack.append(x._keras_history[:2])
            else:
                sources[x] = None
    return list(sources)


def convert_all_kernels_in_model(model):
    """Turn all convolution kernels of a model by half a turn, in place.

    That is from the layout of correlation (TensorFlow) to that of convolution (Theano), or back;
    twice gives back the original.

    # Arguments
        model: The model.
    """
    kinds = ("Conv1D", "Conv2D", "Conv3D", "Conv2DTranspose")
    kernels = [layer.kernel for layer in model.layers if layer.__class__.__name__ in kinds]
    K.batch_set_value([(kernel, convert_kernel(K.get_value(kernel))) for kernel in kernels])


def convert_dense_weights_data_format(dense, previous_feature_map_shape,
                                      target_data_format="channels_first"):
    """Reorder the weights of a Dense layer after a Flatten, when the images change their layout.

    # Arguments
        dense: Dense layer, changed in place.
        previous_feature_map_shape: Shape of the images before the Flatten, without the batch, in
            the target layout: `(512, 7, 7)` for channels first, say.
        target_data_format: `'channels_first'` or `'channels_last'`.

    # Raises
        ValueError: for another layout, or a shape that does not fit the layer.
    """
    if target_data_format not in ("channels_first", "channels_last"):
        raise ValueError("convert_dense_weights_data_format: target_data_format must be "
                         "'channels_first' or 'channels_last', got "
                         f"{target_data_format!r}. Use one of these two.")
    shape = tuple(previous_feature_map_shape)
    kernel, *bias = dense.get_weights()
    if int(np.prod(shape)) != kernel.shape[0]:
        raise ValueError(f"convert_dense_weights_data_format: previous_feature_map_shape must hold "
                         f"{kernel.shape[0]} numbers, got {shape}. Leave the batch size out.")
    if target_data_format == "channels_first":
        channels, height, width = shape
        maps = kernel.reshape(height, width, channels, -1).transpose(2, 0, 1, 3)
    else:
        height, width, channels = shape
        maps = kernel.reshape(channels, height, width, -1).transpose(1, 2, 0, 3)
    dense.set_weights([maps.reshape(kernel.shape), *bias])
