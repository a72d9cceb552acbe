"""Running the layers of a model again: on other tensors, or on shapes alone."""
from kerastutor import backend as K
from kerastutor.engine.call import as_shapes, output_shapes_of, run_call
from kerastutor.functions import has_arg
from kerastutor.utils.generic_utils import to_list, unpack_singleton


def run_graph(model, inputs, masks):
    """Compute the outputs of a model on other tensors, with the same layers and weights.

    # Arguments
        model: Network made of a graph of layers.
        inputs: List of tensors.
        masks: List with a mask or None for each.

    # Returns
        Tuple: list of output tensors, list of output masks, list of (layer, its input tensors).
    """
    if len(inputs) != len(model.inputs):
        raise ValueError(f"{model.name}: inputs must be a list of {len(model.inputs)} tensors, "
                         f"got {len(inputs)}. Call the model on one tensor for each input.")
    values = dict(zip(model.inputs, zip(inputs, masks, strict=True), strict=True))
    calls = []
    for node in model._wiring.nodes:
        if not node.inbound_layers:
            continue                                                  # an input: its value is given
        data = [values[x] for x in node.input_tensors]
        tensors = [tensor for tensor, _ in data]
        outputs, output_masks = _run_node(node, tensors, [mask for _, mask in data])
        calls.append((node.outbound_layer, tensors))
        values.update(zip(node.output_tensors, zip(outputs, output_masks, strict=True),
                          strict=True))
    results = [values[x] for x in model.outputs]
    return [tensor for tensor, _ in results], [mask for _, mask in results], calls


def _run_node(node, tensors, masks):
    """Outputs and output masks of one call, repeated on other tensors."""
    layer = node.outbound_layer
    given, mask = unpack_singleton(tensors), unpack_singleton(masks)
    arguments = dict(node.arguments or {})
    if "mask" not in arguments and has_arg(layer.call, "mask"):
        arguments["mask"] = mask
    with K.name_scope(layer.name):
        layer.assert_input_compatibility(given)
        outputs = to_list(run_call(layer, given, arguments))
        output_masks = layer.compute_mask(given, mask)
        if not isinstance(output_masks, (list, tuple)):
            output_masks = [output_masks] * len(outputs)
        if len(output_masks) != len(outputs):
            raise ValueError(f"Layer {layer.name}: compute_mask must return one mask (or None) for "
                             f"each of the {len(outputs)} outputs, got {len(output_masks)}.")
        regularizer = getattr(layer, "activity_regularizer", None)
        if regularizer is not None:
            with K.name_scope("activity_regularizer"):
                penalties = [regularizer(x) for x in outputs]
            layer.add_loss(penalties, inputs=tensors)
    learns = (getattr(layer, "uses_learning_phase", False)
              or any(getattr(x, "_uses_learning_phase", False) for x in tensors))
    for x, shape in zip(outputs, output_shapes_of(layer, tensors, outputs), strict=True):
        x._keras_shape = shape
        x._uses_learning_phase = getattr(x, "_uses_learning_phase", False) or learns
    return outputs, list(output_masks)


def run_shapes(model, input_shapes):
    """Output shapes of a model on inputs of other shapes, by the layers' `compute_output_shape`.

    # Arguments
        model: Network made of a graph of layers.
        input_shapes: List of shape tuples, one for each input.

    # Returns
        List of shape tuples.
    """
    shapes = dict(zip(model.inputs, map(tuple, input_shapes), strict=True))
    for node in model._wiring.nodes:
        if node.inbound_layers:
            given = unpack_singleton([shapes[x] for x in node.input_tensors])
            found = as_shapes(node.outbound_layer.compute_output_shape(given))
            shapes.update(zip(node.output_tensors, found, strict=False))
    return [shapes[x] for x in model.outputs]
