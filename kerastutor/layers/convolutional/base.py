"""Convolution over sequences, images and volumes."""
from kerastutor import backend as K
from kerastutor.engine.base_layer import InputSpec, Layer
from kerastutor.layers import options
from kerastutor.utils import conv_utils


class _Conv(Layer):
    """What all convolutions share: options, bias, activation, channel axis, output shape.

    A subclass says which kernels there are (`_make_kernels`) and what is done with them
    (`_convolve`); the output has `_output_channels(channels)` channels.

    # Arguments
        rank: number of spatial axes; the others are those of `Conv2D`.
    """

    def __init__(self, rank, filters, kernel_size, strides=1, padding="valid", data_format=None,
                 dilation_rate=1, activation=None, use_bias=True,
                 kernel_initializer="glorot_uniform", bias_initializer="zeros",
                 kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None,
                 kernel_constraint=None, bias_constraint=None, **kwargs):
        super().__init__(**kwargs)
        self.rank = rank
        self.filters = filters if filters is None else options.check_count(self, "filters", filters)
        self.kernel_size = conv_utils.normalize_tuple(kernel_size, rank, "kernel_size")
        self.strides = conv_utils.normalize_tuple(strides, rank, "strides")
        self.padding = conv_utils.normalize_padding(padding)
        self.data_format = K.normalize_data_format(data_format)
        self.dilation_rate = conv_utils.normalize_tuple(dilation_rate, rank, "dilation_rate")
        options.keep(self, activation=activation, use_bias=use_bias,
                     kernel_initializer=kernel_initializer, bias_initializer=bias_initializer,
                     kernel_regularizer=kernel_regularizer, bias_regularizer=bias_regularizer,
                     activity_regularizer=activity_regularizer,
                     kernel_constraint=kernel_constraint, bias_constraint=bias_constraint)
        self.input_spec = InputSpec(ndim=rank + 2)
        self._check_window()

    def _check_window(self):
        """Raises ValueError for windows that no convolution has."""
        for name in ("kernel_size", "strides", "dilation_rate"):
            if min(getattr(self, name)) < 1:
                raise ValueError(f"{self.name}: {name} must be at least 1, "
                                 f"got {getattr(self, name)}. Write {name}=1, for example.")
        if self.padding == "causal" and self.rank != 1:
            raise ValueError(f"{self.name}: padding must be 'valid' or 'same', got 'causal', which "
                             "only Conv1D has. Use one of these.")
        if self.padding == "causal" and self.data_format != "channels_last":
            raise ValueError(f"{self.name}: padding='causal' must come with data_format="
                             f"'channels_last', got {self.data_format!r}. Change one of them.")

    @property
    def _channel_axis(self):
        return 1 if self.data_format == "channels_first" else -1

    def build(self, input_shape):
        """Makes kernel and bias."""
        if max(self.strides) > 1 and max(self.dilation_rate) > 1:
            raise ValueError(f"{self.name}: strides and dilation_rate must not both be above 1, "
                             f"got {self.strides} and {self.dilation_rate}. Keep one of them at 1.")
        channels = options.check_defined(self, "the channel dimension",
                                         input_shape[self._channel_axis], input_shape)
        self._make_kernels(channels)
        if self.use_bias:
            self.bias = self.add_weight(shape=(self._output_channels(channels),), name="bias",
                                        initializer=self.bias_initializer,
                                        regularizer=self.bias_regularizer,
                                        constraint=self.bias_constraint)
        else:
            self.bias = None
        self.input_spec = InputSpec(ndim=self.rank + 2, axes={self._channel_axis: channels})
        self.built = True

    def _make_kernels(self, channels):
        self.kernel = self.add_weight(shape=(*self.kernel_size, channels, self.filters),
                                      name="kernel",
                                      initializer=self.kernel_initializer,
                                      regularizer=self.kernel_regularizer,
                                      constraint=self.kernel_constraint)

    def _output_channels(self, channels):
        return self.filters

    def call(self, inputs):
        """See the class."""
        outputs = self._convolve(inputs)
        if self.use_bias:
            outputs = K.bias_add(outputs, self.bias, data_format=self.data_format)
        return self.activation(outputs)

    def _convolve(self, inputs):
        window = {"padding": self.padding, "data_format": self.data_format}
        if self.rank == 1:
            return K.conv1d(inputs, self.kernel, strides=self.strides[0],
                            dilation_rate=self.dilation_rate[0], **window)
        function = K.conv2d if self.rank == 2 else K.conv3d
        return function(inputs, self.kernel, strides=self.strides,
                        dilation_rate=self.dilation_rate, **window)

    def compute_output_shape(self, input_shape):
        """Batch size, new spatial sizes, number of filters, in the order of `data_format`."""
        first = self.data_format == "channels_first"
        sizes = input_shape[2:] if first else input_shape[1:-1]
        sizes = tuple(self._output_size(axis, size) for axis, size in enumerate(sizes))
        channels = self._output_channels(input_shape[self._channel_axis])
        return (input_shape[0], channels, *sizes) if first else (input_shape[0], *sizes, channels)

    def _output_size(self, axis, size):
        """Output size along a spatial axis (0, 1, 2); None for None."""
        return conv_utils.conv_output_length(size, self.kernel_size[axis], self.padding,
                                             self.strides[axis], self.dilation_rate[axis])

    _config_names = ("filters", "kernel_size", "strides", "padding", "data_format",
                     "dilation_rate", "activation", "use_bias", "kernel_initializer",
                     "bias_initializer", "kernel_regularizer", "bias_regularizer",
                     "activity_regularizer", "kernel_constraint", "bias_constraint")

    def get_config(self):
        """The constructor's arguments."""
        return {**super().get_config(), **options.config(self, *self._config_names)}


class Conv1D(_Conv):
    """Convolution over time: a window slides along a sequence, each filter sees all features in it.

    # Arguments
        filters: number of filters, the channels of the output.
        kernel_size: length of the window.
        strides: step of the window; above 1 only with dilation_rate 1.
        padding: `"valid"`: only whole windows; `"same"`: zeros at both ends, as many outputs as
            inputs (with strides 1); `"causal"`: zeros in front, output t sees inputs up to t only.
        data_format: `"channels_last"`: (batch, time, features); `"channels_first"`: (batch,
            features, time).
        dilation_rate: distance between the taps of the window.
        activation: activation function; None means none.
        use_bias: whether to add a bias to each filter.
        kernel_initializer: first values of the kernel, shape (kernel_size, features, filters).
        bias_initializer: first values of the bias.
        kernel_regularizer: penalty on the kernel.
        bias_regularizer: penalty on the bias.
        activity_regularizer: penalty on the output.
        kernel_constraint: constraint on the kernel.
        bias_constraint: constraint on the bias.

    # Input shape
        `(batch, time, features)`.

    # Output shape
        `(batch, new_time, filters)`.
    """

    def __init__(self, filters, kernel_size, strides=1, padding="valid",
                 data_format="channels_last", dilation_rate=1, activation=None, use_bias=True,
                 kernel_initializer="glorot_uniform", bias_initializer="zeros",
                 kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None,
                 kernel_constraint=None, bias_constraint=None, **kwargs):
        super().__init__(
            1, filters, kernel_size, strides=strides, padding=padding, data_format=data_format,
            dilation_rate=dilation_rate, activation=activation, use_bias=use_bias,
            kernel_initializer=kernel_initializer, bias_initializer=bias_initializer,
            kernel_regularizer=kernel_regularizer, bias_regularizer=bias_regularizer,
            activity_regularizer=activity_regularizer, kernel_constraint=kernel_constraint,
            bias_constraint=bias_constraint, **kwargs)


class Conv2D(_Conv):
    """Convolution over images: a window slides over rows and columns and sees all channels.

    # Arguments
        filters: number of filters, the channels of the output.
        kernel_size: height and width of the window; one number for both.
        strides: steps of the window; above 1 only with dilation_rate 1.
        padding: `"valid"`: only whole windows; `"same"`: zeros around the image, as many output
            places as input places (with strides 1).
        data_format: `"channels_last"`: (batch, rows, columns, channels); `"channels_first"`:
            (batch, channels, rows, columns); None means `K.image_data_format()`.
        dilation_rate: distance between the taps of the window.
        activation: activation function; None means none.
        use_bias: whether to add a bias to each filter.
        kernel_initializer: first values of the kernel, shape (height, width, channels, filters).
        bias_initializer: first values of the bias.
        kernel_regularizer: penalty on the kernel.
        bias_regularizer: penalty on the bias.
        activity_regularizer: penalty on the output.
        kernel_constraint: constraint on the kernel.
        bias_constraint: constraint on the bias.

    # Input shape
        `(batch, rows, columns, channels)`, or channels first.

    # Output shape
        `(batch, new_rows, new_columns, filters)`, or channels first.

    # Example

    ```python
    model = Sequential()
    model.add(Conv2D(32, 3, activation="relu", input_shape=(28, 28, 1)))   # -> (None, 26, 26, 32)
    ```
    """

    def __init__(self, filters, kernel_size, strides=(1, 1), padding="valid", data_format=None,
                 dilation_rate=(1, 1), activation=None, use_bias=True,
                 kernel_initializer="glorot_uniform", bias_initializer="zeros",
                 kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None,
                 kernel_constraint=None, bias_constraint=None, **kwargs):
        super().__init__(
            2, filters, kernel_size, strides=strides, padding=padding, data_format=data_format,
            dilation_rate=dilation_rate, activation=activation, use_bias=use_bias,
            kernel_initializer=kernel_initializer, bias_initializer=bias_initializer,
            kernel_regularizer=kernel_regularizer, bias_regularizer=bias_regularizer,
            activity_regularizer=activity_regularizer, kernel_constraint=kernel_constraint,
            bias_constraint=bias_constraint, **kwargs)


class Conv3D(_Conv):
    """Convolution over volumes or videos.

    # Arguments
        filters: number of filters, the channels of the output.
        kernel_size: sizes of the window along the three axes; one number for all.
        strides: steps of the window; above 1 only with dilation_rate 1.
        padding: `"valid"` or `"same"`, as in `Conv2D`.
        data_format: `"channels_last"`: (batch, dim1, dim2, dim3, channels); `"channels_first"`:
            (batch, channels, dim1, dim2, dim3); None means `K.image_data_format()`.
        dilation_rate: distance between the taps of the window.
        activation: activation function; None means none.
        use_bias: whether to add a bias to each filter.
        kernel_initializer: first values of the kernel.
        bias_initializer: first values of the bias.
        kernel_regularizer: penalty on the kernel.
        bias_regularizer: penalty on the bias.
        activity_regularizer: penalty on the output.
        kernel_constraint: constraint on the kernel.
        bias_constraint: constraint on the bias.

    # Input shape
        `(batch, dim1, dim2, dim3, channels)`, or channels first.

    # Output shape
        `(batch, new_dim1, new_dim2, new_dim3, filters)`, or channels first.
    """

    def __init__(self, filters, kernel_size, strides=(1, 1, 1), padding="valid", data_format=None,
                 dilation_rate=(1, 1, 1), activation=None, use_bias=True,
                 kernel_initializer="glorot_uniform", bias_initializer="zeros",
                 kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None,
                 kernel_constraint=None, bias_constraint=None, **kwargs):
        super().__init__(
            3, filters, kernel_size, strides=strides, padding=padding, data_format=data_format,
            dilation_rate=dilation_rate, activation=activation, use_bias=use_bias,
            kernel_initializer=kernel_initializer, bias_initializer=bias_initializer,
            kernel_regularizer=kernel_regularizer, bias_regularizer=bias_regularizer,
            activity_regularizer=activity_regularizer, kernel_constraint=kernel_constraint,
            bias_constraint=bias_constraint, **kwargs)
