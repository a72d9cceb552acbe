"""The simplest recurrent layer: the output is the state."""
import warnings

from kerastutor import backend as K
from kerastutor import regularizers
from kerastutor.functions import users_level
from kerastutor.layers import options
from kerastutor.layers.recurrent.cell_layer import CellLayer, expose
from kerastutor.layers.recurrent.cells import Cell


class SimpleRNNCell(Cell):
    """Cell of `SimpleRNN`: h' = activation(dot(x, kernel) + dot(h, recurrent_kernel) + bias).

    # Arguments
        units: size of the state and of the output.
        activation: activation function; None means none.
        use_bias: whether to add a bias.
        kernel_initializer: first values of the kernel, shape (features, units).
        recurrent_initializer: first values of the recurrent kernel, shape (units, units).
        bias_initializer: first values of the bias.
        kernel_regularizer: penalty on the kernel.
        recurrent_regularizer: penalty on the recurrent kernel.
        bias_regularizer: penalty on the bias.
        kernel_constraint: constraint on the kernel.
        recurrent_constraint: constraint on the recurrent kernel.
        bias_constraint: constraint on the bias.
        dropout: share of the inputs dropped in training, the same ones at all time steps.
        recurrent_dropout: share of the state's entries dropped likewise.
    """

    option_names = ("units", "activation", "use_bias", "kernel_initializer",
                    "recurrent_initializer", "bias_initializer", "kernel_regularizer",
                    "recurrent_regularizer", "bias_regularizer", "kernel_constraint",
                    "recurrent_constraint", "bias_constraint", "dropout", "recurrent_dropout")

    def __init__(self, units, activation="tanh", use_bias=True,
                 kernel_initializer="glorot_uniform", recurrent_initializer="orthogonal",
                 bias_initializer="zeros", kernel_regularizer=None, recurrent_regularizer=None,
                 bias_regularizer=None, kernel_constraint=None, recurrent_constraint=None,
                 bias_constraint=None, dropout=0., recurrent_dropout=0., **kwargs):
        super().__init__(dropout, recurrent_dropout, **kwargs)
        options.keep(self, activation=activation, use_bias=use_bias,
                     kernel_initializer=kernel_initializer,
                     recurrent_initializer=recurrent_initializer,
                     bias_initializer=bias_initializer, kernel_regularizer=kernel_regularizer,
                     recurrent_regularizer=recurrent_regularizer,
                     bias_regularizer=bias_regularizer, kernel_constraint=kernel_constraint,
                     recurrent_constraint=recurrent_constraint, bias_constraint=bias_constraint)
        self.units = options.check_count(self, "units", units)
        self.state_size = self.units
        self.output_size = self.units

    def build(self, input_shape):
        """Makes the weights."""
        self._add_kernels(options.check_defined(self, "the last axis", input_shape[-1],
                                                input_shape))
        self.bias = self._add_bias((self.units,), self.bias_initializer)
        self.built = True

    def call(self, inputs, states, training=None):
        """Output and new states of one time step."""
        [x], [h] = self._masked(inputs, states[0], training)
        output = self.activation(self._sum(x, h, self.kernel, self.recurrent_kernel, self.bias))
        self._mark(output, training)
        return output, [output]


@expose
class SimpleRNN(CellLayer):
    """Fully connected recurrent layer: the output goes back in as the state.

    # Arguments
        units: size of the state and of the output.
        activation: activation function; None means none.
        use_bias: whether to add a bias.
        kernel_initializer: first values of the kernel, shape (features, units).
        recurrent_initializer: first values of the recurrent kernel, shape (units, units).
        bias_initializer: first values of the bias.
        kernel_regularizer: penalty on the kernel.
        recurrent_regularizer: penalty on the recurrent kernel.
        bias_regularizer: penalty on the bias.
        activity_regularizer: penalty on the output.
        kernel_constraint: constraint on the kernel.
        recurrent_constraint: constraint on the recurrent kernel.
        bias_constraint: constraint on the bias.
        dropout: share of the inputs dropped in training, the same ones at all time steps.
        recurrent_dropout: share of the state's entries dropped likewise.
        return_sequences, return_state, go_backwards, stateful, unroll: see `RNN`.

    # Input shape
        `(batch, time, features)`.

    # Output shape
        `(batch, units)`, or `(batch, time, units)` with `return_sequences`.
    """

    cell_class = SimpleRNNCell

    def __init__(self, units, activation="tanh", use_bias=True,
                 kernel_initializer="glorot_uniform", recurrent_initializer="orthogonal",
                 bias_initializer="zeros", kernel_regularizer=None, recurrent_regularizer=None,
                 bias_regularizer=None, activity_regularizer=None, kernel_constraint=None,
                 recurrent_constraint=None, bias_constraint=None, dropout=0., recurrent_dropout=0.,
                 return_sequences=False, return_state=False, go_backwards=False, stateful=False,
                 unroll=False, **kwargs):
        if "implementation" in kwargs:      # older files have it
            warnings.warn("SimpleRNN: implementation must be left out, got "
                          f"{kwargs.pop('implementation')!r}. There is only one.",
                          stacklevel=users_level())
        cell = SimpleRNNCell(
            units, activation=activation, use_bias=use_bias, kernel_initializer=kernel_initializer,
            recurrent_initializer=recurrent_initializer, bias_initializer=bias_initializer,
            kernel_regularizer=kernel_regularizer, recurrent_regularizer=recurrent_regularizer,
            bias_regularizer=bias_regularizer, kernel_constraint=kernel_constraint,
            recurrent_constraint=recurrent_constraint, bias_constraint=bias_constraint,
            dropout=dropout, recurrent_dropout=recurrent_dropout)
        super().__init__(cell, return_sequences=return_sequences, return_state=return_state,
                         go_backwards=go_backwards, stateful=stateful, unroll=unroll, **kwargs)
        self.activity_regularizer = regularizers.get(activity_regularizer)

    def _sequence_kernel(self, inputs, initial_state, mask, training):
        """See `RNN`."""
        names = self._activations_of_kernel()
        if names is None:
            return None
        cell = self.cell
        return K.simple_rnn_sequence(inputs, initial_state, cell.kernel, cell.recurrent_kernel,
                                     cell.bias, mask=mask, go_backwards=self.go_backwards,
                                     **names)

    def call(self, inputs, mask=None, training=None, initial_state=None):
        """See the class."""
        return super().call(inputs, mask=mask, training=training, initial_state=initial_state)
