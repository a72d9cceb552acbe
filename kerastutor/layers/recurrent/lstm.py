"""Long short-term memory."""
from kerastutor import backend as K
from kerastutor import regularizers
from kerastutor.layers import options
from kerastutor.layers.recurrent.cell_layer import CellLayer, expose
from kerastutor.layers.recurrent.cells import Cell, check_implementation, columns, lstm_bias


class LSTMCell(Cell):
    """Cell of `LSTM`, with the gates i (input), f (forget), o (output) and the candidate c.

    i, f, o = recurrent_activation(dot(x, kernel) + dot(h, recurrent_kernel) + bias), each with its
    own columns; c' = f * c + i * activation(...); h' = o * activation(c').

    # Arguments
        units: size of both states, h and c, and of the output.
        activation: activation function of the candidate and of the output.
        recurrent_activation: activation function of the gates.
        use_bias: whether to add a bias.
        kernel_initializer: first values of the kernel, shape (features, 4 * units): i, f, c, o.
        recurrent_initializer: first values of the recurrent kernel, shape (units, 4 * units).
        bias_initializer: first values of the bias.
        unit_forget_bias: whether the bias of the forget gate starts at 1 (Jozefowicz et al. 2015).
        kernel_regularizer: penalty on the kernel.
        recurrent_regularizer: penalty on the recurrent kernel.
        bias_regularizer: penalty on the bias.
        kernel_constraint: constraint on the kernel.
        recurrent_constraint: constraint on the recurrent kernel.
        bias_constraint: constraint on the bias.
        dropout: share of the inputs dropped in training, the same ones at all time steps.
        recurrent_dropout: share of the state's entries dropped likewise.
        implementation: 1: a product and a dropout mask per gate; 2: one product for all gates.
    """

    gates = 4
    option_names = ("units", "activation", "recurrent_activation", "use_bias",
                    "kernel_initializer", "recurrent_initializer", "bias_initializer",
                    "unit_forget_bias", "kernel_regularizer", "recurrent_regularizer",
                    "bias_regularizer", "kernel_constraint", "recurrent_constraint",
                    "bias_constraint", "dropout", "recurrent_dropout", "implementation")

    def __init__(self, units, activation="tanh", recurrent_activation="hard_sigmoid",
                 use_bias=True, kernel_initializer="glorot_uniform",
                 recurrent_initializer="orthogonal", bias_initializer="zeros",
                 unit_forget_bias=True, kernel_regularizer=None, recurrent_regularizer=None,
                 bias_regularizer=None, kernel_constraint=None, recurrent_constraint=None,
                 bias_constraint=None, dropout=0., recurrent_dropout=0., implementation=1,
                 **kwargs):
        super().__init__(dropout, recurrent_dropout, **kwargs)
        options.keep(self, activation=activation, recurrent_activation=recurrent_activation,
                     use_bias=use_bias, kernel_initializer=kernel_initializer,
                     recurrent_initializer=recurrent_initializer,
                     bias_initializer=bias_initializer, unit_forget_bias=unit_forget_bias,
                     kernel_regularizer=kernel_regularizer,
                     recurrent_regularizer=recurrent_regularizer,
                     bias_regularizer=bias_regularizer, kernel_constraint=kernel_constraint,
                     recurrent_constraint=recurrent_constraint, bias_constraint=bias_constraint)
        self.units = options.check_count(self, "units", units)
        self.implementation = check_implementation(implementation, "LSTM")
        self.state_size = (self.units, self.units)
        self.output_size = self.units

    def build(self, input_shape):
        """Makes the weights."""
        self._add_kernels(options.check_defined(self, "the last axis", input_shape[-1],
                                                input_shape))
        self.bias = self._add_bias((4 * self.units,), self._first_bias)
        u = self.units
        self.kernel_i, self.kernel_f, self.kernel_c, self.kernel_o = columns(self.kernel, u, 1)
        (self.recurrent_kernel_i, self.recurrent_kernel_f,
         self.recurrent_kernel_c, self.recurrent_kernel_o) = columns(self.recurrent_kernel, u, 1)
        self.bias_i, self.bias_f, self.bias_c, self.bias_o = columns(self.bias, u, 0) or [None] * 4
        self.built = True

    def _first_bias(self, shape, dtype=None):
        return lstm_bias(self, self.units)

    def call(self, inputs, states, training=None):
        """Output and new states of one time step."""
        h, c = states
        xs, hs = self._masked(inputs, h, training)
        if self.implementation == 1:
            z_i = self._sum(xs[0], hs[0], self.kernel_i, self.recurrent_kernel_i, self.bias_i)
            z_f = self._sum(xs[1], hs[1], self.kernel_f, self.recurrent_kernel_f, self.bias_f)
            z_c = self._sum(xs[2], hs[2], self.kernel_c, self.recurrent_kernel_c, self.bias_c)
            z_o = self._sum(xs[3], hs[3], self.kernel_o, self.recurrent_kernel_o, self.bias_o)
        else:
            z = self._sum(xs[0], hs[0], self.kernel, self.recurrent_kernel, self.bias)
            z_i, z_f, z_c, z_o = columns(z, self.units, 1)
        new_h, new_c = self._through_gates(z_i, z_f, z_c, z_o, c)
        self._mark(new_h, training)
        return new_h, [new_h, new_c]

    def _through_gates(self, z_i, z_f, z_c, z_o, c):
        """The new h and c, from the sums that go into the gates and the old c."""
        i = self.recurrent_activation(z_i)
        f = self.recurrent_activation(z_f)
        new_c = f * c + i * self.activation(z_c)
        return self.recurrent_activation(z_o) * self.activation(new_c), new_c


@expose
class LSTM(CellLayer):
    """Long short-term memory layer.

    # Arguments
        units: size of both states, h and c, and of the output.
        activation: activation function of the candidate and of the output.
        recurrent_activation: activation function of the gates.
        use_bias: whether to add a bias.
        kernel_initializer: first values of the kernel, shape (features, 4 * units): i, f, c, o.
        recurrent_initializer: first values of the recurrent kernel, shape (units, 4 * units).
        bias_initializer: first values of the bias.
        unit_forget_bias: whether the bias of the forget gate starts at 1.
        kernel_regularizer: penalty on the kernel.
        recurrent_regularizer: penalty on the recurrent kernel.
        bias_regularizer: penalty on the bias.
        activity_regularizer: penalty on the output.
        kernel_constraint: constraint on the kernel.
        recurrent_constraint: constraint on the recurrent kernel.
        bias_constraint: constraint on the bias.
        dropout: share of the inputs dropped in training, the same ones at all time steps.
        recurrent_dropout: share of the state's entries dropped likewise.
        implementation: 1: a product and a dropout mask per gate; 2: one product for all gates.
        return_sequences, return_state, go_backwards, stateful, unroll: see `RNN`.

    # Input shape
        `(batch, time, features)`.

    # Output shape
        `(batch, units)`, or `(batch, time, units)` with `return_sequences`; `return_state` adds h
        and c.

    Source: Hochreiter, Schmidhuber 1997; Gers, Schmidhuber, Cummins 2000 (forget gate).
    """

    cell_class = LSTMCell

    def __init__(self, units, activation="tanh", recurrent_activation="hard_sigmoid",
                 use_bias=True, kernel_initializer="glorot_uniform",
                 recurrent_initializer="orthogonal", bias_initializer="zeros",
                 unit_forget_bias=True, kernel_regularizer=None, recurrent_regularizer=None,
                 bias_regularizer=None, activity_regularizer=None, kernel_constraint=None,
                 recurrent_constraint=None, bias_constraint=None, dropout=0., recurrent_dropout=0.,
                 implementation=1, return_sequences=False, return_state=False, go_backwards=False,
                 stateful=False, unroll=False, **kwargs):
        cell = LSTMCell(
            units, activation=activation, recurrent_activation=recurrent_activation,
            use_bias=use_bias, kernel_initializer=kernel_initializer,
            recurrent_initializer=recurrent_initializer, unit_forget_bias=unit_forget_bias,
            bias_initializer=bias_initializer, kernel_regularizer=kernel_regularizer,
            recurrent_regularizer=recurrent_regularizer, bias_regularizer=bias_regularizer,
            kernel_constraint=kernel_constraint, recurrent_constraint=recurrent_constraint,
            bias_constraint=bias_constraint, dropout=dropout, recurrent_dropout=recurrent_dropout,
            implementation=implementation)
        super().__init__(cell, return_sequences=return_sequences, return_state=return_state,
                         go_backwards=go_backwards, stateful=stateful, unroll=unroll, **kwargs)
        self.activity_regularizer = regularizers.get(activity_regularizer)

    def _sequence_kernel(self, inputs, initial_state, mask, training):
        """See `RNN`."""
        names = self._activations_of_kernel()
        if names is None:
            return None
        cell = self.cell
        return K.lstm_sequence(inputs, initial_state, cell.kernel, cell.recurrent_kernel,
                               cell.bias, mask=mask, go_backwards=self.go_backwards,
                               **names)

    def call(self, inputs, mask=None, training=None, initial_state=None):
        """See the class."""
        return super().call(inputs, mask=mask, training=training, initial_state=initial_state)
