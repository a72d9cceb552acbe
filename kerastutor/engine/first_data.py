"""Giving inputs to a model that learns them from its first data: a subclass, or a Sequential."""
import numpy as np

from kerastutor import backend as K
from kerastutor.utils.generic_utils import to_list, unpack_singleton


def set_inputs(model, inputs, outputs=None, training=None):
    """Build a model on its first data.

    # Arguments
        model: Model without inputs.
        inputs: Array, tensor, or list of them.
        outputs: Output tensors, when they are known already.
        training: Argument `training` for the model's `call`.

    # Returns
        True when some of the inputs are tensors that are not fed.

    # Raises
        ValueError: when the model has inputs already, or for data that cannot tell a shape.
    """
    if model.inputs:
        raise ValueError(f"{model.name}: inputs must be set once, got them a second time.")
    data = [_as_array(model, x) for x in to_list(inputs, allow_tuple=True)]
    if hasattr(model, "_connect_chain"):
        if len(data) != 1:
            raise ValueError(f"{model.name}: a Sequential must have one input, got {len(data)} "
                             "arrays. Pass a single array.")
        model.build((None, *K.int_shape(data[0])[1:]) if K.is_tensor(data[0])
                    else (None, *data[0].shape[1:]))
        return False
    names = [f"input_{i + 1}" for i in range(len(data))]
    tensors = [x if K.is_tensor(x) else K.placeholder(shape=(None, *x.shape[1:]), name=name)
               for x, name in zip(data, names, strict=True)]
    if outputs is None:
        outputs = _call(model, tensors, training)
    outputs = to_list(outputs, allow_tuple=True)
    if any(x is None for x in outputs):
        raise ValueError(f"{model.name}: call() must return a tensor or a list of tensors, "
                         "got None. Add the missing return.")
    fed = [i for i, x in enumerate(tensors) if K.is_placeholder(x)]
    model.inputs = tensors
    model.input_names = names
    model._feed_inputs = [tensors[i] for i in fed]
    model._feed_input_names = [names[i] for i in fed]
    model._feed_input_shapes = [K.int_shape(tensors[i]) for i in fed]
    model.outputs = outputs
    model.output_names = [f"output_{i + 1}" for i in range(len(outputs))]
    model.built = True
    return any(K.is_tensor(x) and not K.is_placeholder(x) for x in data)


def _call(model, tensors, training):
    """What the model's `call` makes of its inputs; they stay unset when it fails."""
    arguments = {"training": training} if getattr(model, "_expects_training_arg", False) else {}
    model.inputs = tensors
    try:
        return model.call(unpack_singleton(tensors), **arguments)
    except BaseException:
        model.inputs = None
        raise


def _as_array(model, x):
    if isinstance(x, dict):
        raise ValueError(f"{model.name}: inputs of a model without named inputs must be an array "
                         "or a list of arrays, got a dictionary. Pass a list.")
    if K.is_tensor(x):
        return x
    if type(x).__name__ in ("DataFrame", "Series"):
        x = x.values
    elif isinstance(x, list):
        x = np.asarray(x)
    if not hasattr(x, "shape"):
        raise ValueError(f"{model.name}: inputs must be an array or a list of arrays, got "
                         f"{type(x).__name__}. Convert them with numpy.array(data).")
    return x.reshape(-1, 1) if len(x.shape) == 1 else x
