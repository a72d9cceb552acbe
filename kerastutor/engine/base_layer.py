"""Layer: the base class of all layers, with its weights, losses, updates, masks and calls.

The path of a call, `y = layer(x)`: check that x is symbolic and fits `input_spec`; the first time,
`build(input_shape)` makes the weights; `call(x)` computes; `compute_mask` and
`compute_output_shape` describe the result; a `Node` records the call.
"""
import functools
import re

import numpy as np

from kerastutor import backend as K
from kerastutor import initializers
from kerastutor.engine.call import (
    current_watcher,
    describe_call,
    output_shapes_of,
    previous_mask,
    run_call,
)
from kerastutor.engine.input_spec import InputSpec, check_inputs
from kerastutor.engine.node import Connected, Node
from kerastutor.functions import has_arg
from kerastutor.utils.generic_utils import is_all_none, to_list, unpack_singleton
from kerastutor.utils.layer_utils import count_params

__all__ = ["InputSpec", "Layer", "Node"]

_KEYWORDS = ("input_shape", "batch_input_shape", "batch_size", "dtype", "name", "trainable",
             "weights", "input_dtype")
_changes_of_trainable = 0


def changes_of_trainable():
    """A number that grows whenever `trainable` of some layer is set."""
    return _changes_of_trainable


class Layer(Connected):
    """Base of all layers. A layer of your own overrides `build`, `call` and, where the shape
    changes, `compute_output_shape`.

    # Arguments
        input_shape: Shape of one sample, for the first layer of a model.
        batch_input_shape: The same with the batch size (or None) in front.
        batch_size: Size to put in front of `input_shape`.
        dtype: Data type of the input, `K.floatx()` unless given.
        name: Name, unique within a model.
        trainable: Whether training changes the weights.
        weights: List of arrays to start from.

    # Example

    ```python
    class Scale(Layer):
        def build(self, input_shape):
            self.factor = self.add_weight(name='factor', shape=(input_shape[-1],),
                                          initializer='ones')
            super().build(input_shape)

        def call(self, inputs):
            return inputs * self.factor
    ```
    """

    def __init__(self, **kwargs):
        self.input_spec = None
        self.supports_masking = False
        self.stateful = False
        self._trainable_weights = []
        self._non_trainable_weights = []
        self._losses = []
        self._updates = []
        self._per_input_losses = {}
        self._per_input_updates = {}
        self._built = False
        self._inbound_nodes = []
        self._outbound_nodes = []

        kind = self.__class__.__name__
        for keyword in kwargs:
            if keyword not in _KEYWORDS:
                raise TypeError(f"{kind}: keyword arguments must be those of the layer or among "
                                f"{', '.join(_KEYWORDS)}, got {keyword!r}. Check its spelling.")
        self.name = kwargs.get("name") or f"{_to_snake_case(kind)}_{K.get_uid(kind)}"
        self.trainable = kwargs.get("trainable", True)
        batch_input_shape = _batch_input_shape(kind, kwargs)
        if batch_input_shape is not None:
            self.batch_input_shape = batch_input_shape
            self.dtype = kwargs.get("dtype") or kwargs.get("input_dtype") or K.floatx()
        self._initial_weights = kwargs.get("weights")

    def __repr__(self):
        return f"<{self.__class__.__name__} {getattr(self, 'name', '(not initialised)')!r}>"

    # Weights

    @property
    def built(self):
        """Whether the weights exist."""
        return self._built

    @built.setter
    def built(self, value):
        self._built = value

    @property
    def trainable(self):
        """Whether training changes the weights; a change counts from the next `compile` on."""
        return self.__dict__.get("_trainable", True)

    @trainable.setter
    def trainable(self, value):
        global _changes_of_trainable
        _changes_of_trainable += 1
        self.__dict__["_trainable"] = value

    @property
    def trainable_weights(self):
        """List of the variables that training changes."""
        return self._trainable_weights if getattr(self, "trainable", True) else []

    @trainable_weights.setter
    def trainable_weights(self, weights):
        self._trainable_weights = weights

    @property
    def non_trainable_weights(self):
        """List of the variables that training leaves alone."""
        if getattr(self, "trainable", True):
            return self._non_trainable_weights
        return self._trainable_weights + self._non_trainable_weights

    @non_trainable_weights.setter
    def non_trainable_weights(self, weights):
        self._non_trainable_weights = weights

    @property
    def weights(self):
        """List of all variables: the trainable ones, then the others."""
        return self.trainable_weights + self.non_trainable_weights

    def build(self, input_shape):
        """Make the weights; layers with weights override it.

        # Arguments
            input_shape: Shape tuple, or list of them for several inputs.
        """
        self.built = True

    def add_weight(self, name, shape, dtype=None, initializer=None, regularizer=None,
                   trainable=True, constraint=None):
        """Make a variable that belongs to the layer.

        # Arguments
            name: Its name within the layer.
            shape: Tuple of ints.
            dtype: Data type, `K.floatx()` unless given.
            initializer: Initializer, function of the shape, or name.
            regularizer: Function of the variable that gives a loss.
            trainable: Whether training changes it.
            constraint: Function applied after each update.

        # Returns
            The variable.

        # Raises
            ValueError: for a shape that is not fully known, or without an initializer.
        """
        shape = _weight_shape(self, name, shape)
        if initializer is None:
            raise ValueError(f"Layer {self.name}: initializer of weight {name!r} must be an "
                             "initializer, got None. Pass one, for example 'glorot_uniform'.")
        value = initializers.get(initializer)(shape)
        weight = K.variable(value, dtype=dtype or K.floatx(), name=name, constraint=constraint)
        if regularizer is not None:
            with K.name_scope("weight_regularizer"):
                self.add_loss(regularizer(weight))
        (self._trainable_weights if trainable else self._non_trainable_weights).append(weight)
        return weight

    def get_weights(self):
        """List of the current values (arrays) of `weights`."""
        return K.batch_get_value(self.weights)

    def set_weights(self, weights):
        """Set all weights; either all are set or none.

        # Arguments
            weights: List of arrays, in the order and shapes of `get_weights()`.

        # Raises
            ValueError: for a list of another length, or an array of another shape.
        """
        set_weight_values(f"Layer {self.name}", self.weights, weights)

    def count_params(self):
        """Number of scalars in the weights.

        # Raises
            RuntimeError: when the layer has no weights yet.
        """
        if not self.built:
            raise RuntimeError(f"Layer {self.name}: it must be built before count_params(), got a "
                               f"layer without weights. Call {self.name}.build(input_shape), or "
                               "give the first layer of the model an input_shape.")
        return count_params(self.weights)

    # Calls

    def call(self, inputs, **kwargs):
        """Compute the output; layers override it.

        # Arguments
            inputs: Tensor, or list of tensors.
            **kwargs: Further arguments, such as `mask` and `training`.

        # Returns
            Tensor, or list of tensors.
        """
        return inputs

    def __call__(self, inputs, **kwargs):
        """Call the layer on tensors, building it first when this is the first call.

        # Arguments
            inputs: Tensor, or list of tensors.
            **kwargs: Further arguments for `call`.

        # Returns
            Output of `call`, with what Keras needs to know attached.

        # Raises
            ValueError: when the inputs are not tensors or do not fit the layer.
        """
        if isinstance(inputs, list):
            inputs = inputs[:]
        watcher = current_watcher()
        if watcher is not None:
            return watcher(self, inputs, lambda: self._call_on(inputs, kwargs))
        return self._call_on(inputs, kwargs)

    def _call_on(self, inputs, kwargs):
        with K.name_scope(self.name):
            self.assert_input_compatibility(inputs)
            if not self.built:
                self._build_on(inputs)
                self.assert_input_compatibility(inputs)
            masks = previous_mask(inputs)
            arguments = dict(kwargs)
            if not is_all_none(masks) and "mask" not in kwargs and has_arg(self.call, "mask"):
                kwargs["mask"] = masks
            output = run_call(self, inputs, kwargs)
            outputs = to_list(output)
            output_masks = self.compute_mask(inputs, masks)
            if not isinstance(output_masks, (list, tuple)):
                output_masks = [output_masks] * len(outputs)
            shapes = output_shapes_of(self, inputs, outputs)
            self._add_inbound_node(inputs, outputs, masks, list(output_masks), shapes, arguments)
            output = unpack_singleton(output)
            regularizer = getattr(self, "activity_regularizer", None)
            if regularizer is not None:
                with K.name_scope("activity_regularizer"):
                    penalties = [regularizer(x) for x in outputs]
                self.add_loss(penalties, inputs=to_list(inputs))
        return output

    def assert_input_compatibility(self, inputs):
        """Check inputs against `input_spec`.

        # Arguments
            inputs: Tensor, or list of tensors.

        # Raises
            ValueError: when they do not fit.
        """
        check_inputs(self, inputs)

    def compute_output_shape(self, input_shape):
        """Shape of the output; layers that change the shape override it.

        # Arguments
            input_shape: Shape tuple, or list of them.

        # Returns
            Shape tuple, or list of them.
        """
        return input_shape

    def compute_mask(self, inputs, mask=None):
        """Mask of the output.

        # Arguments
            inputs: Tensor, or list of tensors.
            mask: Mask tensor or None, or list of them.

        # Returns
            The mask itself when the layer supports masking, else None.

        # Raises
            TypeError: when there is a mask and the layer does not support masking.
        """
        if self.supports_masking:
            return mask
        if not is_all_none(mask):
            raise TypeError(f"Layer {self.name}: input_mask must be None, because the layer does "
                            f"not support masking, got {mask}. Use a layer that supports masking, "
                            "or mask_zero=False in the Embedding.")
        return None

    def _build_on(self, inputs):
        shapes = [K.int_shape(x) for x in to_list(inputs)]
        with describe_call(self, "built on", inputs):
            self.build(unpack_singleton(shapes))
        self.built = True
        if self._initial_weights is not None:
            self.set_weights(self._initial_weights)

    def _add_inbound_node(self, input_tensors, output_tensors, input_masks, output_masks,
                          output_shapes, arguments=None):
        """Record a call, and attach `_keras_history` and the rest to the outputs."""
        input_tensors = to_list(input_tensors)
        origins = [getattr(x, "_keras_history", (None, None, None)) for x in input_tensors]
        Node(self,
             inbound_layers=[origin[0] for origin in origins],
             node_indices=[origin[1] for origin in origins],
             tensor_indices=[origin[2] for origin in origins],
             input_tensors=input_tensors, output_tensors=output_tensors,
             input_masks=to_list(input_masks), output_masks=output_masks,
             input_shapes=[K.int_shape(x) for x in input_tensors], output_shapes=output_shapes,
             arguments=arguments)
        learns = (getattr(self, "uses_learning_phase", False)
                  or any(getattr(x, "_uses_learning_phase", False) for x in input_tensors))
        node_index = len(self._inbound_nodes) - 1
        for i, x in enumerate(output_tensors):
            x._keras_shape = output_shapes[i]
            x._uses_learning_phase = getattr(x, "_uses_learning_phase", False) or learns
            x._keras_history = (self, node_index, i)

    # Losses and updates

    @property
    def losses(self):
        """List of the losses that the layer adds to the model's."""
        return self._losses

    @property
    def updates(self):
        """List of the updates that run with each training step; empty for a frozen layer."""
        if not self.trainable and not self.stateful:
            return []
        return self._updates

    def add_loss(self, losses, inputs=None):
        """Add losses to what the model minimises.

        # Arguments
            losses: Scalar tensor, or list of them.
            inputs: Tensor or list on which the losses depend; None for losses that depend on no
                input, such as weight penalties.
        """
        if losses is None or (isinstance(losses, list) and not losses):
            return
        losses = to_list(losses)
        self._losses += losses
        self._per_input_losses.setdefault(_key(inputs), []).extend(losses)

    def add_update(self, updates, inputs=None):
        """Add updates that run with each training step.

        # Arguments
            updates: Update (from `K.update`, `K.moving_average_update` ...), or list of them.
            inputs: Tensor or list on which the updates depend; None when on no input.
        """
        if updates is None or (isinstance(updates, list) and not updates):
            return
        updates = to_list(updates)
        self._updates += updates
        self._per_input_updates.setdefault(_key(inputs), []).extend(updates)

    def get_updates_for(self, inputs):
        """List of the updates that depend on `inputs` (on no input, when None)."""
        if not self.trainable and not self.stateful:
            return []
        return self._per_input_updates.get(_key(inputs), [])

    def get_losses_for(self, inputs):
        """List of the losses that depend on `inputs` (on no input, when None)."""
        return self._per_input_losses.get(_key(inputs), [])

    # Configuration

    def get_config(self):
        """Dictionary from which `from_config` makes the same layer, without weights."""
        config = {"name": self.name, "trainable": self.trainable}
        if hasattr(self, "batch_input_shape"):
            config["batch_input_shape"] = self.batch_input_shape
        if hasattr(self, "dtype"):
            config["dtype"] = self.dtype
        return config

    @classmethod
    def from_config(cls, config):
        """Make a layer from what `get_config` returned."""
        return cls(**config)


def set_weight_values(owner, variables, values):
    """Set variables to arrays, after checking that every one fits.

    # Raises
        ValueError: for too many or too few arrays, or an array of another shape.
    """
    values = [np.asarray(value) for value in values]
    if len(values) != len(variables):
        raise ValueError(f"{owner}: weights must be a list of {len(variables)} arrays, got "
                         f"{len(values)}. Pass what get_weights() of the same kind returned.")
    for variable, value in zip(variables, values, strict=True):
        shape = tuple(K.int_shape(variable))
        if value.shape != shape:
            raise ValueError(f"{owner}: weight {variable.name} must be an array of shape {shape}, "
                             f"got shape {value.shape}. Check the order of the arrays.")
    K.batch_set_value(list(zip(variables, values, strict=True)))


def _key(inputs):
    """Dictionary key of the tensors that losses or updates depend on; None for none."""
    if inputs is None or (isinstance(inputs, list) and not inputs):
        return None
    return tuple(to_list(inputs))


@functools.lru_cache(256)
def _to_snake_case(name):
    words = re.sub("([a-z])([A-Z])", r"\1_\2", re.sub("(.)([A-Z][a-z0-9]+)", r"\1_\2", name))
    words = words.lower()
    return "private" + words if words.startswith("_") else words


def _batch_input_shape(kind, kwargs):
    name = "batch_input_shape" if "batch_input_shape" in kwargs else "input_shape"
    if name not in kwargs:
        return None
    shape = kwargs[name]
    if isinstance(shape, (int, np.integer)):
        raise ValueError(f"{kind}: {name} must be a tuple, got {shape}. "
                         f"Write {name}=({shape},), with the comma.")
    shape = tuple(shape)
    return shape if name == "batch_input_shape" else (kwargs.get("batch_size"), *shape)


def _weight_shape(layer, name, shape):
    shape = tuple(shape)
    if any(size is None for size in shape):
        raise ValueError(f"Layer {layer.name}: shape of weight {name!r} must be fully known, got "
                         f"{shape}. Give the input of the layer a fixed size in that axis.")
    return tuple(int(size) for size in shape)
