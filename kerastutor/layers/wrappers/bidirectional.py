"""A recurrent layer in both directions of time."""
import copy

from kerastutor import backend as K
from kerastutor.engine.base_layer import Layer
from kerastutor.functions import has_arg
from kerastutor.layers.recurrent.inputs import join_inputs, split_inputs
from kerastutor.layers.wrappers.base import Wrapper


class Bidirectional(Wrapper):
    """A recurrent layer twice: once forward in time, and a copy of it backward.

    # Arguments
        layer: the recurrent layer; a copy of it with `go_backwards` turned round goes the other
            way.
        merge_mode: what is done with both outputs: `"concat"`, `"sum"`, `"mul"`, `"ave"` (mean), or
            None: they are returned as a list.
        weights: weights to start from, those of the forward layer first.

    # Input shape
        `(batch, time, features)`.

    # Output shape
        As the layer has it, with twice the units for `"concat"`. With `return_sequences` both
        outputs are in the order of the inputs; with `return_state` the states of both follow.

    Source: Schuster, Paliwal 1997, Bidirectional recurrent neural networks.
    """

    def __init__(self, layer, merge_mode="concat", weights=None, **kwargs):
        if merge_mode not in ("sum", "mul", "ave", "concat", None):
            raise ValueError("Bidirectional: merge_mode must be 'concat', 'sum', 'mul', 'ave' or "
                             f"None, got {merge_mode!r}. Use one of these.")
        for what in ("go_backwards", "return_sequences", "return_state", "stateful"):
            if not hasattr(layer, what):
                raise ValueError(f"Bidirectional: layer must be a recurrent layer, got {layer!r} "
                                 f"without {what}. Wrap LSTM(32), for example.")
        self.forward_layer = copy.copy(layer)
        config = layer.get_config()
        config["go_backwards"] = not config["go_backwards"]
        self.backward_layer = type(layer).from_config(config)
        self.forward_layer.name = "forward_" + layer.name
        self.backward_layer.name = "backward_" + layer.name
        self.merge_mode = merge_mode
        super().__init__(layer, weights=weights or None, **kwargs)
        self.stateful = layer.stateful
        self.return_sequences = layer.return_sequences
        self.return_state = layer.return_state
        self.supports_masking = True
        self.input_spec = layer.input_spec
        self._num_constants = None

    @property
    def _both(self):
        return [self.forward_layer, self.backward_layer]

    # ---- shapes --------------------------------------------------------------------------------

    def compute_output_shape(self, input_shape):
        """See the class."""
        if isinstance(input_shape, list):
            input_shape = input_shape[0]
        shape = self.forward_layer.compute_output_shape(input_shape)
        states = []
        if self.return_state:
            shape, *states = shape
        if self.merge_mode == "concat":
            shape = (*shape[:-1], 2 * shape[-1])
        outputs = [shape, shape] if self.merge_mode is None else [shape]
        outputs = outputs + states + states
        return outputs if len(outputs) > 1 else outputs[0]

    def compute_mask(self, inputs, mask):
        """The mask of the input if the output has its time steps; none for states."""
        mask = mask[0] if isinstance(mask, list) else mask
        mask = mask if self.return_sequences else None
        masks = [mask, mask] if self.merge_mode is None else [mask]
        if self.return_state:
            masks += [None] * (2 * len(self.forward_layer.states))
        return masks if len(masks) > 1 else masks[0]

    # ---- building and calling ------------------------------------------------------------------

    def build(self, input_shape):
        """Builds both layers."""
        for layer in self._both:
            with K.name_scope(layer.name):
                layer.build(input_shape)
        self.built = True

    def __call__(self, inputs, initial_state=None, constants=None, **kwargs):
        inputs, initial_state, constants = split_inputs(inputs, initial_state, constants,
                                                         self._num_constants)
        if not (initial_state or constants):
            return super().__call__(inputs, **kwargs)
        if len(initial_state or []) % 2:
            raise ValueError(f"{self.name}: initial_state must hold the states of the forward "
                             "layer and then those of the backward layer, "
                             f"got {len(initial_state)} states. "
                             "Pass as many for one as for the other.")
        if constants is not None:
            self._num_constants = len(constants)
            for layer in self._both:
                layer._num_constants = len(constants)
        inputs, keywords = join_inputs(self.name, inputs, initial_state, constants)
        return super().__call__(inputs, **keywords, **kwargs)

    def assert_input_compatibility(self, inputs):
        """Checks the sequence; both layers check their states and constants."""
        super().assert_input_compatibility(inputs[0] if isinstance(inputs, list) else inputs)

    def call(self, inputs, mask=None, training=None, initial_state=None, constants=None):
        """See the class."""
        if isinstance(inputs, list):
            inputs, given_state, given_constants = split_inputs(inputs, None, None,
                                                                 self._num_constants)
            initial_state = given_state or initial_state
            constants = given_constants or constants
        half = len(initial_state) // 2 if initial_state else 0
        states = [initial_state[:half], initial_state[half:]] if initial_state else [None, None]
        results = []
        for layer, state in zip(self._both, states, strict=True):
            keywords = {"mask": mask, "training": training, "initial_state": state,
                        "constants": constants}
            keywords = {name: value for name, value in keywords.items()
                        if value is not None and has_arg(layer.call, name)}
            result = layer.call(inputs, **keywords)
            results.append(result if isinstance(result, list) else [result])
        (forward, *forward_states), (backward, *backward_states) = results
        learns = any(getattr(y, "_uses_learning_phase", False) for y in (forward, backward))
        if self.return_sequences:
            backward = K.reverse(backward, 1)
        outputs = self._merge(forward, backward)
        if learns:
            for y in outputs:
                y._uses_learning_phase = True
        outputs = outputs + forward_states + backward_states
        return outputs if len(outputs) > 1 else outputs[0]

    def _merge(self, forward, backward):
        """List of the outputs, one or two."""
        if self.merge_mode is None:
            return [forward, backward]
        if self.merge_mode == "concat":
            return [K.concatenate([forward, backward])]
        if self.merge_mode == "mul":
            return [forward * backward]
        total = forward + backward
        return [total / 2 if self.merge_mode == "ave" else total]

    def reset_states(self):
        """Sets the states of both layers to zeros."""
        for layer in self._both:
            layer.reset_states()

    # ---- weights, losses and updates are those of both layers ----------------------------------

    @property
    def trainable(self):
        """Whether both layers are trained."""
        return self.__dict__.get("_trainable", True)

    @trainable.setter
    def trainable(self, value):
        self.__dict__["_trainable"] = value
        for layer in self._both:
            layer.trainable = value

    @property
    def trainable_weights(self):
        """Those of both layers."""
        return [w for layer in self._both for w in layer.trainable_weights]

    @property
    def non_trainable_weights(self):
        """Those of both layers."""
        return [w for layer in self._both for w in layer.non_trainable_weights]

    def get_weights(self):
        """Values of the weights, those of the forward layer first."""
        return [w for layer in self._both for w in layer.get_weights()]

    def set_weights(self, weights):
        """Sets the weights, those of the forward layer first.

        # Raises
            ValueError: when they do not fit; then nothing is set.
        """
        weights = list(weights)
        wanted = [tuple(K.int_shape(w)) for layer in self._both for w in layer.weights]
        given = [tuple(getattr(w, "shape", ())) for w in weights]
        if wanted != given:
            raise ValueError(f"{self.name}: weights must be arrays of the shapes {wanted}, "
                             f"got {given}. Those of the forward layer come first.")
        half = len(weights) // 2
        self.forward_layer.set_weights(weights[:half])
        self.backward_layer.set_weights(weights[half:])

    @property
    def updates(self):
        """Those of both layers."""
        return [u for layer in self._both for u in layer.updates]

    def get_updates_for(self, inputs=None):
        """Those of both layers that depend on `inputs`."""
        first = self._sequence_of(inputs)
        return [u for layer in self._both for u in layer.get_updates_for(first)]

    @property
    def losses(self):
        """Those of both layers, and its own."""
        return [x for layer in self._both for x in layer.losses] + list(Layer.losses.fget(self))

    def get_losses_for(self, inputs=None):
        """Those of both layers and its own that depend on `inputs`."""
        first = self._sequence_of(inputs)
        return ([x for layer in self._both for x in layer.get_losses_for(first)]
                + list(Layer.get_losses_for(self, inputs)))

    @staticmethod
    def _sequence_of(inputs):
        """The sequence among the wrapper's inputs: what its layers are called on."""
        return inputs[0] if isinstance(inputs, (list, tuple)) and inputs else inputs

    @property
    def constraints(self):
        """Nothing: each weight carries its own constraint."""
        return {}

    # ---- configuration -------------------------------------------------------------------------

    def get_config(self):
        """The constructor's arguments."""
        config = {**super().get_config(), "merge_mode": self.merge_mode}
        if self._num_constants is not None:
            config["num_constants"] = self._num_constants
        return config

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """Makes the wrapper and its layers from what `get_config` returned."""
        config = dict(config)
        num_constants = config.pop("num_constants", None)
        layer = super().from_config(config, custom_objects=custom_objects)
        layer._num_constants = num_constants
        return layer
