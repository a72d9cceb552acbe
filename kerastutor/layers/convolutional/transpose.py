"""Transposed convolution: from the output of a convolution back to the shape of its input."""
from kerastutor import backend as K
from kerastutor.layers.convolutional.base import Conv2D, Conv3D, _Conv
from kerastutor.utils import conv_utils


class _ConvTranspose(_Conv):
    """What both transposed convolutions share: the kernel's order, output padding, output size."""

    def _keep_output_padding(self, output_padding):
        self.output_padding = output_padding
        if output_padding is None:
            return
        self.output_padding = conv_utils.normalize_tuple(output_padding, self.rank,
                                                         "output_padding")
        pairs = zip(self.strides, self.output_padding, strict=True)
        if any(pad >= stride for stride, pad in pairs):
            raise ValueError(f"{self.name}: output_padding must be smaller than strides, "
                             f"got {self.output_padding} and strides {self.strides}. "
                             "None works it out.")

    def _make_kernels(self, channels):
        self.kernel = self.add_weight(shape=(*self.kernel_size, self.filters, channels),
                                      name="kernel",
                                      initializer=self.kernel_initializer,
                                      regularizer=self.kernel_regularizer,
                                      constraint=self.kernel_constraint)

    def _output_size(self, axis, size):
        padding = None if self.output_padding is None else self.output_padding[axis]
        return conv_utils.deconv_length(size, self.strides[axis], self.kernel_size[axis],
                                        self.padding, padding, self.dilation_rate[axis])

    def _dynamic_output_shape(self, inputs):
        """Output shape with integers where sizes are known, tensors elsewhere."""
        sizes = K.shape(inputs)
        sizes = [sizes[axis] if size is None else size
                 for axis, size in enumerate(K.int_shape(inputs))]
        return self.compute_output_shape(tuple(sizes))


class Conv2DTranspose(_ConvTranspose, Conv2D):
    """Transposed convolution over images: each input place spreads the kernel over the output.

    It has the shapes of a `Conv2D` the other way round, and computes what the gradient of a
    `Conv2D` with respect to its input is. People call it deconvolution, too.

    # Arguments
        filters: number of channels of the output.
        kernel_size: height and width of the window; one number for both.
        strides: how far neighbouring inputs lie apart in the output.
        padding: `"valid"` or `"same"`; with strides s, n inputs give n * s outputs for `"same"` and
            n * s + max(kernel_size - s, 0) for `"valid"`.
        output_padding: rows and columns by which the output is longer than its shortest length,
            below strides; None takes the lengths above.
        data_format: `"channels_last"` or `"channels_first"`; None means `K.image_data_format()`.
        dilation_rate: distance between the taps of the window.
        activation: activation function; None means none.
        use_bias: whether to add a bias to each output channel.
        kernel_initializer: first values of the kernel, shape (height, width, filters, channels).
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

    Source: Dumoulin, Visin 2016, A guide to convolution arithmetic, arXiv:1603.07285.
    """

    def __init__(self, filters, kernel_size, strides=(1, 1), padding="valid", output_padding=None,
                 data_format=None, dilation_rate=(1, 1), activation=None, use_bias=True,
                 kernel_initializer="glorot_uniform", bias_initializer="zeros",
                 kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None,
                 kernel_constraint=None, bias_constraint=None, **kwargs):
        super().__init__(
            filters, kernel_size, strides=strides, padding=padding, data_format=data_format,
            dilation_rate=dilation_rate, activation=activation, use_bias=use_bias,
            kernel_initializer=kernel_initializer, bias_initializer=bias_initializer,
            kernel_regularizer=kernel_regularizer, bias_regularizer=bias_regularizer,
            activity_regularizer=activity_regularizer, kernel_constraint=kernel_constraint,
            bias_constraint=bias_constraint, **kwargs)
        self._keep_output_padding(output_padding)

    def _convolve(self, inputs):
        return K.conv2d_transpose(inputs, self.kernel, self._dynamic_output_shape(inputs),
                                  strides=self.strides, padding=self.padding,
                                  data_format=self.data_format, dilation_rate=self.dilation_rate)

    _config_names = (*_Conv._config_names, "output_padding")


class Conv3DTranspose(_ConvTranspose, Conv3D):
    """Transposed convolution over volumes; see `Conv2DTranspose`.

    # Arguments
        filters: number of channels of the output.
        kernel_size: sizes of the window along the three axes; one number for all.
        strides: how far neighbouring inputs lie apart in the output.
        padding: `"valid"` or `"same"`.
        output_padding: places by which the output is longer than its shortest length, below
            strides; None works it out.
        data_format: `"channels_last"` or `"channels_first"`; None means `K.image_data_format()`.
        activation: activation function; None means none.
        use_bias: whether to add a bias to each output channel.
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

    def __init__(self, filters, kernel_size, strides=(1, 1, 1), padding="valid",
                 output_padding=None, data_format=None, activation=None, use_bias=True,
                 kernel_initializer="glorot_uniform", bias_initializer="zeros",
                 kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None,
                 kernel_constraint=None, bias_constraint=None, **kwargs):
        super().__init__(
            filters, kernel_size, strides=strides, padding=padding, data_format=data_format,
            activation=activation, use_bias=use_bias,
            kernel_initializer=kernel_initializer, bias_initializer=bias_initializer,
            kernel_regularizer=kernel_regularizer, bias_regularizer=bias_regularizer,
            activity_regularizer=activity_regularizer, kernel_constraint=kernel_constraint,
            bias_constraint=bias_constraint, **kwargs)
        self._keep_output_padding(output_padding)

    def _convolve(self, inputs):
        return K.conv3d_transpose(inputs, self.kernel, self._dynamic_output_shape(inputs),
                                  strides=self.strides, padding=self.padding,
                                  data_format=self.data_format)

    _config_names = (*(name for name in _Conv._config_names if name != "dilation_rate"),
                     "output_padding")
