"""Noise for training: Gaussian noise, Gaussian dropout, alpha dropout."""
import math

from kerastutor import backend as K
from kerastutor.engine.base_layer import Layer
from kerastutor.layers.core.dropout import like_input

_SELU_ALPHA = 1.6732632423543772848170429916717
_SELU_SCALE = 1.0507009873554804934193349852946


class GaussianNoise(Layer):
    """Adds normal noise with mean 0 during training.

    # Arguments
        stddev: standard deviation of the noise.

    # Input shape
        Any.

    # Output shape
        That of the input.
    """

    def __init__(self, stddev, **kwargs):
        super().__init__(**kwargs)
        self.supports_masking = True
        self.stddev = stddev

    def call(self, inputs, training=None):
        """See the class."""
        def noised():
            return inputs + K.random_normal(K.shape(inputs), mean=0., stddev=self.stddev)

        return K.in_train_phase(noised, inputs, training=training)

    def compute_output_shape(self, input_shape):
        """The input shape."""
        return input_shape

    def get_config(self):
        """The constructor's arguments."""
        return {**super().get_config(), "stddev": self.stddev}


class GaussianDropout(Layer):
    """Multiplies by normal noise in training: mean 1, standard deviation sqrt(rate / (1 - rate)).

    # Arguments
        rate: the rate of the Dropout with the same standard deviation, between 0 and 1.

    # Input shape
        Any.

    # Output shape
        That of the input.

    Source: Srivastava et al. 2014, JMLR 15, section 10.
    """

    def __init__(self, rate, **kwargs):
        super().__init__(**kwargs)
        self.supports_masking = True
        self.rate = rate

    def call(self, inputs, training=None):
        """See the class."""
        if not 0. < self.rate < 1.:
            return inputs

        def noised():
            stddev = math.sqrt(self.rate / (1. - self.rate))
            return inputs * K.random_normal(K.shape(inputs), mean=1., stddev=stddev)

        return K.in_train_phase(noised, inputs, training=training)

    def compute_output_shape(self, input_shape):
        """The input shape."""
        return input_shape

    def get_config(self):
        """The constructor's arguments."""
        return {**super().get_config(), "rate": self.rate}


class AlphaDropout(Layer):
    """Dropout that keeps mean and variance, for networks of selu units.

    Dropped values become what selu saturates at, then everything is scaled and shifted back.

    # Arguments
        rate: share of values dropped.
        noise_shape: shape of the random pattern, as in `Dropout`.
        seed: integer that makes the patterns reproducible, or None.

    # Input shape
        Any.

    # Output shape
        That of the input.

    Source: Klambauer et al. 2017, arXiv:1706.02515.
    """

    def __init__(self, rate, noise_shape=None, seed=None, **kwargs):
        super().__init__(**kwargs)
        self.rate = rate
        self.noise_shape = noise_shape
        self.seed = seed
        self.supports_masking = True

    def _get_noise_shape(self, inputs):
        return like_input(self.noise_shape or (None,) * K.ndim(inputs), inputs)

    def call(self, inputs, training=None):
        """See the class."""
        if not 0. < self.rate < 1.:
            return inputs

        def dropped():
            lowest = -_SELU_ALPHA * _SELU_SCALE
            draw = K.random_uniform(self._get_noise_shape(inputs), seed=self.seed)
            keep = K.cast(K.greater_equal(draw, self.rate), K.dtype(inputs))
            scale = ((1. - self.rate) * (1. + self.rate * lowest ** 2)) ** -0.5
            shift = -scale * lowest * self.rate
            return scale * (inputs * keep + lowest * (1. - keep)) + shift

        return K.in_train_phase(dropped, inputs, training=training)

    def compute_output_shape(self, input_shape):
        """The input shape."""
        return input_shape

    def get_config(self):
        """The constructor's arguments."""
        return {**super().get_config(), "rate": self.rate, "noise_shape": self.noise_shape,
                "seed": self.seed}
