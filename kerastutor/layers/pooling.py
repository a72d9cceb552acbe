"""Pooling: the maximum or the mean over windows, or over everything."""
from kerastutor import backend as K
from kerastutor.engine.base_layer import InputSpec, Layer
from kerastutor.utils import conv_utils


class _Pooling(Layer):
    """What all pooling over windows shares; a subclass sets `rank` and `pool_mode`."""

    rank = None
    pool_mode = None

    def __init__(self, pool_size, strides=None, padding="valid", data_format=None, **kwargs):
        super().__init__(**kwargs)
        strides = pool_size if strides is None else strides
        self.pool_size = conv_utils.normalize_tuple(pool_size, self.rank, "pool_size")
        self.strides = conv_utils.normalize_tuple(strides, self.rank, "strides")
        self.padding = conv_utils.normalize_padding(padding)
        self.data_format = K.normalize_data_format(data_format)
        self.input_spec = InputSpec(ndim=self.rank + 2)
        if min(self.pool_size + self.strides) < 1:
            raise ValueError(f"{self.name}: pool_size and strides must be at least 1, "
                             f"got {self.pool_size} and {self.strides}. Write pool_size=2, say.")
        if self.padding == "causal":
            raise ValueError(f"{self.name}: padding must be 'valid' or 'same', got 'causal', which "
                             "only Conv1D has. Use one of these.")

    @property
    def _first_axis(self):
        """The first spatial axis of the input."""
        return 2 if self.data_format == "channels_first" else 1

    def compute_output_shape(self, input_shape):
        """The input shape with new spatial sizes."""
        shape = list(input_shape)
        for axis in range(self.rank):
            place = self._first_axis + axis
            shape[place] = conv_utils.conv_output_length(shape[place], self.pool_size[axis],
                                                         self.padding, self.strides[axis])
        return tuple(shape)

    def call(self, inputs):
        """See the class."""
        return self._pooling_function(inputs, self.pool_size, self.strides, self.padding,
                                      self.data_format)

    def _pooling_function(self, inputs, pool_size, strides, padding, data_format):
        function = K.pool3d if self.rank == 3 else K.pool2d
        return function(inputs, pool_size, strides, padding, data_format,
                        pool_mode=self.pool_mode)

    def get_config(self):
        """The constructor's arguments."""
        return {**super().get_config(), "pool_size": self.pool_size, "strides": self.strides,
                "padding": self.padding, "data_format": self.data_format}


class _Pooling1D(_Pooling):
    """Pooling over time: a sequence is an image one column wide."""

    rank = 1

    def __init__(self, pool_size=2, strides=None, padding="valid", data_format="channels_last",
                 **kwargs):
        super().__init__(pool_size, strides, padding, data_format, **kwargs)

    def call(self, inputs):
        """See the class."""
        column = self._first_axis + 1
        outputs = self._pooling_function(K.expand_dims(inputs, column), (*self.pool_size, 1),
                                         (*self.strides, 1), self.padding, self.data_format)
        return K.squeeze(outputs, column)


class _Pooling2D(_Pooling):
    """Pooling over images."""

    rank = 2

    def __init__(self, pool_size=(2, 2), strides=None, padding="valid", data_format=None, **kwargs):
        super().__init__(pool_size, strides, padding, data_format, **kwargs)


class _Pooling3D(_Pooling):
    """Pooling over volumes."""

    rank = 3

    def __init__(self, pool_size=(2, 2, 2), strides=None, padding="valid", data_format=None,
                 **kwargs):
        super().__init__(pool_size, strides, padding, data_format, **kwargs)


class MaxPooling1D(_Pooling1D):
    """The largest value of each feature in each window of a sequence.

    # Arguments
        pool_size: length of the window.
        strides: step of the window; None means `pool_size`.
        padding: `"valid"`: only whole windows; `"same"`: windows may reach over the ends, where
            there is nothing.
        data_format: `"channels_last"` or `"channels_first"`.

    # Input shape
        `(batch, time, features)`, or channels first.

    # Output shape
        `(batch, new_time, features)`, or channels first.
    """

    pool_mode = "max"


class AveragePooling1D(_Pooling1D):
    """The mean of each feature over each window of a sequence.

    # Arguments
        pool_size: length of the window.
        strides: step of the window; None means `pool_size`.
        padding: `"valid"`: only whole windows; `"same"`: windows may reach over the ends; the mean
            is over the values that exist.
        data_format: `"channels_last"` or `"channels_first"`.

    # Input shape
        `(batch, time, features)`, or channels first.

    # Output shape
        `(batch, new_time, features)`, or channels first.
    """

    pool_mode = "avg"


class MaxPooling2D(_Pooling2D):
    """The largest value of each channel in each window of an image.

    # Arguments
        pool_size: height and width of the window; one number for both.
        strides: steps of the window; None means `pool_size`.
        padding: `"valid"`: only whole windows; `"same"`: windows may reach over the edges, where
            there is nothing.
        data_format: `"channels_last"` or `"channels_first"`; None means `K.image_data_format()`.

    # Input shape
        `(batch, rows, columns, channels)`, or channels first.

    # Output shape
        `(batch, new_rows, new_columns, channels)`, or channels first.
    """

    pool_mode = "max"


class AveragePooling2D(_Pooling2D):
    """The mean of each channel over each window of an image.

    # Arguments
        pool_size: height and width of the window; one number for both.
        strides: steps of the window; None means `pool_size`.
        padding: `"valid"`: only whole windows; `"same"`: windows may reach over the edges; the mean
            is over the values that exist.
        data_format: `"channels_last"` or `"channels_first"`; None means `K.image_data_format()`.

    # Input shape
        `(batch, rows, columns, channels)`, or channels first.

    # Output shape
        `(batch, new_rows, new_columns, channels)`, or channels first.
    """

    pool_mode = "avg"


class MaxPooling3D(_Pooling3D):
    """The largest value of each channel in each window of a volume.

    # Arguments
        pool_size: sizes of the window; one number for all.
        strides: steps of the window; None means `pool_size`.
        padding: `"valid"` or `"same"`, as in `MaxPooling2D`.
        data_format: `"channels_last"` or `"channels_first"`; None means `K.image_data_format()`.

    # Input shape
        `(batch, dim1, dim2, dim3, channels)`, or channels first.

    # Output shape
        `(batch, new_dim1, new_dim2, new_dim3, channels)`, or channels first.
    """

    pool_mode = "max"


class AveragePooling3D(_Pooling3D):
    """The mean of each channel over each window of a volume.

    # Arguments
        pool_size: sizes of the window; one number for all.
        strides: steps of the window; None means `pool_size`.
        padding: `"valid"` or `"same"`, as in `AveragePooling2D`.
        data_format: `"channels_last"` or `"channels_first"`; None means `K.image_data_format()`.

    # Input shape
        `(batch, dim1, dim2, dim3, channels)`, or channels first.

    # Output shape
        `(batch, new_dim1, new_dim2, new_dim3, channels)`, or channels first.
    """

    pool_mode = "avg"


class _GlobalPooling(Layer):
    """What all pooling over everything shares; a subclass sets `rank`."""

    rank = None

    def __init__(self, data_format=None, **kwargs):
        super().__init__(**kwargs)
        self.data_format = K.normalize_data_format(data_format)
        self.input_spec = InputSpec(ndim=self.rank + 2)

    @property
    def _spatial_axes(self):
        first = 2 if self.data_format == "channels_first" else 1
        return list(range(first, first + self.rank))

    def compute_output_shape(self, input_shape):
        """`(batch, channels)`."""
        channel_axis = 1 if self.data_format == "channels_first" else -1
        return (input_shape[0], input_shape[channel_axis])

    def get_config(self):
        """The constructor's arguments."""
        return {**super().get_config(), "data_format": self.data_format}


class _GlobalMax(_GlobalPooling):
    """The largest value of each channel."""

    def call(self, inputs):
        """See the class."""
        return K.max(inputs, axis=self._spatial_axes)


class _GlobalAverage(_GlobalPooling):
    """The mean of each channel."""

    def call(self, inputs):
        """See the class."""
        return K.mean(inputs, axis=self._spatial_axes)


class GlobalMaxPooling1D(_GlobalMax):
    """The largest value of each feature over all time steps.

    # Arguments
        data_format: `"channels_last"` or `"channels_first"`.

    # Input shape
        `(batch, time, features)`, or channels first.

    # Output shape
        `(batch, features)`.
    """

    rank = 1

    def __init__(self, data_format="channels_last", **kwargs):
        super().__init__(data_format=data_format, **kwargs)


class GlobalAveragePooling1D(_GlobalAverage):
    """The mean of each feature over all time steps, without those that a mask marks as missing.

    # Arguments
        data_format: `"channels_last"` or `"channels_first"`.

    # Input shape
        `(batch, time, features)`, or channels first.

    # Output shape
        `(batch, features)`.
    """

    rank = 1

    def __init__(self, data_format="channels_last", **kwargs):
        super().__init__(data_format=data_format, **kwargs)
        self.supports_masking = True

    def call(self, inputs, mask=None):
        """See the class."""
        if mask is None:
            return super().call(inputs)
        time_axis = self._spatial_axes[0]
        weights = K.expand_dims(K.cast(mask, K.dtype(inputs)), 3 - time_axis)
        return K.sum(inputs * weights, axis=time_axis) / K.sum(weights, axis=time_axis)

    def compute_mask(self, inputs, mask=None):
        """None: the output has no time axis."""
        return None


class GlobalMaxPooling2D(_GlobalMax):
    """The largest value of each channel of an image.

    # Arguments
        data_format: `"channels_last"` or `"channels_first"`; None means `K.image_data_format()`.

    # Input shape
        `(batch, rows, columns, channels)`, or channels first.

    # Output shape
        `(batch, channels)`.
    """

    rank = 2


class GlobalAveragePooling2D(_GlobalAverage):
    """The mean of each channel of an image.

    # Arguments
        data_format: `"channels_last"` or `"channels_first"`; None means `K.image_data_format()`.

    # Input shape
        `(batch, rows, columns, channels)`, or channels first.

    # Output shape
        `(batch, channels)`.
    """

    rank = 2


class GlobalMaxPooling3D(_GlobalMax):
    """The largest value of each channel of a volume.

    # Arguments
        data_format: `"channels_last"` or `"channels_first"`; None means `K.image_data_format()`.

    # Input shape
        `(batch, dim1, dim2, dim3, channels)`, or channels first.

    # Output shape
        `(batch, channels)`.
    """

    rank = 3


class GlobalAveragePooling3D(_GlobalAverage):
    """The mean of each channel of a volume.

    # Arguments
        data_format: `"channels_last"` or `"channels_first"`; None means `K.image_data_format()`.

    # Input shape
        `(batch, dim1, dim2, dim3, channels)`, or channels first.

    # Output shape
        `(batch, channels)`.
    """

    rank = 3


AvgPool1D = AveragePooling1D
AvgPool2D = AveragePooling2D
AvgPool3D = AveragePooling3D
MaxPool1D = MaxPooling1D
MaxPool2D = MaxPooling2D
MaxPool3D = MaxPooling3D
GlobalMaxPool1D = GlobalMaxPooling1D
GlobalMaxPool2D = GlobalMaxPooling2D
GlobalMaxPool3D = GlobalMaxPooling3D
GlobalAvgPool1D = GlobalAveragePooling1D
GlobalAvgPool2D = GlobalAveragePooling2D
GlobalAvgPool3D = GlobalAveragePooling3D
