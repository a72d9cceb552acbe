"""Copies of models: the same layers with new weights, on the same or other inputs."""
from kerastutor import backend as K
from kerastutor.engine.input_layer import Input, InputLayer
from kerastutor.engine.sequential import Sequential
from kerastutor.engine.training import Model
from kerastutor.utils.generic_utils import to_list, unpack_singleton


def clone_model(model, input_tensors=None):
    """Make a model with the same layers as another, but weights of its own.

    # Arguments
        model: Model, functional or Sequential.
        input_tensors: Tensor or list of tensors to build on, new placeholders unless given.

    # Returns
        A model; its weights are newly initialised.

    # Raises
        ValueError: for something that is no model, or a subclass with its own `call`.
    """
    if not isinstance(model, Model):
        raise ValueError(f"clone_model: model must be a Model, got {model!r}.")
    if isinstance(model, Sequential):
        return _clone_sequential(model, input_tensors)
    if not model._is_graph_network:
        raise ValueError(f"clone_model: model must be a graph of layers, got {model.name}, a "
                         "subclass with its own call(). Make a new object of its class.")
    return _clone_graph(model, input_tensors)


def _clone_layer(layer):
    if isinstance(layer, Model):
        return clone_model(layer)
    return layer.__class__.from_config(layer.get_config())


def _clone_graph(model, input_tensors):
    inputs = _new_inputs(model, input_tensors)
    copies = {}
    values = dict(zip(model.inputs, inputs, strict=True))
    for node in model._wiring.nodes:
        layer = node.outbound_layer
        if not node.inbound_layers:
            continue
        if layer not in copies:
            copies[layer] = _clone_layer(layer)
        given = unpack_singleton([values[x] for x in node.input_tensors])
        outputs = to_list(copies[layer](given, **(node.arguments or {})))
        values.update(zip(node.output_tensors, outputs, strict=True))
    return Model(inputs, [values[x] for x in model.outputs], name=model.name)


def _new_inputs(model, tensors):
    """Keras tensors for the inputs of the copy."""
    layers = model._input_layers
    if tensors is None:
        return [Input(batch_shape=layer.batch_input_shape, dtype=layer.dtype, sparse=layer.sparse,
                      name=layer.name) for layer in layers]
    tensors = to_list(tensors)
    if len(tensors) != len(layers):
        raise ValueError(f"clone_model: input_tensors must be a list of {len(layers)} tensors, one "
                         f"for each input, got {len(tensors)}.")
    return [x if K.is_keras_tensor(x) else Input(tensor=x, name="input_wrapper_for_" + layer.name)
            for x, layer in zip(tensors, layers, strict=True)]


def _clone_sequential(model, input_tensors):
    layers = [_clone_layer(layer) for layer in model.layers]
    if input_tensors is None:
        copy = Sequential(layers, name=model.name)
        if not copy.inputs and model.inputs:
            copy.build(K.int_shape(model.inputs[0]))
        return copy
    tensors = to_list(input_tensors)
    if len(tensors) != 1:
        raise ValueError("clone_model: input_tensors of a Sequential must be one tensor, got "
                         f"{len(tensors)}.")
    x = tensors[0]
    if not K.is_keras_tensor(x):
        x = Input(tensor=x, name="input_wrapper_for_" + model.name)
    origin = x._keras_history[0]
    if not isinstance(origin, InputLayer):
        raise ValueError("clone_model: input_tensors of a Sequential must come from Input(...), "
                         f"got the output of layer {origin.name}. Use the functional API.")
    return Sequential([origin, *layers], name=model.name)
