"""Steps of calling a layer: masks of the inputs, the call itself, shapes of the outputs."""
import contextlib
import contextvars

from kerastutor import backend as K
from kerastutor.utils.generic_utils import to_list, unpack_singleton

_watcher = contextvars.ContextVar("watcher", default=None)


@contextlib.contextmanager
def watch_calls(watcher):
    """Put `watcher` in charge of the calls of layers in a block (the shape inspector does).

    # Arguments
        watcher: Function of (layer, inputs, call) that returns what the call gives; `call()` makes
            it. None leaves calls alone again, within another block.
    """
    token = _watcher.set(watcher)
    try:
        yield
    finally:
        _watcher.reset(token)


def current_watcher():
    """The function that `watch_calls` put in charge, or None."""
    return _watcher.get()


def previous_mask(inputs):
    """Mask (or list of masks) that the layers before attached to `inputs`; None where none."""
    masks = []
    for x in to_list(inputs):
        mask = None
        if hasattr(x, "_keras_history"):
            layer, node_index, tensor_index = x._keras_history
            mask = layer._inbound_nodes[node_index].output_masks[tensor_index]
        masks.append(mask)
    return unpack_singleton(masks)


def run_call(layer, inputs, kwargs):
    """Output of `layer.call`; outputs that are inputs become new tensors.

    A layer that hands its input on (Dropout with rate 0, say) must not overwrite what Keras wrote
    on the tensor for the layer before.
    """
    with describe_call(layer, "called on", inputs):
        output = layer.call(inputs, **kwargs)
    if output is None:
        raise ValueError(f"Layer {layer.name}: call() must return a tensor or a list of tensors, "
                         "got None. Add the missing return.")
    given = to_list(inputs)
    outputs = [K.identity(x) if any(x is y for y in given) else x
               for x in to_list(output, allow_tuple=True)]
    for x in outputs:
        if not hasattr(x, "dtype") or not hasattr(x, "shape"):
            raise TypeError(f"Layer {layer.name}: call() must return tensors, got "
                            f"{type(x).__name__}. Wrap constants with K.constant.")
    return outputs if isinstance(output, (list, tuple)) else outputs[0]


@contextlib.contextmanager
def describe_call(layer, verb, inputs):
    """Put the layer and its input shapes in front of the message of a ValueError or TypeError."""
    try:
        yield
    except (ValueError, TypeError) as error:
        text = str(error)
        if type(error) in (ValueError, TypeError) and not hasattr(error, "_layer"):
            error._layer = layer.name
            shapes = unpack_singleton([K.int_shape(x) for x in to_list(inputs)])
            if layer.name not in text or str(shapes) not in text:
                error.args = (f"Layer {layer.name} ({type(layer).__name__}) could not be {verb} "
                              f"an input of shape {shapes}. {text}",)
        raise


def output_shapes_of(layer, inputs, outputs):
    """List of the shape of each output, by `compute_output_shape`.

    A layer that does not override it is taken to keep the shape of its input; where the output
    tensors visibly have another shape, theirs counts.
    """
    own = [tuple(x.shape) for x in outputs]
    if not _overrides_output_shape(layer):
        shapes = [K.int_shape(x) for x in to_list(inputs)]
        if len(shapes) == len(own) and all(map(_agree, shapes, own)):
            return shapes
        return own
    try:
        shapes = as_shapes(layer.compute_output_shape(
            unpack_singleton([K.int_shape(x) for x in to_list(inputs)])))
    except NotImplementedError:                    # a subclass of Model with nothing but call()
        return own
    if len(shapes) < len(outputs):
        raise ValueError(f"Layer {layer.name}: compute_output_shape must return a shape for each "
                         f"of the {len(outputs)} outputs of call(), got {shapes}. "
                         "Return a list of shape tuples.")
    return shapes[:len(outputs)]


def as_shapes(result):
    """List of shape tuples, from a shape or a list of shapes."""
    if isinstance(result, list) and all(isinstance(s, (list, tuple)) for s in result):
        return [tuple(s) for s in result]
    if isinstance(result, tuple) and result and all(isinstance(s, (list, tuple)) for s in result):
        return [tuple(s) for s in result]
    return [tuple(result)]


def _overrides_output_shape(layer):
    for cls in type(layer).__mro__:
        if "compute_output_shape" in cls.__dict__:
            return cls.__name__ != "Layer" or not cls.__module__.endswith("engine.base_layer")
    return "compute_output_shape" in layer.__dict__


def _agree(declared, found):
    return len(declared) == len(found) and all(
        a is None or b is None or a == b for a, b in zip(declared, found, strict=True))
