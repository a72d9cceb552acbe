"""RNN: a cell, applied to one time step after the other."""
import numpy as np

from kerastutor import backend as K
from kerastutor.engine.base_layer import InputSpec, Layer
from kerastutor.functions import has_arg
from kerastutor.layers.recurrent.inputs import join_inputs, split_inputs
from kerastutor.layers.recurrent.stacked import StackedRNNCells, output_size, state_sizes
from kerastutor.layers.serialization import deserialize, serialize


class RNN(Layer):
    """Recurrent layer: hands a state from time step to time step, as its cell says.

    # Arguments
        cell: object with a method `call(inputs_at_t, states_at_t)`, which returns the output at t
            and the list of states at t + 1, and an attribute `state_size`, an integer or a tuple
            of integers (the first is the size of the output unless there is an `output_size`). A
            list of cells is stacked: each gets the output of the one before.
        return_sequences: whether to return the outputs of all time steps, or only the last one.
        return_state: whether to return the last states, too: [output, state, ...].
        go_backwards: whether to go from the last time step to the first; the outputs stay in the
            order in which they were computed.
        stateful: whether sample i of a batch starts from the last state of sample i of the batch
            before, until `reset_states()`. The batch size must be fixed, and data not shuffled.
        unroll: whether to write out all time steps in the graph; faster for short sequences.

    # Input shape
        `(batch, time, features)`. A mask skips time steps: the state stays as it was.

    # Output shape
        `(batch, units)`, or `(batch, time, units)` with `return_sequences`; with `return_state` a
        list that goes on with `(batch, size)` for each state.

    Call it with `initial_state=` to start from other states than zeros, and with `constants=` for
    tensors that the cell gets at every step (its `call` then has an argument `constants`).

    # Example

    ```python
    class RunningMean(Layer):                   # h' = h + rate * (x - h), with a trained rate
        def __init__(self, features, **kwargs):
            super().__init__(**kwargs)
            self.state_size = features

        def build(self, input_shape):
            self.rate = self.add_weight("rate", (self.state_size,), initializer="ones")
            super().build(input_shape)

        def call(self, inputs, states):
            [mean] = states
            mean += self.rate * (inputs - mean)
            return mean, [mean]

    y = RNN(RunningMean(5))(Input((None, 5)))
    ```
    """

    def __init__(self, cell, return_sequences=False, return_state=False, go_backwards=False,
                 stateful=False, unroll=False, **kwargs):
        if isinstance(cell, (list, tuple)):
            cell = StackedRNNCells(cell)
        for what in ("call", "state_size"):
            if not hasattr(cell, what):
                raise ValueError(f"RNN: cell must have the attributes call and state_size, "
                                 f"got {cell!r} without {what}. Pass LSTMCell(32), for example, "
                                 "or add it to your class.")
        super().__init__(**kwargs)
        self.cell = cell
        self.return_sequences = return_sequences
        self.return_state = return_state
        self.go_backwards = go_backwards
        self.stateful = stateful
        self.unroll = unroll
        self.supports_masking = True
        self.input_spec = [InputSpec(ndim=3)]
        self.state_spec = None
        self.constants_spec = None
        self._states = None
        self._num_constants = None

    # ---- shapes --------------------------------------------------------------------------------

    def compute_output_shape(self, input_shape):
        """See the class."""
        if isinstance(input_shape, list):
            input_shape = input_shape[0]
        output = self._output_shape(input_shape)
        if self.return_sequences:
            output = (output[0], input_shape[1], *output[1:])
        if not self.return_state:
            return output
        return [output] + self._state_shapes(input_shape)

    def _output_shape(self, input_shape):
        """Shape of the output of one time step."""
        return (input_shape[0], output_size(self.cell))

    def _state_shapes(self, input_shape):
        """Shapes of the states."""
        return [(input_shape[0], size) for size in state_sizes(self.cell)]

    def compute_mask(self, inputs, mask):
        """The mask of the input if the output has its time steps; none for states."""
        mask = mask[0] if isinstance(mask, list) else mask
        mask = mask if self.return_sequences else None
        return [mask] + [None] * len(self.states) if self.return_state else mask

    # ---- building and calling ------------------------------------------------------------------

    def build(self, input_shape):
        """Builds the cell on one time step, and makes the variables of a stateful layer."""
        constants = []
        if isinstance(input_shape, list):
            if self._num_constants:
                constants = input_shape[-self._num_constants:]
            input_shape = input_shape[0]
        batch = input_shape[0] if self.stateful else None
        self.input_spec = [InputSpec(shape=(batch, None, *input_shape[2:]))]
        if isinstance(self.cell, Layer) and not self.cell.built:
            step_shape = (input_shape[0], *input_shape[2:])
            self.cell.build([step_shape, *constants] if constants else step_shape)
            self.cell.built = True
        self._state_variable_shapes = self._state_shapes(input_shape)
        if self.state_spec is None:
            self.state_spec = [InputSpec(shape=(None, *shape[1:]))
                               for shape in self._state_variable_shapes]
        if self.stateful:
            self.reset_states()
        self.built = True

    def __call__(self, inputs, initial_state=None, constants=None, **kwargs):
        inputs, initial_state, constants = split_inputs(inputs, initial_state, constants,
                                                         self._num_constants)
        if not (initial_state or constants):
            return super().__call__(inputs, **kwargs)
        if constants is not None:
            self._check_constants()
            self._num_constants = len(constants)
            self.constants_spec = [InputSpec(shape=K.int_shape(x)) for x in constants]
        if initial_state is not None:
            self.state_spec = [InputSpec(shape=K.int_shape(x)) for x in initial_state]
        inputs, keywords = join_inputs(self.name, inputs, initial_state, constants)
        return super().__call__(inputs, **keywords, **kwargs)

    def assert_input_compatibility(self, inputs):
        """Checks the sequence; `call` checks states and constants."""
        super().assert_input_compatibility(inputs[0] if isinstance(inputs, list) else inputs)

    def call(self, inputs, mask=None, training=None, initial_state=None, constants=None):
        """See the class."""
        if isinstance(inputs, list):
            inputs, given_state, given_constants = split_inputs(inputs, None, None,
                                                                 self._num_constants)
            initial_state = given_state or initial_state
            constants = given_constants or constants
        mask = mask[0] if isinstance(mask, list) else mask
        if initial_state is None:
            initial_state = self.states if self.stateful else self.get_initial_state(inputs)
        self._check_call(inputs, initial_state, constants)
        results = None
        if not constants:
            results = self._sequence_kernel(inputs, initial_state, mask, training)
        if results is None:
            results = self._run_steps(inputs, initial_state, mask, training, constants)
        last_output, outputs, states = results
        if self.stateful:
            self.add_update([K.update(variable, new)
                             for variable, new in zip(self.states, states, strict=True)], inputs)
        output = outputs if self.return_sequences else last_output
        return [output, *states] if self.return_state else output

    def _sequence_kernel(self, inputs, initial_state, mask, training):
        """The whole sequence in one operation, where there is one for this cell and its options.

        It must do what the steps do, with `go_backwards`, masks and dropout, or return None.

        # Returns
            (last output, outputs, last states), or None: then the steps run one by one.
        """
        return None

    def _run_steps(self, inputs, initial_state, mask, training, constants):
        """(last output, outputs, last states), one step after the other."""
        keywords = {"training": training} if has_arg(self.cell.call, "training", True) else {}
        self._prepare_cell(inputs, training)
        initial_state = list(initial_state)
        # For a masked step K.rnn repeats the first state as the output. Where that has another
        # size (cells of different sizes in a stack) the output becomes a state in front.
        extra = mask is not None and output_size(self.cell) != state_sizes(self.cell)[0]
        if extra:
            initial_state.insert(0, K.zeros((K.shape(inputs)[0], output_size(self.cell))))
        learns = []

        def step(step_inputs, states):
            states = list(states)[1:] if extra else list(states)
            if constants:
                keywords["constants"] = states[-len(constants):]
                states = states[:-len(constants)]
            output, new_states = self.cell.call(step_inputs, states, **keywords)
            learns.append(getattr(output, "_uses_learning_phase", False))
            return output, [output, *new_states] if extra else list(new_states)

        last_output, outputs, states = K.rnn(
            step, inputs, initial_state, go_backwards=self.go_backwards, mask=mask,
            constants=constants, unroll=self.unroll, input_length=K.int_shape(inputs)[1])
        if any(learns):
            for x in [last_output, outputs, *states]:
                x._uses_learning_phase = True
        return last_output, outputs, list(states)[1:] if extra else list(states)

    def _prepare_cell(self, inputs, training):
        """Has the cell draw its dropout masks: one for all time steps."""
        prepare = getattr(self.cell, "prepare_dropout", None)
        if prepare is not None:
            prepare(K.shape(inputs)[0], training)

    def _check_call(self, inputs, initial_state, constants):
        sizes = [shape[-1] for shape in self._state_variable_shapes]
        found = [K.int_shape(x)[-1] for x in initial_state]
        if len(found) != len(sizes) or any(None not in pair and pair[0] != pair[1]
                                           for pair in zip(found, sizes, strict=True)):
            raise ValueError(f"{self.name}: initial_state must be {len(sizes)} states of the sizes "
                             f"{sizes}, got {len(found)} initial states of the sizes {found}. "
                             "The cell's state_size says which states there are.")
        if constants:
            self._check_constants()
        if self.unroll and K.int_shape(inputs)[1] in (None, 1):
            raise ValueError(
                f"{self.name}: to unroll, the number of time steps must be known and above 1, "
                f"got input shape {K.int_shape(inputs)}. Give the first layer input_shape (an "
                "Embedding: input_length) or Input a shape with it, or leave unroll out.")

    def _check_constants(self):
        if not has_arg(self.cell.call, "constants"):
            raise ValueError(f"{self.name}: constants must come with a cell that takes them, got a "
                             "cell that does not support constants. Give its call method an "
                             "argument `constants`.")

    def get_initial_state(self, inputs):
        """The states of the first time step: zeros.

        # Arguments
            inputs: the input tensor.

        # Returns
            List of tensors, one for each state.
        """
        batch = K.shape(inputs)[0]
        return [K.zeros((batch, size)) for size in state_sizes(self.cell)]

    # ---- states --------------------------------------------------------------------------------

    @property
    def states(self):
        """The variables of a stateful layer; a list of None before it is built."""
        if self._states is None:
            return [None] * len(state_sizes(self.cell))
        return self._states

    @states.setter
    def states(self, states):
        self._states = states

    def reset_states(self, states=None):
        """Sets the states that the next batch starts from.

        # Arguments
            states: array, or list of arrays, one for each state; None means zeros.

        # Raises
            AttributeError: for a layer that is not stateful.
            ValueError: when the arrays do not fit, or the batch size is not known.
        """
        if not self.stateful:
            raise AttributeError(f"{self.name}: the layer must be stateful to have states to "
                                 "reset, got stateful=False. Every batch starts from zeros anyway.")
        batch = self.input_spec[0].shape[0] if self.input_spec[0].shape else None
        if not batch:
            raise ValueError(f"{self.name}: a stateful layer must know its batch size, got None. "
                             "Give the first layer batch_input_shape=(batch, time, features), "
                             "or Input a batch_shape.")
        shapes = [(batch, *shape[1:]) for shape in self._state_variable_shapes]
        if any(None in shape for shape in shapes):
            raise ValueError(f"{self.name}: a stateful layer must know the shapes of its states, "
                             f"got {shapes}. Give the input a fixed size in all axes but time.")
        if self._states is None:
            self._states = [K.zeros(shape, name="state") for shape in shapes]
        if states is None:
            values = [np.zeros(shape) for shape in shapes]
        else:
            values = [np.asarray(x) for x in (states if isinstance(states, (list, tuple))
                                              else [states])]
        if [value.shape for value in values] != shapes:
            raise ValueError(f"{self.name}: states must be {len(shapes)} arrays of the shapes "
                             f"{shapes}, got {[value.shape for value in values]}. "
                             "Leave states out for zeros.")
        K.batch_set_value(list(zip(self._states, values, strict=True)))

    # ---- weights and losses are the cell's -----------------------------------------------------

    @property
    def trainable_weights(self):
        """The cell's, unless the layer is frozen."""
        return self.cell.trainable_weights if self.trainable and self._cell_is_layer else []

    @property
    def non_trainable_weights(self):
        """The cell's; all of them if the layer is frozen."""
        if not self._cell_is_layer:
            return []
        return self.cell.non_trainable_weights if self.trainable else self.cell.weights

    @property
    def losses(self):
        """The cell's and its own."""
        own = super().losses
        return self.cell.losses + own if self._cell_is_layer else own

    def get_losses_for(self, inputs=None):
        """The cell's and its own that depend on `inputs`."""
        own = super().get_losses_for(inputs)
        return self.cell.get_losses_for(inputs) + own if self._cell_is_layer else own

    @property
    def _cell_is_layer(self):
        return isinstance(self.cell, Layer)

    # ---- configuration -------------------------------------------------------------------------

    def get_config(self):
        """The constructor's arguments."""
        config = {**super().get_config(),
                  "return_sequences": self.return_sequences, "return_state": self.return_state,
                  "go_backwards": self.go_backwards, "stateful": self.stateful,
                  "unroll": self.unroll, "cell": serialize(self.cell)}
        if self._num_constants is not None:
            config["num_constants"] = self._num_constants
        return config

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """Makes the layer from what `get_config` returned."""
        config = dict(config)
        cell = deserialize(config.pop("cell"), custom_objects=custom_objects)
        num_constants = config.pop("num_constants", None)
        layer = cls(cell, **config)
        layer._num_constants = num_constants
        return layer
