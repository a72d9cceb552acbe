"""Convolutions that treat channels one by one: depthwise and separable."""
from kerastutor import backend as K
from kerastutor.layers import options
from kerastutor.layers.convolutional.base import Conv2D, _Conv

_PLAIN = ("filters", "kernel_size", "strides", "padding", "data_format", "dilation_rate",
          "activation", "use_bias", "bias_initializer", "bias_regularizer", "activity_regularizer",
          "bias_constraint", "depth_multiplier")


class _Depthwise(_Conv):
    """What both kinds share: the depthwise kernel."""

    def _make_kernels(self, channels):
        self.depthwise_kernel = self.add_weight(
            shape=(*self.kernel_size, channels, self.depth_multiplier), name="depthwise_kernel",
            initializer=self.depthwise_initializer, regularizer=self.depthwise_regularizer,
            constraint=self.depthwise_constraint)


class _SeparableConv(_Depthwise):
    """A depthwise convolution followed by a convolution with windows of size 1."""

    def _keep_kernels(self, depth_multiplier, **kernels):
        self.depth_multiplier = options.check_count(self, "depth_multiplier", depth_multiplier)
        options.keep(self, **kernels)

    def _make_kernels(self, channels):
        super()._make_kernels(channels)
        self.pointwise_kernel = self.add_weight(
            shape=(1,) * self.rank + (channels * self.depth_multiplier, self.filters),
            name="pointwise_kernel",
            initializer=self.pointwise_initializer, regularizer=self.pointwise_regularizer,
            constraint=self.pointwise_constraint)

    def _convolve(self, inputs):
        function = K.separable_conv1d if self.rank == 1 else K.separable_conv2d
        return function(inputs, self.depthwise_kernel, self.pointwise_kernel,
                        strides=self.strides, padding=self.padding,
                        data_format=self.data_format, dilation_rate=self.dilation_rate)

    _config_names = (*_PLAIN, "depthwise_initializer", "pointwise_initializer",
                     "depthwise_regularizer", "pointwise_regularizer", "depthwise_constraint",
                     "pointwise_constraint")


class SeparableConv1D(_SeparableConv):
    """Depthwise separable convolution over time.

    First each feature is convolved by itself (`depth_multiplier` filters each), then a convolution
    with windows of size 1 mixes the features: far fewer weights than a `Conv1D`.

    # Arguments
        filters: number of channels of the output.
        kernel_size: length of the window.
        strides: step of the window; above 1 only with dilation_rate 1.
        padding: `"valid"` or `"same"`.
        data_format: `"channels_last"` or `"channels_first"`.
        dilation_rate: distance between the taps of the window.
        depth_multiplier: depthwise filters per input feature.
        activation: activation function; None means none.
        use_bias: whether to add a bias to each output channel.
        depthwise_initializer: first values of the depthwise kernel, shape (kernel_size, features,
            depth_multiplier).
        pointwise_initializer: first values of the pointwise kernel, shape (1, features *
            depth_multiplier, filters).
        bias_initializer: first values of the bias.
        depthwise_regularizer: penalty on the depthwise kernel.
        pointwise_regularizer: penalty on the pointwise kernel.
        bias_regularizer: penalty on the bias.
        activity_regularizer: penalty on the output.
        depthwise_constraint: constraint on the depthwise kernel.
        pointwise_constraint: constraint on the pointwise kernel.
        bias_constraint: constraint on the bias.

    # Input shape
        `(batch, time, features)`, or channels first.

    # Output shape
        `(batch, new_time, filters)`, or channels first.

    Source: Chollet 2016, Xception, arXiv:1610.02357.
    """

    def __init__(self, filters, kernel_size, strides=1, padding="valid",
                 data_format="channels_last", dilation_rate=1, depth_multiplier=1, activation=None,
                 use_bias=True, depthwise_initializer="glorot_uniform",
                 pointwise_initializer="glorot_uniform", bias_initializer="zeros",
                 depthwise_regularizer=None, pointwise_regularizer=None, bias_regularizer=None,
                 activity_regularizer=None, depthwise_constraint=None, pointwise_constraint=None,
                 bias_constraint=None, **kwargs):
        super().__init__(
            1, filters, kernel_size, strides=strides, padding=padding, data_format=data_format,
            dilation_rate=dilation_rate, activation=activation, use_bias=use_bias,
            bias_initializer=bias_initializer, bias_regularizer=bias_regularizer,
            activity_regularizer=activity_regularizer, bias_constraint=bias_constraint, **kwargs)
        self._keep_kernels(
            depth_multiplier,
            depthwise_initializer=depthwise_initializer,
            pointwise_initializer=pointwise_initializer,
            depthwise_regularizer=depthwise_regularizer,
            pointwise_regularizer=pointwise_regularizer,
            depthwise_constraint=depthwise_constraint, pointwise_constraint=pointwise_constraint)


class SeparableConv2D(_SeparableConv):
    """Depthwise separable convolution over images.

    First each channel is convolved by itself (`depth_multiplier` filters each), then a convolution
    with windows of size 1x1 mixes the channels: far fewer weights than a `Conv2D`.

    # Arguments
        filters: number of channels of the output.
        kernel_size: height and width of the window; one number for both.
        strides: steps of the window; above 1 only with dilation_rate 1.
        padding: `"valid"` or `"same"`.
        data_format: `"channels_last"` or `"channels_first"`; None means `K.image_data_format()`.
        dilation_rate: distance between the taps of the window.
        depth_multiplier: depthwise filters per input channel.
        activation: activation function; None means none.
        use_bias: whether to add a bias to each output channel.
        depthwise_initializer: first values of the depthwise kernel, shape (height, width, channels,
            depth_multiplier).
        pointwise_initializer: first values of the pointwise kernel, shape (1, 1, channels *
            depth_multiplier, filters).
        bias_initializer: first values of the bias.
        depthwise_regularizer: penalty on the depthwise kernel.
        pointwise_regularizer: penalty on the pointwise kernel.
        bias_regularizer: penalty on the bias.
        activity_regularizer: penalty on the output.
        depthwise_constraint: constraint on the depthwise kernel.
        pointwise_constraint: constraint on the pointwise kernel.
        bias_constraint: constraint on the bias.

    # Input shape
        `(batch, rows, columns, channels)`, or channels first.

    # Output shape
        `(batch, new_rows, new_columns, filters)`, or channels first.

    Source: Chollet 2016, Xception, arXiv:1610.02357.
    """

    def __init__(self, filters, kernel_size, strides=(1, 1), padding="valid", data_format=None,
                 dilation_rate=(1, 1), depth_multiplier=1, activation=None, use_bias=True,
                 depthwise_initializer="glorot_uniform", pointwise_initializer="glorot_uniform",
                 bias_initializer="zeros", depthwise_regularizer=None, pointwise_regularizer=None,
                 bias_regularizer=None, activity_regularizer=None, depthwise_constraint=None,
                 pointwise_constraint=None, bias_constraint=None, **kwargs):
        super().__init__(
            2, filters, kernel_size, strides=strides, padding=padding, data_format=data_format,
            dilation_rate=dilation_rate, activation=activation, use_bias=use_bias,
            bias_initializer=bias_initializer, bias_regularizer=bias_regularizer,
            activity_regularizer=activity_regularizer, bias_constraint=bias_constraint, **kwargs)
        self._keep_kernels(
            depth_multiplier,
            depthwise_initializer=depthwise_initializer,
            pointwise_initializer=pointwise_initializer,
            depthwise_regularizer=depthwise_regularizer,
            pointwise_regularizer=pointwise_regularizer,
            depthwise_constraint=depthwise_constraint, pointwise_constraint=pointwise_constraint)


class DepthwiseConv2D(_Depthwise, Conv2D):
    """Convolution over images that treats each channel by itself.

    # Arguments
        kernel_size: height and width of the window; one number for both.
        strides: steps of the window.
        padding: `"valid"` or `"same"`.
        depth_multiplier: filters per input channel.
        data_format: `"channels_last"` or `"channels_first"`; None means `K.image_data_format()`.
        activation: activation function; None means none.
        use_bias: whether to add a bias to each output channel.
        depthwise_initializer: first values of the kernel, shape (height, width, channels,
            depth_multiplier).
        bias_initializer: first values of the bias.
        depthwise_regularizer: penalty on the kernel.
        bias_regularizer: penalty on the bias.
        activity_regularizer: penalty on the output.
        depthwise_constraint: constraint on the kernel.
        bias_constraint: constraint on the bias.

    # Input shape
        `(batch, rows, columns, channels)`, or channels first.

    # Output shape
        `(batch, new_rows, new_columns, channels * depth_multiplier)`, or channels first.
    """

    def __init__(self, kernel_size, strides=(1, 1), padding="valid", depth_multiplier=1,
                 data_format=None, activation=None, use_bias=True,
                 depthwise_initializer="glorot_uniform", bias_initializer="zeros",
                 depthwise_regularizer=None, bias_regularizer=None, activity_regularizer=None,
                 depthwise_constraint=None, bias_constraint=None, **kwargs):
        super().__init__(
            None, kernel_size, strides=strides, padding=padding, data_format=data_format,
            activation=activation, use_bias=use_bias, bias_initializer=bias_initializer,
            bias_regularizer=bias_regularizer, activity_regularizer=activity_regularizer,
            bias_constraint=bias_constraint, **kwargs)
        self.depth_multiplier = options.check_count(self, "depth_multiplier", depth_multiplier)
        options.keep(self, depthwise_initializer=depthwise_initializer,
                     depthwise_regularizer=depthwise_regularizer,
                     depthwise_constraint=depthwise_constraint)

    def _output_channels(self, channels):
        return None if channels is None else channels * self.depth_multiplier

    def call(self, inputs, training=None):
        """See the class."""
        return super().call(inputs)

    def _convolve(self, inputs):
        return K.depthwise_conv2d(inputs, self.depthwise_kernel, strides=self.strides,
                                  padding=self.padding, data_format=self.data_format,
                                  dilation_rate=self.dilation_rate)

    _config_names = (*_PLAIN[1:], "depthwise_initializer", "depthwise_regularizer",
                     "depthwise_constraint")
