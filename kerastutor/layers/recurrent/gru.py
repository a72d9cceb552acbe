"""Gated recurrent unit."""
from kerastutor import backend as K
from kerastutor import regularizers
from kerastutor.layers import options
from kerastutor.layers.recurrent.cell_layer import CellLayer, expose
from kerastutor.layers.recurrent.cells import Cell, check_implementation, columns


class GRUCell(Cell):
    """Cell of `GRU`, with the gates z (update), r (reset) and the candidate.

    z, r = recurrent_activation(dot(x, kernel) + dot(h, recurrent_kernel) + bias), each with its own
    columns; candidate = activation(dot(x, kernel) + dot(r * h, recurrent_kernel) + bias), or with
    `reset_after` r * (dot(h, recurrent_kernel) + recurrent bias) in its middle;
    h' = z * h + (1 - z) * candidate.

    # Arguments
        units: size of the state and of the output.
        activation: activation function of the candidate.
        recurrent_activation: activation function of the gates.
        use_bias: whether to add a bias.
        kernel_initializer: first values of the kernel, shape (features, 3 * units): z, r,
            candidate.
        recurrent_initializer: first values of the recurrent kernel, shape (units, 3 * units).
        bias_initializer: first values of the bias, shape (3 * units,), or (2, 3 * units) with
            `reset_after`: for the inputs, for the state.
        kernel_regularizer: penalty on the kernel.
        recurrent_regularizer: penalty on the recurrent kernel.
        bias_regularizer: penalty on the bias.
        kernel_constraint: constraint on the kernel.
        recurrent_constraint: constraint on the recurrent kernel.
        bias_constraint: constraint on the bias.
        dropout: share of the inputs dropped in training, the same ones at all time steps.
        recurrent_dropout: share of the state's entries dropped likewise.
        implementation: 1: a product and a dropout mask per gate; 2: one product for all gates.
        reset_after: whether the reset gate acts after the product with the recurrent kernel, as in
            cuDNN, or before it.
    """

    gates = 3
    option_names = ("units", "activation", "recurrent_activation", "use_bias",
                    "kernel_initializer", "recurrent_initializer", "bias_initializer",
                    "kernel_regularizer", "recurrent_regularizer", "bias_regularizer",
                    "kernel_constraint", "recurrent_constraint", "bias_constraint", "dropout",
                    "recurrent_dropout", "implementation", "reset_after")

    def __init__(self, units, activation="tanh", recurrent_activation="hard_sigmoid",
                 use_bias=True, kernel_initializer="glorot_uniform",
                 recurrent_initializer="orthogonal", bias_initializer="zeros",
                 kernel_regularizer=None, recurrent_regularizer=None, bias_regularizer=None,
                 kernel_constraint=None, recurrent_constraint=None, bias_constraint=None,
                 dropout=0., recurrent_dropout=0., implementation=1, reset_after=False, **kwargs):
        super().__init__(dropout, recurrent_dropout, **kwargs)
        options.keep(self, activation=activation, recurrent_activation=recurrent_activation,
                     use_bias=use_bias, kernel_initializer=kernel_initializer,
                     recurrent_initializer=recurrent_initializer,
                     bias_initializer=bias_initializer, kernel_regularizer=kernel_regularizer,
                     recurrent_regularizer=recurrent_regularizer,
                     bias_regularizer=bias_regularizer, kernel_constraint=kernel_constraint,
                     recurrent_constraint=recurrent_constraint, bias_constraint=bias_constraint,
                     reset_after=reset_after)
        self.units = options.check_count(self, "units", units)
        self.implementation = check_implementation(implementation, "GRU")
        self.state_size = self.units
        self.output_size = self.units

    def build(self, input_shape):
        """Makes the weights."""
        self._add_kernels(options.check_defined(self, "the last axis", input_shape[-1],
                                                input_shape))
        u = self.units
        shape = (2, 3 * u) if self.reset_after else (3 * u,)
        self.bias = self._add_bias(shape, self.bias_initializer)
        self.input_bias, self.recurrent_bias = self.bias, None
        if self.use_bias and self.reset_after:
            self.input_bias, self.recurrent_bias = self.bias[0], self.bias[1]
        self.kernel_z, self.kernel_r, self.kernel_h = columns(self.kernel, u, 1)
        (self.recurrent_kernel_z, self.recurrent_kernel_r,
         self.recurrent_kernel_h) = columns(self.recurrent_kernel, u, 1)
        (self.input_bias_z, self.input_bias_r,
         self.input_bias_h) = columns(self.input_bias, u, 0) or [None] * 3
        (self.recurrent_bias_z, self.recurrent_bias_r,
         self.recurrent_bias_h) = columns(self.recurrent_bias, u, 0) or [None] * 3
        self.built = True

    def call(self, inputs, states, training=None):
        """Output and new states of one time step."""
        h = states[0]
        xs, hs = self._masked(inputs, h, training)
        if self.implementation == 1:
            x_z = _dot(xs[0], self.kernel_z, self.input_bias_z)
            x_r = _dot(xs[1], self.kernel_r, self.input_bias_r)
            x_h = _dot(xs[2], self.kernel_h, self.input_bias_h)
            h_z = _dot(hs[0], self.recurrent_kernel_z, self.recurrent_bias_z)
            h_r = _dot(hs[1], self.recurrent_kernel_r, self.recurrent_bias_r)
            h_h = hs[2]
        else:
            h = hs[0]
            x_z, x_r, x_h = columns(_dot(xs[0], self.kernel, self.input_bias), self.units, 1)
            h_z, h_r, h_h = self._products_of_state(h)
        z = self.recurrent_activation(x_z + h_z)
        r = self.recurrent_activation(x_r + h_r)
        if not self.reset_after:
            from_state = K.dot(r * h_h, self.recurrent_kernel_h)
        elif self.implementation == 1:
            from_state = r * _dot(h_h, self.recurrent_kernel_h, self.recurrent_bias_h)
        else:
            from_state = r * h_h
        candidate = self.activation(x_h + from_state)
        new_h = z * h + (1. - z) * candidate
        self._mark(new_h, training)
        return new_h, [new_h]

    def _products_of_state(self, h):
        """What the state adds to z, r and the candidate; the last before its product, if r comes
        first."""
        if self.reset_after:
            return columns(_dot(h, self.recurrent_kernel, self.recurrent_bias), self.units, 1)
        both = K.dot(h, self.recurrent_kernel[:, :2 * self.units])
        return [*columns(both, self.units, 1), h]


def _dot(x, kernel, bias):
    product = K.dot(x, kernel)
    return product if bias is None else K.bias_add(product, bias)


@expose
class GRU(CellLayer):
    """Gated recurrent unit layer.

    # Arguments
        units: size of the state and of the output.
        activation: activation function of the candidate.
        recurrent_activation: activation function of the gates.
        use_bias: whether to add a bias.
        kernel_initializer: first values of the kernel, shape (features, 3 * units): z, r,
            candidate.
        recurrent_initializer: first values of the recurrent kernel, shape (units, 3 * units).
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
        implementation: 1: a product and a dropout mask per gate; 2: one product for all gates.
        return_sequences, return_state, go_backwards, stateful, unroll: see `RNN`.
        reset_after: whether the reset gate acts after the product with the recurrent kernel, as in
            cuDNN, or before it.

    # Input shape
        `(batch, time, features)`.

    # Output shape
        `(batch, units)`, or `(batch, time, units)` with `return_sequences`; `return_state` adds the
        one state.

    Source: Cho et al. 2014, arXiv:1406.1078 (its version 1 for `reset_after`).
    """

    cell_class = GRUCell

    def __init__(self, units, activation="tanh", recurrent_activation="hard_sigmoid",
                 use_bias=True, kernel_initializer="glorot_uniform",
                 recurrent_initializer="orthogonal", bias_initializer="zeros",
                 kernel_regularizer=None, recurrent_regularizer=None, bias_regularizer=None,
                 activity_regularizer=None, kernel_constraint=None, recurrent_constraint=None,
                 bias_constraint=None, dropout=0., recurrent_dropout=0., implementation=1,
                 return_sequences=False, return_state=False, go_backwards=False, stateful=False,
                 unroll=False, reset_after=False, **kwargs):
        cell = GRUCell(
            units, activation=activation, recurrent_activation=recurrent_activation,
            use_bias=use_bias, kernel_initializer=kernel_initializer,
            recurrent_initializer=recurrent_initializer, bias_initializer=bias_initializer,
            kernel_regularizer=kernel_regularizer, recurrent_regularizer=recurrent_regularizer,
            bias_regularizer=bias_regularizer, kernel_constraint=kernel_constraint,
            recurrent_constraint=recurrent_constraint, bias_constraint=bias_constraint,
            dropout=dropout, recurrent_dropout=recurrent_dropout, implementation=implementation,
            reset_after=reset_after)
        super().__init__(cell, return_sequences=return_sequences, return_state=return_state,
                         go_backwards=go_backwards, stateful=stateful, unroll=unroll, **kwargs)
        self.activity_regularizer = regularizers.get(activity_regularizer)

    def _sequence_kernel(self, inputs, initial_state, mask, training):
        """See `RNN`."""
        names = self._activations_of_kernel()
        if names is None:
            return None
        cell = self.cell
        return K.gru_sequence(inputs, initial_state, cell.kernel, cell.recurrent_kernel,
                              cell.bias, mask=mask, go_backwards=self.go_backwards,
                              reset_after=cell.reset_after, **names)

    def call(self, inputs, mask=None, training=None, initial_state=None):
        """See the class."""
        return super().call(inputs, mask=mask, training=training, initial_state=initial_state)
