"""Dropout: random zeros during training."""
from kerastutor import backend as K
from kerastutor.engine.base_layer import InputSpec, Layer


class Dropout(Layer):
    """Sets a random share of the inputs to 0 in training, and scales the others by 1 / (1 - rate).

    At test time it does nothing.

    # Arguments
        rate: share of zeros; it is cut off at 0 and 1, where the layer does nothing.
        noise_shape: shape of the random pattern; it is repeated along axes of size 1. None stands
            for the size of the input. `(None, 1, None)` drops the same features at all time steps.
        seed: integer that makes the patterns reproducible, or None.

    # Input shape
        Any.

    # Output shape
        That of the input.

    Source: Srivastava et al. 2014, JMLR 15.
    """

    def __init__(self, rate, noise_shape=None, seed=None, **kwargs):
        super().__init__(**kwargs)
        self.rate = min(1., max(0., rate))
        self.noise_shape = noise_shape
        self.seed = seed
        self.supports_masking = True

    def _get_noise_shape(self, inputs):
        """Shape of the random pattern; sizes that are not known yet are tensors."""
        if self.noise_shape is None:
            return None
        if len(self.noise_shape) != K.ndim(inputs):
            raise ValueError(f"{self.name}: noise_shape must have one entry for each of the "
                             f"{K.ndim(inputs)} axes of its input, got {self.noise_shape}. "
                             "The batch axis counts; use None for it.")
        return like_input(self.noise_shape, inputs)

    def call(self, inputs, training=None):
        """See the class."""
        if not 0. < self.rate < 1.:
            return inputs

        def dropped():
            return K.dropout(inputs, self.rate, self._get_noise_shape(inputs), seed=self.seed)

        return K.in_train_phase(dropped, inputs, training=training)

    def compute_output_shape(self, input_shape):
        """The input shape."""
        return input_shape

    def get_config(self):
        """The constructor's arguments."""
        return {**super().get_config(), "rate": self.rate, "noise_shape": self.noise_shape,
                "seed": self.seed}


def like_input(shape, inputs):
    """A shape with the sizes of a tensor in place of None: integers where they are known."""
    static, dynamic = K.int_shape(inputs), K.shape(inputs)
    filled = []
    for axis, size in enumerate(shape):
        if size is None:
            size = dynamic[axis] if static[axis] is None else static[axis]
        filled.append(size)
    return tuple(filled)


class SpatialDropout1D(Dropout):
    """Dropout of whole features: a feature is dropped at all time steps, or at none.

    # Arguments
        rate: share of features dropped.

    # Input shape
        `(batch, time, features)`.

    # Output shape
        That of the input.

    Source: Tompson et al. 2014, arXiv:1411.4280.
    """

    def __init__(self, rate, **kwargs):
        super().__init__(rate, **kwargs)
        self.input_spec = InputSpec(ndim=3)

    def _get_noise_shape(self, inputs):
        return like_input((None, 1, None), inputs)


class _SpatialDropoutND(Dropout):
    """Dropout of whole feature maps of images or volumes."""

    spatial_axes = None

    def __init__(self, rate, data_format=None, **kwargs):
        super().__init__(rate, **kwargs)
        self.data_format = K.normalize_data_format(data_format)
        self.input_spec = InputSpec(ndim=self.spatial_axes + 2)

    def _get_noise_shape(self, inputs):
        ones = (1,) * self.spatial_axes
        first = self.data_format == "channels_first"
        return like_input((None, None, *ones) if first else (None, *ones, None), inputs)


class SpatialDropout2D(_SpatialDropoutND):
    """Dropout of whole feature maps of images, for maps whose neighbouring pixels are alike.

    # Arguments
        rate: share of feature maps dropped.
        data_format: `"channels_last"` or `"channels_first"`; None means `K.image_data_format()`.

    # Input shape
        `(batch, rows, columns, channels)`, or channels first.

    # Output shape
        That of the input.

    Source: Tompson et al. 2014, arXiv:1411.4280.
    """

    spatial_axes = 2


class SpatialDropout3D(_SpatialDropoutND):
    """Dropout of whole feature maps of volumes or videos.

    # Arguments
        rate: share of feature maps dropped.
        data_format: `"channels_last"` or `"channels_first"`; None means `K.image_data_format()`.

    # Input shape
        `(batch, dim1, dim2, dim3, channels)`, or channels first.

    # Output shape
        That of the input.

    Source: Tompson et al. 2014, arXiv:1411.4280.
    """

    spatial_axes = 3
