"""Recurrent layers over images: convolutions in place of products."""
from kerastutor import backend as K
from kerastutor import regularizers
from kerastutor.engine.base_layer import InputSpec
from kerastutor.layers import options
from kerastutor.layers.recurrent.base import RNN
from kerastutor.layers.recurrent.cell_layer import CellLayer, expose
from kerastutor.layers.recurrent.cells import Cell, lstm_bias
from kerastutor.utils import conv_utils


class ConvRNN2D(RNN):
    """Recurrent layer over sequences of images; the cell makes images of images.

    # Arguments
        cell: object as for `RNN`, whose `state_size` counts channels; it also has `kernel_size`,
            `strides`, `padding`, `dilation_rate`, `data_format`, `filters`, and methods
            `input_conv` and `recurrent_conv`. Cells cannot be stacked.
        return_sequences, return_state, go_backwards, stateful: see `RNN`.
        unroll: must be False.

    # Input shape
        `(batch, time, rows, columns, channels)`, or `(batch, time, channels, rows, columns)`.

    # Output shape
        `(batch, new_rows, new_columns, filters)`, or channels first; with `return_sequences` there
        is a time axis after the batch axis.
    """

    def __init__(self, cell, return_sequences=False, return_state=False, go_backwards=False,
                 stateful=False, unroll=False, **kwargs):
        if unroll:
            raise TypeError("ConvRNN2D: unroll must be False, got True. "
                            "Unrolling is not possible with convolutional recurrent layers.")
        if isinstance(cell, (list, tuple)):
            raise TypeError("ConvRNN2D: cell must be one cell, got a list: convolutional cells "
                            "cannot be stacked. Use one layer after the other.")
        super().__init__(cell, return_sequences, return_state, go_backwards, stateful, unroll,
                         **kwargs)
        self.input_spec = [InputSpec(ndim=5)]

    def _image_shape(self, input_shape, channels):
        """Shape of a state or of the output at one time step."""
        cell = self.cell
        first = cell.data_format == "channels_first"
        sizes = input_shape[3:] if first else input_shape[2:-1]
        sizes = [conv_utils.conv_output_length(size, kernel, cell.padding, stride, dilation)
                 for size, kernel, stride, dilation
                 in zip(sizes, cell.kernel_size, cell.strides, cell.dilation_rate, strict=True)]
        return (input_shape[0], channels, *sizes) if first else (input_shape[0], *sizes, channels)

    def _output_shape(self, input_shape):
        return self._image_shape(input_shape, self.cell.filters)

    def _state_shapes(self, input_shape):
        sizes = self.cell.state_size
        sizes = sizes if hasattr(sizes, "__len__") else [sizes]
        return [self._image_shape(input_shape, size) for size in sizes]

    def get_initial_state(self, inputs):
        """The states of the first time step: zeros."""
        shapes = self._state_shapes(K.int_shape(inputs))
        if None not in shapes[0][1:]:
            batch = K.shape(inputs)[0]
            return [K.zeros((batch, *shape[1:])) for shape in shapes]
        kernel = self.cell.kernel[..., :self.cell.filters]
        image = self.cell.input_conv(inputs[:, 0], kernel, padding=self.cell.padding)
        return [K.zeros_like(image) for _ in shapes]

    def _prepare_cell(self, inputs, training):
        prepare = getattr(self.cell, "prepare_dropout", None)
        if prepare is not None:
            prepare(K.ones_like(inputs[:, 0]), K.ones_like(self.get_initial_state(inputs)[0]),
                    training)


class ConvLSTM2DCell(Cell):
    """Cell of `ConvLSTM2D`: an LSTM cell with convolutions in place of products.

    # Arguments
        filters: number of channels of the output.
        kernel_size: height and width of the window; one number for both.
        strides: steps of the window over the input.
        padding: `"valid"` or `"same"`, for the input; the state is always padded to its size.
        data_format: `"channels_last"` or `"channels_first"`; None means `K.image_data_format()`.
        dilation_rate: distance between the taps of the window over the input.
        activation: activation function of the candidate and of the output.
        recurrent_activation: activation function of the gates.
        use_bias: whether to add a bias.
        kernel_initializer: first values of the kernel, shape (height, width, channels, 4 *
            filters).
        recurrent_initializer: first values of the recurrent kernel.
        bias_initializer: first values of the bias.
        unit_forget_bias: whether the bias of the forget gate starts at 1.
        kernel_regularizer: penalty on the kernel.
        recurrent_regularizer: penalty on the recurrent kernel.
        bias_regularizer: penalty on the bias.
        kernel_constraint: constraint on the kernel.
        recurrent_constraint: constraint on the recurrent kernel.
        bias_constraint: constraint on the bias.
        dropout: share of the inputs dropped in training, the same ones at all time steps.
        recurrent_dropout: share of the state's entries dropped likewise.
    """

    gates = 4
    option_names = ("filters", "kernel_size", "strides", "padding", "data_format",
                    "dilation_rate", "activation", "recurrent_activation", "use_bias",
                    "kernel_initializer", "recurrent_initializer", "bias_initializer",
                    "unit_forget_bias", "kernel_regularizer", "recurrent_regularizer",
                    "bias_regularizer", "kernel_constraint", "recurrent_constraint",
                    "bias_constraint", "dropout", "recurrent_dropout")

    def __init__(self, filters, kernel_size, strides=(1, 1), padding="valid", data_format=None,
                 dilation_rate=(1, 1), activation="tanh", recurrent_activation="hard_sigmoid",
                 use_bias=True, kernel_initializer="glorot_uniform",
                 recurrent_initializer="orthogonal", bias_initializer="zeros",
                 unit_forget_bias=True, kernel_regularizer=None, recurrent_regularizer=None,
                 bias_regularizer=None, kernel_constraint=None, recurrent_constraint=None,
                 bias_constraint=None, dropout=0., recurrent_dropout=0., **kwargs):
        super().__init__(dropout, recurrent_dropout, **kwargs)
        self.filters = options.check_count(self, "filters", filters)
        self.kernel_size = conv_utils.normalize_tuple(kernel_size, 2, "kernel_size")
        self.strides = conv_utils.normalize_tuple(strides, 2, "strides")
        self.padding = conv_utils.normalize_padding(padding)
        self.data_format = K.normalize_data_format(data_format)
        self.dilation_rate = conv_utils.normalize_tuple(dilation_rate, 2, "dilation_rate")
        options.keep(self, activation=activation, recurrent_activation=recurrent_activation,
                     use_bias=use_bias, kernel_initializer=kernel_initializer,
                     recurrent_initializer=recurrent_initializer,
                     bias_initializer=bias_initializer, unit_forget_bias=unit_forget_bias,
                     kernel_regularizer=kernel_regularizer,
                     recurrent_regularizer=recurrent_regularizer,
                     bias_regularizer=bias_regularizer, kernel_constraint=kernel_constraint,
                     recurrent_constraint=recurrent_constraint, bias_constraint=bias_constraint)
        self.state_size = (self.filters, self.filters)

    def build(self, input_shape):
        """Makes the weights."""
        axis = 1 if self.data_format == "channels_first" else -1
        channels = options.check_defined(self, "the channel dimension", input_shape[axis],
                                         input_shape)
        self.kernel_shape = (*self.kernel_size, channels, 4 * self.filters)
        self.kernel = self.add_weight(shape=self.kernel_shape, name="kernel",
                                      initializer=self.kernel_initializer,
                                      regularizer=self.kernel_regularizer,
                                      constraint=self.kernel_constraint)
        self.recurrent_kernel = self.add_weight(
            shape=(*self.kernel_size, self.filters, 4 * self.filters), name="recurrent_kernel",
            initializer=self.recurrent_initializer, regularizer=self.recurrent_regularizer,
            constraint=self.recurrent_constraint)
        self.bias = self._add_bias((4 * self.filters,), self._first_bias)
        self.built = True

    def _first_bias(self, shape, dtype=None):
        return lstm_bias(self, self.filters)

    def prepare_dropout(self, inputs, state, training):
        """Draws the masks for a whole sequence.

        # Arguments
            inputs: ones in the shape of the input at one time step.
            state: ones in the shape of a state.
            training: as in `K.in_train_phase`.
        """
        self._dropout_mask = self._draw(inputs, self.dropout, training)
        self._recurrent_dropout_mask = self._draw(state, self.recurrent_dropout, training)

    def call(self, inputs, states, training=None):
        """Output and new states of one time step."""
        h, c = states
        xs, hs = self._masked(inputs, h, training)
        sums = []
        for gate in range(4):
            part = slice(gate * self.filters, (gate + 1) * self.filters)
            bias = self.bias[part] if self.use_bias else None
            sums.append(self.input_conv(xs[gate], self.kernel[..., part], bias, self.padding)
                        + self.recurrent_conv(hs[gate], self.recurrent_kernel[..., part]))
        i = self.recurrent_activation(sums[0])
        f = self.recurrent_activation(sums[1])
        new_c = f * c + i * self.activation(sums[2])
        new_h = self.recurrent_activation(sums[3]) * self.activation(new_c)
        self._mark(new_h, training)
        return new_h, [new_h, new_c]

    def input_conv(self, x, w, b=None, padding="valid"):
        """Convolution of the input with a kernel, and a bias."""
        y = K.conv2d(x, w, strides=self.strides, padding=padding, data_format=self.data_format,
                     dilation_rate=self.dilation_rate)
        return y if b is None else K.bias_add(y, b, data_format=self.data_format)

    def recurrent_conv(self, x, w):
        """Convolution of the state with a kernel; its size stays."""
        return K.conv2d(x, w, strides=(1, 1), padding="same", data_format=self.data_format)


@expose
class ConvLSTM2D(CellLayer, ConvRNN2D):
    """LSTM over sequences of images, with convolutions in place of products.

    # Arguments
        filters: number of channels of the output.
        kernel_size: height and width of the window; one number for both.
        strides: steps of the window over the input.
        padding: `"valid"` or `"same"`, for the input; the state is always padded to its size.
        data_format: `"channels_last"` or `"channels_first"`; None means `K.image_data_format()`.
        dilation_rate: distance between the taps of the window over the input.
        activation: activation function of the candidate and of the output.
        recurrent_activation: activation function of the gates.
        use_bias: whether to add a bias.
        kernel_initializer: first values of the kernel, shape (height, width, channels, 4 *
            filters).
        recurrent_initializer: first values of the recurrent kernel.
        bias_initializer: first values of the bias.
        unit_forget_bias: whether the bias of the forget gate starts at 1.
        kernel_regularizer: penalty on the kernel.
        recurrent_regularizer: penalty on the recurrent kernel.
        bias_regularizer: penalty on the bias.
        activity_regularizer: penalty on the output.
        kernel_constraint: constraint on the kernel.
        recurrent_constraint: constraint on the recurrent kernel.
        bias_constraint: constraint on the bias.
        return_sequences, go_backwards, stateful: see `RNN`.
        dropout: share of the inputs dropped in training, the same ones at all time steps.
        recurrent_dropout: share of the state's entries dropped likewise.

    # Input shape
        `(batch, time, rows, columns, channels)`, or `(batch, time, channels, rows, columns)`.

    # Output shape
        `(batch, new_rows, new_columns, filters)`, or channels first; with `return_sequences` there
        is a time axis after the batch axis.

    Source: Shi et al. 2015, arXiv:1506.04214 (without the connections from c to the gates).
    """

    cell_class = ConvLSTM2DCell

    def __init__(self, filters, kernel_size, strides=(1, 1), padding="valid", data_format=None,
                 dilation_rate=(1, 1), activation="tanh", recurrent_activation="hard_sigmoid",
                 use_bias=True, kernel_initializer="glorot_uniform",
                 recurrent_initializer="orthogonal", bias_initializer="zeros",
                 unit_forget_bias=True, kernel_regularizer=None, recurrent_regularizer=None,
                 bias_regularizer=None, activity_regularizer=None, kernel_constraint=None,
                 recurrent_constraint=None, bias_constraint=None, return_sequences=False,
                 go_backwards=False, stateful=False, dropout=0., recurrent_dropout=0., **kwargs):
        cell = ConvLSTM2DCell(
            filters, kernel_size, strides=strides, padding=padding, data_format=data_format,
            dilation_rate=dilation_rate, activation=activation,
            recurrent_activation=recurrent_activation, use_bias=use_bias,
            kernel_initializer=kernel_initializer, recurrent_initializer=recurrent_initializer,
            bias_initializer=bias_initializer, unit_forget_bias=unit_forget_bias,
            kernel_regularizer=kernel_regularizer, recurrent_regularizer=recurrent_regularizer,
            bias_regularizer=bias_regularizer, kernel_constraint=kernel_constraint,
            recurrent_constraint=recurrent_constraint, bias_constraint=bias_constraint,
            dropout=dropout, recurrent_dropout=recurrent_dropout)
        super().__init__(cell, return_sequences=return_sequences, go_backwards=go_backwards,
                         stateful=stateful, **kwargs)
        self.activity_regularizer = regularizers.get(activity_regularizer)

    def call(self, inputs, mask=None, training=None, initial_state=None):
        """See the class."""
        return super().call(inputs, mask=mask, training=training, initial_state=initial_state)
