"""What the built-in cells share: their options and their dropout masks."""
import warnings

from kerastutor import backend as K
from kerastutor import initializers
from kerastutor.engine.base_layer import Layer
from kerastutor.functions import users_level
from kerastutor.layers import options


class Cell(Layer):
    """Cell with dropout on its inputs and on its states.

    One mask is drawn per gate and used at all time steps (Gal, Ghahramani 2016,
    arXiv:1512.05287). `RNN` has them drawn before its loop; a cell that is called by itself draws
    them at its first call.

    # Arguments
        dropout: share of the inputs dropped.
        recurrent_dropout: share of the state's entries dropped.
    """

    gates = 1
    option_names = ()

    def __init__(self, dropout, recurrent_dropout, **kwargs):
        super().__init__(**kwargs)
        self.dropout = min(1., max(0., dropout))
        self.recurrent_dropout = min(1., max(0., recurrent_dropout))
        self._dropout_mask = None
        self._recurrent_dropout_mask = None

    def prepare_dropout(self, batch, training):
        """Draws the masks for a whole sequence.

        # Arguments
            batch: batch size (number or tensor).
            training: as in `K.in_train_phase`.
        """
        inputs = K.ones((batch, K.int_shape(self.kernel)[0]))
        state = K.ones((batch, self.units))
        self._dropout_mask = self._draw(inputs, self.dropout, training)
        self._recurrent_dropout_mask = self._draw(state, self.recurrent_dropout, training)

    def _draw(self, ones, rate, training):
        """A list with one mask per gate; None where nothing is dropped."""
        if not 0. < rate < 1.:
            return None

        def dropped():
            return K.dropout(ones, rate)

        return [K.in_train_phase(dropped, ones, training=training) for _ in range(self.gates)]

    def _masked(self, inputs, state, training):
        """Inputs and state for each gate, with dropout: two lists."""
        if self._dropout_mask is None:
            self._dropout_mask = self._draw(K.ones_like(inputs), self.dropout, training)
        if self._recurrent_dropout_mask is None:
            self._recurrent_dropout_mask = self._draw(K.ones_like(state), self.recurrent_dropout,
                                                      training)
        return (_times(inputs, self._dropout_mask, self.gates),
                _times(state, self._recurrent_dropout_mask, self.gates))

    def _mark(self, output, training):
        """Notes on an output that it depends on the learning phase, if it does."""
        if training is None and self.dropout + self.recurrent_dropout > 0:
            output._uses_learning_phase = True
        return output

    def _add_kernels(self, features):
        """The weights `kernel` and `recurrent_kernel`, the gates side by side."""
        width = self.units * self.gates
        self.kernel = self.add_weight(shape=(features, width), name="kernel",
                                      initializer=self.kernel_initializer,
                                      regularizer=self.kernel_regularizer,
                                      constraint=self.kernel_constraint)
        self.recurrent_kernel = self.add_weight(shape=(self.units, width), name="recurrent_kernel",
                                                initializer=self.recurrent_initializer,
                                                regularizer=self.recurrent_regularizer,
                                                constraint=self.recurrent_constraint)

    def _sum(self, x, h, kernel, recurrent_kernel, bias):
        """dot(x, kernel) + bias + dot(h, recurrent_kernel)."""
        from_inputs = K.dot(x, kernel)
        if bias is not None:
            from_inputs = K.bias_add(from_inputs, bias)
        return from_inputs + K.dot(h, recurrent_kernel)

    def _add_bias(self, shape, initializer):
        """The weight `bias`, or None without bias."""
        if not self.use_bias:
            return None
        return self.add_weight(shape=shape, name="bias", initializer=initializer,
                               regularizer=self.bias_regularizer, constraint=self.bias_constraint)

    def get_config(self):
        """The constructor's arguments."""
        return {**super().get_config(), **options.config(self, *self.option_names)}


def _times(x, masks, count):
    return [x] * count if masks is None else [x * mask for mask in masks]


def columns(x, units, axis):
    """The gates of a kernel or bias: its parts of size `units` along the last axis."""
    if x is None:
        return None
    count = K.int_shape(x)[axis] // units
    front = (slice(None),) * axis
    return [x[(*front, slice(k * units, (k + 1) * units))] for k in range(count)]


def lstm_bias(cell, size):
    """First values of an LSTM cell's bias (4 * size,): ones for the forget gate, if it wants so."""
    if not cell.unit_forget_bias:
        return cell.bias_initializer((4 * size,))
    return K.concatenate([cell.bias_initializer((size,)), initializers.Ones()((size,)),
                          cell.bias_initializer((2 * size,))])


def check_implementation(value, name):
    """1 or 2; 0, which Keras 2.0 had, becomes 1.

    # Raises
        ValueError: for anything else.
    """
    if value == 0:
        warnings.warn(f"{name}: implementation should be 1 or 2, got 0, which now means 1. "
                      "Leave it out.", stacklevel=users_level())
        return 1
    if value not in (1, 2):
        raise ValueError(f"{name}: implementation must be 1 (a product per gate) or 2 (one product "
                         f"for all gates), got {value!r}. Leave it out.")
    return value
