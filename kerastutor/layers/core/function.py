"""The layer made from a function."""
import types
import weakref

import numpy as np

from kerastutor import activations, constraints, initializers, losses, regularizers
from kerastutor import backend as K
from kerastutor.engine.base_layer import Layer
from kerastutor.functions import configs_are_safe, func_dump, func_load, has_arg
from kerastutor.registry import deserialize_keras_object

# Names that a function loaded from a file can use, besides custom_objects.
_KNOWN = {"K": K, "np": np, "activations": activations, "constraints": constraints,
          "initializers": initializers, "losses": losses, "regularizers": regularizers}

# Functions dumped by this process, by their code: their copies see the same global names.
_originals = weakref.WeakValueDictionary()


class Lambda(Layer):
    """Makes a layer of a function from tensor to tensor (it can have no weights).

    # Arguments
        function: takes the input tensor (or list of tensors) and gives the output. If it has an
            argument `mask`, it gets the input's mask there.
        output_shape: shape of the output without the batch axis, or a function from input shape to
            output shape; None works it out by calling the function.
        mask: mask of the output, or a function `(inputs, mask)` that gives it; None means none.
        arguments: dictionary of further arguments of the function.

    # Input shape
        Any.

    # Output shape
        As the function has it.

    # Example

    ```python
    model.add(Lambda(lambda x: x ** 2))
    ```

    A saved model holds the byte code of such a function; `load_model` runs it only when this
    process wrote it, when `safe_mode=False`, or takes `custom_objects={"name of the layer":
    function}`.
    """

    def __init__(self, function, output_shape=None, mask=None, arguments=None, **kwargs):
        super().__init__(**kwargs)
        if not callable(function):
            raise TypeError(f"{self.name}: function must be a function from tensor to tensor, "
                            f"got {function!r}. Write Lambda(lambda x: x ** 2), for example.")
        if output_shape is not None and not isinstance(output_shape, (tuple, list)) \
                and not callable(output_shape):
            raise TypeError(f"{self.name}: output_shape must be a tuple, a list or a function, "
                            f"got {output_shape!r}. Leave it out to have it worked out.")
        self.function = function
        self.arguments = dict(arguments) if arguments else {}
        self.mask = mask
        if mask is not None:
            self.supports_masking = True
        self._output_shape = tuple(output_shape) if isinstance(output_shape, list) else output_shape
        self._seen_shapes = {}         # shapes of inputs and outputs of the calls so far

    def call(self, inputs, mask=None):
        """See the class."""
        arguments = dict(self.arguments)
        if has_arg(self.function, "mask"):
            arguments["mask"] = mask
        outputs = self.function(inputs, **arguments)
        if isinstance(inputs, (list, tuple)):
            inputs = list(inputs)
        self._seen_shapes[_key(_shapes(inputs))] = _shapes(outputs)
        return outputs

    def compute_mask(self, inputs, mask=None):
        """What the argument `mask` says."""
        return self.mask(inputs, mask) if callable(self.mask) else self.mask

    def compute_output_shape(self, input_shape):
        """What the argument `output_shape` says, or what calling the function gives.

        # Raises
            ValueError: when the `output_shape` function gives no shape.
        """
        if self._output_shape is None:
            key = _key(input_shape)
            if key not in self._seen_shapes:
                several = isinstance(input_shape, list)
                shapes = input_shape if several else [input_shape]
                inputs = [K.placeholder(shape=shape) for shape in shapes]
                self.call(inputs if several else inputs[0])
            return self._seen_shapes[key]
        if isinstance(self._output_shape, tuple):
            first = input_shape[0] if isinstance(input_shape, list) else input_shape
            return (first[0] if first else None, *self._output_shape)
        shape = self._output_shape(input_shape)
        if not isinstance(shape, (tuple, list)):
            raise ValueError(f"{self.name}: the output_shape function must return a tuple or a "
                             f"list of tuples, got {shape!r}. Include the batch size: (None, 10).")
        one = isinstance(shape, list) and shape and not isinstance(shape[0], (tuple, list))
        return tuple(shape) if one else shape

    def get_config(self):
        """The constructor's arguments; functions as byte code."""
        function, function_type = _dump(self.function)
        output_shape, output_shape_type = self._output_shape, "raw"
        if callable(output_shape):
            output_shape, output_shape_type = _dump(output_shape)
        return {**super().get_config(), "function": function, "function_type": function_type,
                "output_shape": output_shape, "output_shape_type": output_shape_type,
                "arguments": self.arguments}

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """Makes the layer from what `get_config` returned.

        # Arguments
            config: dictionary.
            custom_objects: names that the function may use, and functions by name. A function under
                the name of the layer takes the place of the saved one.

        # Raises
            ValueError: for byte code that may not be run.
        """
        config = dict(config)
        custom = custom_objects or {}
        name = config.get("name")
        kind = config.pop("function_type", "raw")
        if callable(custom.get(name)):
            config["function"] = custom[name]
        else:
            config["function"] = _load(name, "function", config["function"], kind, custom)
        kind = config.pop("output_shape_type", "raw")
        if kind != "raw":
            config["output_shape"] = _load(name, "output_shape", config["output_shape"], kind,
                                           custom)
        config["arguments"] = {key: _array_back(value)
                               for key, value in (config.get("arguments") or {}).items()}
        return cls(**config)


def _shapes(tensors):
    if isinstance(tensors, (list, tuple)):
        return [K.int_shape(x) for x in tensors]
    return K.int_shape(tensors)


def _key(shapes):
    if isinstance(shapes, list):
        return tuple(tuple(shape) for shape in shapes)
    return tuple(shapes)


def _dump(function):
    """(data, kind): byte code of a Python function, or the name of any other callable."""
    if not isinstance(function, types.FunctionType):
        return getattr(function, "__name__", type(function).__name__), "function"
    dumped = func_dump(function)
    _originals[dumped[0]] = function
    return dumped, "lambda"


def _load(layer, option, data, kind, custom_objects):
    if kind == "function":
        return deserialize_keras_object(data, custom_objects=custom_objects,
                                        printable_module_name=f"{option} of a Lambda layer")
    if kind != "lambda":
        raise TypeError(f"Lambda: {option}_type must be 'lambda', 'function' or 'raw', "
                        f"got {kind!r}. The config is damaged.")
    original = _originals.get(data[0])
    known = original.__globals__ if original is not None else _KNOWN
    try:
        return func_load(data, globs={**known, **custom_objects} if custom_objects else known,
                         safe_mode=configs_are_safe())
    except ValueError as error:
        raise ValueError(
            f"{layer}: the {option} of this Lambda layer must be byte code written by this "
            f"process, got code from elsewhere ({error}) For this layer that means: "
            f"custom_objects={{{layer!r}: function}}.") from error


def _array_back(value):
    """An array that was saved as `{"type": "ndarray", "value": [...]}`; anything else as it is."""
    if isinstance(value, dict) and value.get("type") == "ndarray":
        return np.array(value["value"])
    return value
