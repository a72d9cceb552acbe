"""Convolutions whose kernel is another one at each place."""
from kerastutor import backend as K
from kerastutor.engine.base_layer import InputSpec, Layer
from kerastutor.layers import options
from kerastutor.utils import conv_utils


class _LocallyConnected(Layer):
    """What both kinds share: options, weights, output shape."""

    rank = None

    def _keep(self, filters, kernel_size, strides, padding, data_format, **others):
        self.filters = options.check_count(self, "filters", filters)
        self.kernel_size = conv_utils.normalize_tuple(kernel_size, self.rank, "kernel_size")
        self.strides = conv_utils.normalize_tuple(strides, self.rank, "strides")
        self.padding = conv_utils.normalize_padding(padding)
        if self.padding != "valid":
            raise ValueError(f"{self.name}: padding must be 'valid', got {padding!r}. "
                             "Put a ZeroPadding layer before it.")
        self.data_format = K.normalize_data_format(data_format)
        options.keep(self, **others)
        self.input_spec = InputSpec(ndim=self.rank + 2)

    @property
    def _channel_axis(self):
        return 1 if self.data_format == "channels_first" else -1

    def _places(self, input_shape):
        """Spatial sizes of the output."""
        first = self.data_format == "channels_first"
        sizes = input_shape[2:] if first else input_shape[1:-1]
        return tuple(conv_utils.conv_output_length(size, kernel, self.padding, stride)
                     for size, kernel, stride
                     in zip(sizes, self.kernel_size, self.strides, strict=True))

    def build(self, input_shape):
        """Makes a kernel, and a bias, for each place."""
        places = self._places(input_shape)
        channels = input_shape[self._channel_axis]
        if None in places or channels is None:
            raise ValueError(f"{self.name}: the shape of its input must be fully defined apart "
                             f"from the batch size, got {tuple(input_shape)}: there are weights "
                             "for each place. Give the first layer a complete input_shape.")
        count, taps = 1, channels
        for place, size in zip(places, self.kernel_size, strict=True):
            count, taps = count * place, taps * size
        self.kernel_shape = (count, taps, self.filters)
        self.kernel = self.add_weight(shape=self.kernel_shape, name="kernel",
                                      initializer=self.kernel_initializer,
                                      regularizer=self.kernel_regularizer,
                                      constraint=self.kernel_constraint)
        self.bias = None
        if self.use_bias:
            self.bias = self.add_weight(shape=(*places, self.filters), name="bias",
                                        initializer=self.bias_initializer,
                                        regularizer=self.bias_regularizer,
                                        constraint=self.bias_constraint)
        self.input_spec = InputSpec(ndim=self.rank + 2, axes={self._channel_axis: channels})
        self.built = True

    def call(self, inputs):
        """See the class."""
        outputs = self._convolve(inputs)
        if self.use_bias:
            outputs = K.bias_add(outputs, self.bias, data_format=self.data_format)
        return self.activation(outputs)

    def compute_output_shape(self, input_shape):
        """Batch size, new spatial sizes, number of filters, in the order of `data_format`."""
        places = self._places(input_shape)
        if self.data_format == "channels_first":
            return (input_shape[0], self.filters, *places)
        return (input_shape[0], *places, self.filters)

    def get_config(self):
        """The constructor's arguments."""
        return {**super().get_config(),
                **options.config(self, "filters", "kernel_size", "strides", "padding",
                                 "data_format", "activation", "use_bias", "kernel_initializer",
                                 "bias_initializer", "kernel_regularizer", "bias_regularizer",
                                 "activity_regularizer", "kernel_constraint", "bias_constraint")}


class LocallyConnected1D(_LocallyConnected):
    """Like `Conv1D`, but with other weights at each place: they are not shared.

    # Arguments
        filters: number of filters, the channels of the output.
        kernel_size: length of the window.
        strides: step of the window.
        padding: `"valid"`.
        data_format: `"channels_last"` or `"channels_first"`; None means channels last.
        activation: activation function; None means none.
        use_bias: whether to add a bias.
        kernel_initializer: first values of the kernel, shape (new_time, kernel_size * features,
            filters).
        bias_initializer: first values of the bias, shape (new_time, filters).
        kernel_regularizer: penalty on the kernel.
        bias_regularizer: penalty on the bias.
        activity_regularizer: penalty on the output.
        kernel_constraint: constraint on the kernel.
        bias_constraint: constraint on the bias.

    # Input shape
        `(batch, time, features)`; the time must be fixed.

    # Output shape
        `(batch, new_time, filters)`.
    """

    rank = 1

    def __init__(self, filters, kernel_size, strides=1, padding="valid", data_format=None,
                 activation=None, use_bias=True, kernel_initializer="glorot_uniform",
                 bias_initializer="zeros", kernel_regularizer=None, bias_regularizer=None,
                 activity_regularizer=None, kernel_constraint=None, bias_constraint=None,
                 **kwargs):
        super().__init__(**kwargs)
        self._keep(filters, kernel_size, strides, padding, data_format or "channels_last",
                   activation=activation, use_bias=use_bias,
                   kernel_initializer=kernel_initializer, bias_initializer=bias_initializer,
                   kernel_regularizer=kernel_regularizer, bias_regularizer=bias_regularizer,
                   activity_regularizer=activity_regularizer,
                   kernel_constraint=kernel_constraint, bias_constraint=bias_constraint)

    def _convolve(self, inputs):
        return K.local_conv1d(inputs, self.kernel, self.kernel_size, self.strides,
                              self.data_format)


class LocallyConnected2D(_LocallyConnected):
    """Like `Conv2D`, but with other weights at each place: they are not shared.

    # Arguments
        filters: number of filters, the channels of the output.
        kernel_size: height and width of the window; one number for both.
        strides: steps of the window.
        padding: `"valid"`.
        data_format: `"channels_last"` or `"channels_first"`; None means `K.image_data_format()`.
        activation: activation function; None means none.
        use_bias: whether to add a bias.
        kernel_initializer: first values of the kernel, shape (new_rows * new_columns, height *
            width * channels, filters).
        bias_initializer: first values of the bias, shape (new_rows, new_columns, filters).
        kernel_regularizer: penalty on the kernel.
        bias_regularizer: penalty on the bias.
        activity_regularizer: penalty on the output.
        kernel_constraint: constraint on the kernel.
        bias_constraint: constraint on the bias.

    # Input shape
        `(batch, rows, columns, channels)`, or channels first; all but the batch size must be fixed.

    # Output shape
        `(batch, new_rows, new_columns, filters)`, or channels first.
    """

    rank = 2

    def __init__(self, filters, kernel_size, strides=(1, 1), padding="valid", data_format=None,
                 activation=None, use_bias=True, kernel_initializer="glorot_uniform",
                 bias_initializer="zeros", kernel_regularizer=None, bias_regularizer=None,
                 activity_regularizer=None, kernel_constraint=None, bias_constraint=None,
                 **kwargs):
        super().__init__(**kwargs)
        self._keep(filters, kernel_size, strides, padding, data_format,
                   activation=activation, use_bias=use_bias,
                   kernel_initializer=kernel_initializer, bias_initializer=bias_initializer,
                   kernel_regularizer=kernel_regularizer, bias_regularizer=bias_regularizer,
                   activity_regularizer=activity_regularizer,
                   kernel_constraint=kernel_constraint, bias_constraint=bias_constraint)

    def _convolve(self, inputs):
        places = K.int_shape(inputs)
        return K.local_conv2d(inputs, self.kernel, self.kernel_size, self.strides,
                              self._places(places), self.data_format)
