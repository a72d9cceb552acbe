"""LSTM and GRU with the weights of cuDNN. Here they run on every device.

cuDNN has two biases, for inputs and for the state, and keeps the kernel of each gate transposed: a
part (features, units) of the kernel holds, row by row, the elements of a matrix (units, features).
The gates stand in the order of `LSTM` and `GRU`.
"""
from kerastutor import backend as K
from kerastutor import initializers, regularizers
from kerastutor.layers import options
from kerastutor.layers.recurrent.cell_layer import CellLayer, expose
from kerastutor.layers.recurrent.cells import columns
from kerastutor.layers.recurrent.gru import GRUCell
from kerastutor.layers.recurrent.lstm import LSTMCell

_OPTIONS = ("units", "kernel_initializer", "recurrent_initializer", "bias_initializer",
            "kernel_regularizer", "recurrent_regularizer", "bias_regularizer", "kernel_constraint",
            "recurrent_constraint", "bias_constraint")


def _from_cudnn(kernel, units):
    """A kernel of cuDNN, (features, gates * units), with its parts the usual way round."""
    features = K.int_shape(kernel)[0]
    return K.concatenate([K.transpose(K.reshape(part, (units, features)))
                          for part in columns(kernel, units, 1)], axis=1)


class _CuDNNLSTMCell(LSTMCell):
    """LSTM cell with cuDNN's weights."""

    option_names = (*_OPTIONS, "unit_forget_bias")

    def __init__(self, units, **kwargs):
        super().__init__(units, recurrent_activation="sigmoid", implementation=2, **kwargs)

    def build(self, input_shape):
        """Makes the weights."""
        u = self.units
        self._add_kernels(options.check_defined(self, "the last axis", input_shape[-1],
                                                input_shape))
        self.bias = self._add_bias((8 * u,), self._first_bias)
        self._input_kernel = _from_cudnn(self.kernel, u)
        self._state_kernel = _from_cudnn(self.recurrent_kernel, u)
        self._total_bias = self.bias[:4 * u] + self.bias[4 * u:]
        self.built = True

    def _first_bias(self, shape, dtype=None):
        """First values of the bias: ones for the forget gate, once, if `unit_forget_bias`."""
        if not self.unit_forget_bias:
            return self.bias_initializer(shape)
        u = self.units
        return K.concatenate([self.bias_initializer((5 * u,)), initializers.Ones()((u,)),
                              self.bias_initializer((2 * u,))])

    def call(self, inputs, states, training=None):
        """Output and new states of one time step."""
        h, c = states
        z = self._sum(inputs, h, self._input_kernel, self._state_kernel, self._total_bias)
        new_h, new_c = self._through_gates(*columns(z, self.units, 1), c)
        return new_h, [new_h, new_c]


class _CuDNNGRUCell(GRUCell):
    """GRU cell with cuDNN's weights."""

    option_names = _OPTIONS

    def __init__(self, units, **kwargs):
        super().__init__(units, recurrent_activation="sigmoid", implementation=2,
                         reset_after=True, **kwargs)

    def build(self, input_shape):
        """Makes the weights."""
        u = self.units
        self._add_kernels(options.check_defined(self, "the last axis", input_shape[-1],
                                                input_shape))
        self.bias = self._add_bias((6 * u,), self.bias_initializer)
        self._input_kernel = _from_cudnn(self.kernel, u)
        self._state_kernel = _from_cudnn(self.recurrent_kernel, u)
        self.built = True

    def call(self, inputs, states, training=None):
        """Output and new states of one time step."""
        [h] = states
        u = self.units
        x_z, x_r, x_h = columns(
            K.bias_add(K.dot(inputs, self._input_kernel), self.bias[:3 * u]), u, 1)
        h_z, h_r, h_h = columns(
            K.bias_add(K.dot(h, self._state_kernel), self.bias[3 * u:]), u, 1)
        z = self.recurrent_activation(x_z + h_z)
        r = self.recurrent_activation(x_r + h_r)
        new_h = z * h + (1. - z) * self.activation(x_h + r * h_h)
        return new_h, [new_h]


class _CuDNNRNN(CellLayer):
    """What both layers share: the config, without what cuDNN does not have."""

    @property
    def cell(self):
        """The cell, which computes one time step."""
        return self._cell

    @cell.setter
    def cell(self, cell):
        self._cell = cell

    def get_config(self):
        """The constructor's arguments."""
        config = super().get_config()
        del config["unroll"]
        return config


@expose
class CuDNNLSTM(_CuDNNRNN):
    """LSTM with the weights and the options of cuDNN: `LSTM(recurrent_activation="sigmoid")`.

    # Arguments
        units: size of both states and of the output.
        kernel_initializer: first values of the kernel, shape (features, 4 * units): i, f, c, o.
        recurrent_initializer: first values of the recurrent kernel, shape (units, 4 * units).
        bias_initializer: first values of the bias, shape (8 * units,): for the inputs, for the
            state.
        unit_forget_bias: whether the bias of the forget gate starts at 1.
        kernel_regularizer: penalty on the kernel.
        recurrent_regularizer: penalty on the recurrent kernel.
        bias_regularizer: penalty on the bias.
        activity_regularizer: penalty on the output.
        kernel_constraint: constraint on the kernel.
        recurrent_constraint: constraint on the recurrent kernel.
        bias_constraint: constraint on the bias.
        return_sequences, return_state, stateful: see `RNN`.

    # Input shape
        `(batch, time, features)`.

    # Output shape
        `(batch, units)`, or `(batch, time, units)` with `return_sequences`.
    """

    cell_class = _CuDNNLSTMCell

    def __init__(self, units, kernel_initializer="glorot_uniform",
                 recurrent_initializer="orthogonal", bias_initializer="zeros",
                 unit_forget_bias=True, kernel_regularizer=None, recurrent_regularizer=None,
                 bias_regularizer=None, activity_regularizer=None, kernel_constraint=None,
                 recurrent_constraint=None, bias_constraint=None, return_sequences=False,
                 return_state=False, stateful=False, **kwargs):
        cell = _CuDNNLSTMCell(
            units, kernel_initializer=kernel_initializer,
            recurrent_initializer=recurrent_initializer, bias_initializer=bias_initializer,
            unit_forget_bias=unit_forget_bias, kernel_regularizer=kernel_regularizer,
            recurrent_regularizer=recurrent_regularizer, bias_regularizer=bias_regularizer,
            kernel_constraint=kernel_constraint, recurrent_constraint=recurrent_constraint,
            bias_constraint=bias_constraint)
        super().__init__(cell, return_sequences=return_sequences, return_state=return_state,
                         stateful=stateful, **kwargs)
        self.activity_regularizer = regularizers.get(activity_regularizer)

    def _sequence_kernel(self, inputs, initial_state, mask, training):
        """See `RNN`."""
        cell = self.cell
        return K.lstm_sequence(inputs, initial_state, cell._input_kernel, cell._state_kernel,
                               cell._total_bias, mask=mask, recurrent_activation="sigmoid",
                               go_backwards=self.go_backwards)


@expose
class CuDNNGRU(_CuDNNRNN):
    """GRU with the weights of cuDNN: `GRU(reset_after=True, recurrent_activation="sigmoid")`.

    # Arguments
        units: size of the state and of the output.
        kernel_initializer: first values of the kernel, shape (features, 3 * units): z, r,
            candidate.
        recurrent_initializer: first values of the recurrent kernel, shape (units, 3 * units).
        bias_initializer: first values of the bias, shape (6 * units,): for the inputs, for the
            state.
        kernel_regularizer: penalty on the kernel.
        recurrent_regularizer: penalty on the recurrent kernel.
        bias_regularizer: penalty on the bias.
        activity_regularizer: penalty on the output.
        kernel_constraint: constraint on the kernel.
        recurrent_constraint: constraint on the recurrent kernel.
        bias_constraint: constraint on the bias.
        return_sequences, return_state, stateful: see `RNN`.

    # Input shape
        `(batch, time, features)`.

    # Output shape
        `(batch, units)`, or `(batch, time, units)` with `return_sequences`.
    """

    cell_class = _CuDNNGRUCell

    def __init__(self, units, kernel_initializer="glorot_uniform",
                 recurrent_initializer="orthogonal", bias_initializer="zeros",
                 kernel_regularizer=None, recurrent_regularizer=None, bias_regularizer=None,
                 activity_regularizer=None, kernel_constraint=None, recurrent_constraint=None,
                 bias_constraint=None, return_sequences=False, return_state=False, stateful=False,
                 **kwargs):
        cell = _CuDNNGRUCell(
            units, kernel_initializer=kernel_initializer,
            recurrent_initializer=recurrent_initializer, bias_initializer=bias_initializer,
            kernel_regularizer=kernel_regularizer, recurrent_regularizer=recurrent_regularizer,
            bias_regularizer=bias_regularizer, kernel_constraint=kernel_constraint,
            recurrent_constraint=recurrent_constraint, bias_constraint=bias_constraint)
        super().__init__(cell, return_sequences=return_sequences, return_state=return_state,
                         stateful=stateful, **kwargs)
        self.activity_regularizer = regularizers.get(activity_regularizer)

    def _sequence_kernel(self, inputs, initial_state, mask, training):
        """See `RNN`."""
        cell = self.cell
        return K.gru_sequence(inputs, initial_state, cell._input_kernel, cell._state_kernel,
                              K.reshape(cell.bias, (2, -1)), mask=mask,
                              recurrent_activation="sigmoid", go_backwards=self.go_backwards,
                              reset_after=True)
