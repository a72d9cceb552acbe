"""Layers that change the size of sequences, images and volumes: padding, cropping, up-sampling."""
import numbers

from kerastutor import backend as K
from kerastutor.engine.base_layer import InputSpec, Layer
from kerastutor.utils import conv_utils


class _Resizing(Layer):
    """What they share: the channel axis, and an output size for each spatial axis.

    A subclass sets `rank` (number of spatial axes) and says `_new_size(axis, size)`.
    """

    rank = None

    def __init__(self, data_format=None, **kwargs):
        super().__init__(**kwargs)
        self.data_format = K.normalize_data_format(data_format)
        self.input_spec = InputSpec(ndim=self.rank + 2)

    @property
    def _first_axis(self):
        """The first spatial axis of the input."""
        return 2 if self.data_format == "channels_first" else 1

    def compute_output_shape(self, input_shape):
        """The input shape with new spatial sizes."""
        shape = list(input_shape)
        for axis in range(self.rank):
            size = shape[self._first_axis + axis]
            shape[self._first_axis + axis] = None if size is None else self._new_size(axis, size)
        return tuple(shape)


def _pairs(value, rank, name):
    """A pair (before, after) per spatial axis, of an integer, an integer per axis, or pairs."""
    if isinstance(value, numbers.Integral):
        return ((int(value), int(value)),) * rank
    if not isinstance(value, (tuple, list)) or len(value) != rank:
        raise ValueError(f"`{name}` must be an integer, {rank} integers, or {rank} pairs (before, "
                         f"after), got {value!r}. Write {name}=1 for one place on every side.")
    return tuple(conv_utils.normalize_tuple(v, 2, f"{name}[{i}]") for i, v in enumerate(value))


class _ZeroPadding(_Resizing):
    """Zeros around the input."""

    def _new_size(self, axis, size):
        return size + sum(self.padding[axis])

    def get_config(self):
        """The constructor's arguments."""
        return {**super().get_config(), "padding": self.padding, "data_format": self.data_format}


class ZeroPadding1D(_ZeroPadding):
    """Zeros before and after a sequence.

    # Arguments
        padding: number of zeros at both ends, or a pair (before, after).

    # Input shape
        `(batch, time, features)`.

    # Output shape
        `(batch, before + time + after, features)`.
    """

    rank = 1

    def __init__(self, padding=1, **kwargs):
        super().__init__(data_format="channels_last", **kwargs)
        self.padding = (conv_utils.normalize_tuple(padding, 2, "padding"),)

    def call(self, inputs):
        """See the class."""
        return K.temporal_padding(inputs, padding=self.padding[0])

    def get_config(self):
        """The constructor's arguments."""
        config = super().get_config()
        del config["data_format"]
        return {**config, "padding": self.padding[0]}


class ZeroPadding2D(_ZeroPadding):
    """Zeros around images.

    # Arguments
        padding: an integer for all sides; (rows, columns); or ((top, bottom), (left, right)).
        data_format: `"channels_last"` or `"channels_first"`; None means `K.image_data_format()`.

    # Input shape
        `(batch, rows, columns, channels)`, or channels first.

    # Output shape
        The same with larger rows and columns.
    """

    rank = 2

    def __init__(self, padding=(1, 1), data_format=None, **kwargs):
        super().__init__(data_format=data_format, **kwargs)
        self.padding = _pairs(padding, 2, "padding")

    def call(self, inputs):
        """See the class."""
        return K.spatial_2d_padding(inputs, padding=self.padding, data_format=self.data_format)


class ZeroPadding3D(_ZeroPadding):
    """Zeros around volumes.

    # Arguments
        padding: an integer for all sides, three integers, or three pairs (before, after).
        data_format: `"channels_last"` or `"channels_first"`; None means `K.image_data_format()`.

    # Input shape
        `(batch, dim1, dim2, dim3, channels)`, or channels first.

    # Output shape
        The same with larger spatial sizes.
    """

    rank = 3

    def __init__(self, padding=(1, 1, 1), data_format=None, **kwargs):
        super().__init__(data_format=data_format, **kwargs)
        self.padding = _pairs(padding, 3, "padding")

    def call(self, inputs):
        """See the class."""
        return K.spatial_3d_padding(inputs, padding=self.padding, data_format=self.data_format)


class _Cropping(_Resizing):
    """Cuts places off at the ends of the spatial axes."""

    def _new_size(self, axis, size):
        left = size - sum(self.cropping[axis])
        if left < 0:
            raise ValueError(f"{self.name}: cropping must leave something, got {self.cropping} for "
                             f"an axis of size {size}. Crop less.")
        return left

    def call(self, inputs):
        """See the class."""
        cuts = [slice(before, -after or None) for before, after in self.cropping]
        return inputs[(slice(None),) * self._first_axis + tuple(cuts)]

    def get_config(self):
        """The constructor's arguments."""
        return {**super().get_config(), "cropping": self.cropping, "data_format": self.data_format}


class Cropping1D(_Cropping):
    """Cuts time steps off a sequence.

    # Arguments
        cropping: number of steps at both ends, or a pair (from the start, from the end).

    # Input shape
        `(batch, time, features)`.

    # Output shape
        `(batch, shorter time, features)`.
    """

    rank = 1

    def __init__(self, cropping=(1, 1), **kwargs):
        super().__init__(data_format="channels_last", **kwargs)
        self.cropping = (conv_utils.normalize_tuple(cropping, 2, "cropping"),)

    def get_config(self):
        """The constructor's arguments."""
        config = super().get_config()
        del config["data_format"]
        return {**config, "cropping": self.cropping[0]}


class Cropping2D(_Cropping):
    """Cuts rows and columns off images.

    # Arguments
        cropping: an integer for all sides; (rows, columns), each from both sides; or ((top,
            bottom), (left, right)).
        data_format: `"channels_last"` or `"channels_first"`; None means `K.image_data_format()`.

    # Input shape
        `(batch, rows, columns, channels)`, or channels first.

    # Output shape
        The same with fewer rows and columns.

    # Example

    ```python
    model = Sequential()
    model.add(Cropping2D(((10, 0), (5, 5)), input_shape=(60, 90, 3)))   # -> (None, 50, 80, 3)
    ```
    """

    rank = 2

    def __init__(self, cropping=((0, 0), (0, 0)), data_format=None, **kwargs):
        super().__init__(data_format=data_format, **kwargs)
        self.cropping = _pairs(cropping, 2, "cropping")


class Cropping3D(_Cropping):
    """Cuts places off volumes.

    # Arguments
        cropping: an integer for all sides, three integers, or three pairs (before, after).
        data_format: `"channels_last"` or `"channels_first"`; None means `K.image_data_format()`.

    # Input shape
        `(batch, dim1, dim2, dim3, channels)`, or channels first.

    # Output shape
        The same with smaller spatial sizes.
    """

    rank = 3

    def __init__(self, cropping=((1, 1), (1, 1), (1, 1)), data_format=None, **kwargs):
        super().__init__(data_format=data_format, **kwargs)
        self.cropping = _pairs(cropping, 3, "cropping")


class _UpSampling(_Resizing):
    """Repeats places along the spatial axes."""

    def _new_size(self, axis, size):
        return size * self.size[axis]

    def get_config(self):
        """The constructor's arguments."""
        return {**super().get_config(), "size": self.size, "data_format": self.data_format}


class UpSampling1D(_UpSampling):
    """Repeats each time step.

    # Arguments
        size: how often.

    # Input shape
        `(batch, time, features)`.

    # Output shape
        `(batch, time * size, features)`.
    """

    rank = 1

    def __init__(self, size=2, **kwargs):
        super().__init__(data_format="channels_last", **kwargs)
        self.size = conv_utils.normalize_tuple(size, 1, "size")

    def call(self, inputs):
        """See the class."""
        return K.repeat_elements(inputs, self.size[0], axis=1)

    def get_config(self):
        """The constructor's arguments."""
        config = super().get_config()
        del config["data_format"]
        return {**config, "size": self.size[0]}


class UpSampling2D(_UpSampling):
    """Makes images larger by whole factors.

    # Arguments
        size: factors of rows and columns; one number for both.
        data_format: `"channels_last"` or `"channels_first"`; None means `K.image_data_format()`.
        interpolation: `"nearest"` repeats pixels, `"bilinear"` goes linearly from one to the next.

    # Input shape
        `(batch, rows, columns, channels)`, or channels first.

    # Output shape
        The same with larger rows and columns.
    """

    rank = 2

    def __init__(self, size=(2, 2), data_format=None, interpolation="nearest", **kwargs):
        super().__init__(data_format=data_format, **kwargs)
        self.size = conv_utils.normalize_tuple(size, 2, "size")
        if interpolation not in ("nearest", "bilinear"):
            raise ValueError(f"{self.name}: interpolation must be 'nearest' or 'bilinear', "
                             f"got {interpolation!r}. Use one of these.")
        self.interpolation = interpolation

    def call(self, inputs):
        """See the class."""
        return K.resize_images(inputs, self.size[0], self.size[1], self.data_format,
                               self.interpolation)

    def get_config(self):
        """The constructor's arguments."""
        return {**super().get_config(), "interpolation": self.interpolation}


class UpSampling3D(_UpSampling):
    """Makes volumes larger by repeating places.

    # Arguments
        size: factors of the three axes; one number for all.
        data_format: `"channels_last"` or `"channels_first"`; None means `K.image_data_format()`.

    # Input shape
        `(batch, dim1, dim2, dim3, channels)`, or channels first.

    # Output shape
        The same with larger spatial sizes.
    """

    rank = 3

    def __init__(self, size=(2, 2, 2), data_format=None, **kwargs):
        super().__init__(data_format=data_format, **kwargs)
        self.size = conv_utils.normalize_tuple(size, 3, "size")

    def call(self, inputs):
        """See the class."""
        return K.resize_volumes(inputs, *self.size, self.data_format)
