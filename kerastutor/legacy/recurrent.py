"""`Recurrent` and `ConvRecurrent2D`: the bases of own recurrent layers before `RNN(cell)`.

A subclass sets `self.units` and `self.states` (a list of Nones) in its constructor, makes its
weights in `build`, and defines `step(inputs, states) -> output, new_states` as for `K.rnn`.
"""

import numpy as np

from kerastutor import backend as K
from kerastutor.engine.base_layer import InputSpec, Layer
from kerastutor.utils.conv_utils import conv_output_length, normalize_padding, normalize_tuple
from kerastutor.utils.generic_utils import to_list


class Recurrent(Layer):
    """Abstract base of recurrent layers; new layers use `RNN(cell)` instead.

    # Arguments
        return_sequences: Whether all outputs are returned, not only the last one.
        return_state: Whether the last states are returned too.
        go_backwards: Whether time runs backwards.
        stateful: Whether a batch starts with the last states of the batch before.
        unroll: Whether the loop is written out.
        implementation: Kept for subclasses.

    # Input shape
        `(batch, time, features)`

    # Output shape
        `(batch, time, units)` or `(batch, units)`, followed by the states where asked for.
    """

    def __init__(self, return_sequences=False, return_state=False, go_backwards=False,
                 stateful=False, unroll=False, implementation=0, **kwargs):
        super().__init__(**kwargs)
        self.return_sequences = return_sequences
        self.return_state = return_state
        self.go_backwards = go_backwards
        self.stateful = stateful
        self.unroll = unroll
        self.implementation = implementation
        self.supports_masking = True
        self.input_spec = [InputSpec(ndim=3)]
        self.state_spec = None
        self.dropout = 0
        self.recurrent_dropout = 0

    def compute_output_shape(self, input_shape):
        """Shape of the output, or list of the shapes of output and states."""
        batch, time = to_list(input_shape)[0][:2]
        output = (batch, time, self.units) if self.return_sequences else (batch, self.units)
        if self.return_state:
            return [output] + [(batch, self.units) for _ in self.states]
        return output

    def compute_mask(self, inputs, mask):
        """The input's mask for sequences, else None; None for states."""
        mask = to_list(mask)[0] if self.return_sequences else None
        return [mask] + [None for _ in self.states] if self.return_state else mask

    def step(self, inputs, states):
        """One step in time, for subclasses to define.

        # Arguments
            inputs: Tensor `(batch, features)`.
            states: List of the states, followed by what `get_constants` returned.

        # Returns
            Tuple of the output and the list of new states.
        """
        raise NotImplementedError(f"{self.name}: a recurrent layer must define "
                                  "step(inputs, states), got none. Define it, or use RNN(cell).")

    def get_constants(self, inputs, training=None):
        """List of tensors that every step gets after its states."""
        return []

    def get_initial_state(self, inputs):
        """List of zero states for a batch."""
        zeros = K.sum(K.zeros_like(inputs), axis=(1, 2))
        zeros = K.tile(K.expand_dims(zeros), [1, self.units])
        return [zeros for _ in self.states]

    def preprocess_input(self, inputs, training=None):
        """What is done with the whole input before the loop."""
        return inputs

    def __call__(self, inputs, initial_state=None, **kwargs):
        """Calls the layer on a tensor, or on a list of a tensor and the first states."""
        if isinstance(inputs, (list, tuple)) and len(inputs) > 1 and initial_state is None:
            inputs, initial_state = inputs[0], inputs[1:]
        if initial_state is None:
            return super().__call__(inputs, **kwargs)
        initial_state = to_list(initial_state, allow_tuple=True)
        kinds = {hasattr(tensor, "_keras_history") for tensor in initial_state}
        if len(kinds) > 1:
            raise ValueError(f"{self.name}: initial_state must be Keras tensors only or other "
                             "tensors only, got a mix. Wrap the others: Input(tensor=...).")
        if not kinds.pop():
            return super().__call__(inputs, initial_state=initial_state, **kwargs)
        own = to_list(self.input_spec)
        states = to_list(self.state_spec) if self.state_spec else [None] * len(initial_state)
        self.input_spec = own + states
        try:
            return super().__call__([inputs] + initial_state, **kwargs)
        finally:
            self.input_spec = own

    def call(self, inputs, mask=None, training=None, initial_state=None):
        """Runs the loop over time."""
        if isinstance(inputs, list):
            inputs, initial_state = inputs[0], inputs[1:]
        elif initial_state is None:
            initial_state = self.states if self.stateful else self.get_initial_state(inputs)
        if len(initial_state) != len(self.states):
            raise ValueError(f"{self.name}: initial_state must be {len(self.states)} states, got "
                             f"{len(initial_state)}. Pass one tensor for each.")
        timesteps = K.int_shape(inputs)[1]
        if self.unroll and timesteps in (None, 1):
            raise ValueError(f"{self.name}: the number of time steps must be known and above 1 to "
                             f"unroll, got {timesteps}. Give input_shape=(steps, features).")
        last_output, outputs, states = K.rnn(
            self.step, self.preprocess_input(inputs, training=None), initial_state,
            go_backwards=self.go_backwards, mask=to_list(mask)[0],
            constants=self.get_constants(inputs, training=None), unroll=self.unroll,
            input_length=timesteps)
        if self.stateful:
            self.add_update(list(zip(self.states, states, strict=True)), inputs)
        if self.dropout + self.recurrent_dropout > 0:
            last_output._uses_learning_phase = True
            outputs._uses_learning_phase = True
        output = outputs if self.return_sequences else last_output
        return [output] + list(states) if self.return_state else output

    def reset_states(self, states=None):
        """Sets the kept states to zero, or to given arrays.

        # Arguments
            states: None, or an array (or list of arrays) of shape `(batch, units)`.

        # Raises
            AttributeError: for a layer that is not stateful.
            ValueError: for an unknown batch size or wrong shapes.
        """
        if not self.stateful:
            raise AttributeError(f"{self.name}: the layer must be stateful to reset states, got "
                                 "stateful=False. Make it with stateful=True.")
        batch_size = to_list(self.input_spec)[0].shape[0]
        if not batch_size:
            raise ValueError(f"{self.name}: the batch size must be known for stateful=True, got "
                             "None. Give batch_input_shape=(batch, steps, features).")
        shape = (batch_size, self.units)
        if self.states[0] is None:
            self.states = [K.zeros(shape) for _ in self.states]
        if states is None:
            values = [np.zeros(shape) for _ in self.states]
        else:
            values = [np.asarray(v) for v in to_list(states, allow_tuple=True)]
        if [v.shape for v in values] != [shape] * len(self.states):
            raise ValueError(f"{self.name}: states must be {len(self.states)} arrays of shape "
                             f"{shape}, got shapes {[v.shape for v in values]}. "
                             "Pass one array for each state.")
        K.batch_set_value(list(zip(self.states, values, strict=True)))

    def get_config(self):
        """The constructor's arguments."""
        names = ("return_sequences", "return_state", "go_backwards", "stateful", "unroll",
                 "implementation")
        return {**super().get_config(), **{name: getattr(self, name) for name in names}}


class ConvRecurrent2D(Recurrent):
    """Abstract base of convolutional recurrent layers; new layers use `ConvRNN2D(cell)` instead.

    # Arguments
        filters: Number of filters.
        kernel_size: Integer or pair.
        strides: Integer or pair.
        padding: `'valid'` or `'same'`.
        data_format: `'channels_last'`, `'channels_first'`, or None for the setting.
        dilation_rate: Integer or pair.
        return_sequences: Whether all outputs are returned.
        go_backwards: Whether time runs backwards.
        stateful: Whether a batch starts with the last states of the batch before.

    # Input shape
        `(batch, time, rows, columns, channels)`, or with the channels before the rows.

    # Output shape
        The same with new rows, columns and channels, without the time unless `return_sequences`.
    """

    def __init__(self, filters, kernel_size, strides=(1, 1), padding="valid", data_format=None,
                 dilation_rate=(1, 1), return_sequences=False, go_backwards=False,
                 stateful=False, **kwargs):
        super().__init__(return_sequences=return_sequences, go_backwards=go_backwards,
                         stateful=stateful, **kwargs)
        self.filters = filters
        self.kernel_size = normalize_tuple(kernel_size, 2, "kernel_size")
        self.strides = normalize_tuple(strides, 2, "strides")
        self.padding = normalize_padding(padding)
        self.data_format = K.normalize_data_format(data_format)
        self.dilation_rate = normalize_tuple(dilation_rate, 2, "dilation_rate")
        self.input_spec = [InputSpec(ndim=5)]

    def compute_output_shape(self, input_shape):
        """Shape of the output, or list of the shapes of output and two states."""
        input_shape = to_list(input_shape)[0]
        first = self.data_format == "channels_first"
        rows, cols = [conv_output_length(length, self.kernel_size[i], self.padding,
                                         self.strides[i], self.dilation_rate[i])
                      for i, length in enumerate(input_shape[3:] if first else input_shape[2:4])]
        image = (self.filters, rows, cols) if first else (rows, cols, self.filters)
        state = (input_shape[0],) + image
        output = tuple(input_shape[:2]) + image if self.return_sequences else state
        return [output, state, state] if self.return_state else output

    def get_config(self):
        """The constructor's arguments."""
        names = ("filters", "kernel_size", "strides", "padding", "data_format", "dilation_rate")
        return {**super().get_config(), **{name: getattr(self, name) for name in names}}
