"""What a layer expects of its inputs, and the check that is made at every call."""
from kerastutor import backend as K
from kerastutor.utils.generic_utils import to_list


class InputSpec:
    """Constraints on one input of a layer. A None entry allows anything.

    # Arguments
        dtype: Expected data type.
        shape: Expected shape, a tuple that may hold None (the batch axis is included).
        ndim: Expected number of axes.
        max_ndim: Largest number of axes.
        min_ndim: Smallest number of axes.
        axes: Dictionary from axis to the size expected there.

    # Example

    ```python
    self.input_spec = InputSpec(min_ndim=2, axes={-1: 64})
    ```
    """

    def __init__(self, dtype=None, shape=None, ndim=None, max_ndim=None, min_ndim=None, axes=None):
        self.dtype = dtype
        self.shape = shape
        self.ndim = ndim if shape is None else len(shape)
        self.max_ndim = max_ndim
        self.min_ndim = min_ndim
        self.axes = axes or {}

    def __repr__(self):
        names = ("dtype", "shape", "ndim", "max_ndim", "min_ndim", "axes")
        given = [f"{name}={getattr(self, name)}" for name in names if getattr(self, name)]
        return f"InputSpec({', '.join(given)})"


def check_inputs(layer, inputs):
    """Raise when `inputs` (tensor or list) are not tensors, or do not fit `layer.input_spec`.

    # Raises
        ValueError: naming the layer, what it expects, and what came.
    """
    inputs = to_list(inputs)
    for x in inputs:
        _check_symbolic(layer, x)
    if not layer.input_spec:
        return
    specs = layer.input_spec
    if not isinstance(specs, (list, tuple)):
        specs = [specs]
    if len(inputs) != len(specs):
        raise ValueError(
            f"Layer {layer.name}: inputs must be a list of {len(specs)} tensors, "
            f"got {len(inputs)}: {_short(inputs)}. Call it on a list of that length.")
    for index, (x, spec) in enumerate(zip(inputs, specs, strict=True)):
        if spec is not None:
            _check_one(layer, index, x, spec)


def _check_symbolic(layer, x):
    try:
        K.is_keras_tensor(x)
    except ValueError:
        got = f"of shape {tuple(x.shape)}" if hasattr(x, "shape") else _short(x)
        raise ValueError(
            f"Layer {layer.name}: every input must be a symbolic tensor, got {type(x).__name__} "
            f"{got}. "
            "Call the layer on `Input(...)` or on the output of another layer; "
            "to run data through a model, use model.predict(data).") from None


def _check_one(layer, index, x, spec):
    ndim = K.ndim(x)
    shape = K.int_shape(x)
    if spec.ndim is not None and ndim != spec.ndim:
        _refuse_rank(layer, index, "ndim", spec.ndim, ndim, shape)
    if spec.max_ndim is not None and ndim is not None and ndim > spec.max_ndim:
        _refuse_rank(layer, index, "max_ndim", spec.max_ndim, ndim, shape)
    if spec.min_ndim is not None and ndim is not None and ndim < spec.min_ndim:
        _refuse_rank(layer, index, "min_ndim", spec.min_ndim, ndim, shape)
    if spec.dtype is not None and K.dtype(x) != spec.dtype:
        _refuse(layer, index, f"be of dtype {spec.dtype}", K.dtype(x),
                f"Convert it with K.cast(x, {spec.dtype!r}) in a Lambda layer")
    if shape is None:
        return
    for axis, size in (spec.axes or {}).items():
        if size is not None and shape[int(axis)] not in (size, None):
            _refuse(layer, index, f"have size {size} along axis {axis}", f"shape {shape}",
                    "The layer's weights are made for that size; use another layer here")
    if spec.shape is not None:
        for wanted, found in zip(spec.shape, shape, strict=False):
            if wanted is not None and found is not None and wanted != found:
                _refuse(layer, index, f"have shape {tuple(spec.shape)}", f"shape {shape}",
                        "Reshape the input, or use another layer here")


def _refuse_rank(layer, index, kind, wanted, found, shape):
    if kind == "ndim" and wanted == 2:
        advice = "Put a Flatten() before it, or let a recurrent layer return only its last step"
    elif kind == "ndim" and wanted == 3 and found == 2:
        advice = ("It needs a sequence: return_sequences=True in the recurrent layer before it, "
                  "or a RepeatVector or Reshape")
    else:
        advice = "Add or remove axes with Reshape or Flatten"
    _refuse(layer, index, f"fit (expected {kind}={wanted}, found ndim={found})", f"shape {shape}",
            advice)


def _refuse(layer, index, what, got, advice):
    raise ValueError(f"Layer {layer.name}: input {index} must {what}, got {got}. {advice}.")


def _short(value):
    text = repr(value)
    return text if len(text) <= 120 else text[:117] + "..."
