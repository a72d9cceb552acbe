"""Activations as layers, for those with options or weights."""
from kerastutor import activations
from kerastutor import backend as K
from kerastutor.engine.base_layer import InputSpec, Layer
from kerastutor.layers import options


class LeakyReLU(Layer):
    """x where x >= 0, alpha * x elsewhere: a rectifier that lets a little through.

    # Arguments
        alpha: slope for negative values, at least 0.

    # Input shape
        Any.

    # Output shape
        That of the input.

    Source: Maas, Hannun, Ng 2013, Rectifier nonlinearities improve neural network acoustic models.
    """

    def __init__(self, alpha=0.3, **kwargs):
        super().__init__(**kwargs)
        self.supports_masking = True
        self.alpha = K.cast_to_floatx(alpha)

    def call(self, inputs):
        """See the class."""
        return K.relu(inputs, alpha=float(self.alpha))

    def compute_output_shape(self, input_shape):
        """The input shape."""
        return input_shape

    def get_config(self):
        """The constructor's arguments."""
        return {**super().get_config(), "alpha": float(self.alpha)}


class PReLU(Layer):
    """x where x >= 0, alpha * x elsewhere, with a trainable alpha for each place of the input.

    # Arguments
        alpha_initializer: first values of alpha.
        alpha_regularizer: penalty on alpha.
        alpha_constraint: constraint on alpha.
        shared_axes: axes along which alpha is shared, counted from 1 without the batch axis;
            `[1, 2]` gives one alpha per channel of an image (channels last).

    # Input shape
        Any.

    # Output shape
        That of the input.

    Source: He et al. 2015, arXiv:1502.01852.
    """

    def __init__(self, alpha_initializer="zeros", alpha_regularizer=None, alpha_constraint=None,
                 shared_axes=None, **kwargs):
        super().__init__(**kwargs)
        self.supports_masking = True
        options.keep(self, alpha_initializer=alpha_initializer, alpha_regularizer=alpha_regularizer,
                     alpha_constraint=alpha_constraint)
        if shared_axes is None or isinstance(shared_axes, (list, tuple)):
            self.shared_axes = None if shared_axes is None else list(shared_axes)
        else:
            self.shared_axes = [shared_axes]

    def build(self, input_shape):
        """Makes alpha, in the shape of one sample with size 1 along shared axes."""
        shared = set(self.shared_axes or ())
        shape = [1 if axis in shared else input_shape[axis] for axis in range(1, len(input_shape))]
        for size in shape:
            options.check_defined(self, "every axis that is not shared", size, input_shape)
        self.alpha = self.add_weight(shape=tuple(shape), name="alpha",
                                     initializer=self.alpha_initializer,
                                     regularizer=self.alpha_regularizer,
                                     constraint=self.alpha_constraint)
        sizes = {axis: input_shape[axis] for axis in range(1, len(input_shape))
                 if axis not in shared}
        self.input_spec = InputSpec(ndim=len(input_shape), axes=sizes)
        self.built = True

    def call(self, inputs, mask=None):
        """See the class."""
        return K.relu(inputs) - self.alpha * K.relu(-inputs)

    def compute_output_shape(self, input_shape):
        """The input shape."""
        return input_shape

    def get_config(self):
        """The constructor's arguments."""
        return {**super().get_config(),
                **options.config(self, "alpha_initializer", "alpha_regularizer",
                                 "alpha_constraint", "shared_axes")}


class ELU(Layer):
    """x where x >= 0, alpha * (exp(x) - 1) elsewhere.

    # Arguments
        alpha: number that -x saturates at.

    # Input shape
        Any.

    # Output shape
        That of the input.

    Source: Clevert, Unterthiner, Hochreiter 2015, arXiv:1511.07289.
    """

    def __init__(self, alpha=1.0, **kwargs):
        super().__init__(**kwargs)
        self.supports_masking = True
        self.alpha = K.cast_to_floatx(alpha)

    def call(self, inputs):
        """See the class."""
        return K.elu(inputs, float(self.alpha))

    def compute_output_shape(self, input_shape):
        """The input shape."""
        return input_shape

    def get_config(self):
        """The constructor's arguments."""
        return {**super().get_config(), "alpha": float(self.alpha)}


class ThresholdedReLU(Layer):
    """x where x > theta, 0 elsewhere.

    # Arguments
        theta: threshold, at least 0.

    # Input shape
        Any.

    # Output shape
        That of the input.

    Source: Konda, Memisevic, Krueger 2014, arXiv:1402.3337.
    """

    def __init__(self, theta=1.0, **kwargs):
        super().__init__(**kwargs)
        self.supports_masking = True
        self.theta = K.cast_to_floatx(theta)

    def call(self, inputs, mask=None):
        """See the class."""
        return inputs * K.cast(K.greater(inputs, float(self.theta)), K.dtype(inputs))

    def compute_output_shape(self, input_shape):
        """The input shape."""
        return input_shape

    def get_config(self):
        """The constructor's arguments."""
        return {**super().get_config(), "theta": float(self.theta)}


class Softmax(Layer):
    """Positive numbers that sum to 1 along an axis: exp(x) / sum(exp(x)).

    # Arguments
        axis: the axis along which they sum to 1.

    # Input shape
        Any with at least two axes.

    # Output shape
        That of the input.
    """

    def __init__(self, axis=-1, **kwargs):
        super().__init__(**kwargs)
        self.supports_masking = True
        self.axis = axis

    def call(self, inputs):
        """See the class."""
        return activations.softmax(inputs, axis=self.axis)

    def compute_output_shape(self, input_shape):
        """The input shape."""
        return input_shape

    def get_config(self):
        """The constructor's arguments."""
        return {**super().get_config(), "axis": self.axis}


class ReLU(Layer):
    """Rectifier with options: max_value where x >= max_value, x where threshold < x < max_value,
    negative_slope * (x - threshold) elsewhere.

    # Arguments
        max_value: largest output, at least 0, or None.
        negative_slope: slope below the threshold, at least 0.
        threshold: where the linear part begins.

    # Input shape
        Any.

    # Output shape
        That of the input.
    """

    def __init__(self, max_value=None, negative_slope=0., threshold=0., **kwargs):
        super().__init__(**kwargs)
        if max_value is not None and max_value < 0.:
            raise ValueError(f"{self.name}: max_value must be at least 0 or None, got {max_value}. "
                             "None means no limit.")
        if negative_slope < 0.:
            raise ValueError(f"{self.name}: negative_slope must be at least 0, "
                             f"got {negative_slope}. The output of a negative x is slope * x.")
        self.supports_masking = True
        self.max_value = None if max_value is None else float(max_value)
        self.negative_slope = float(negative_slope)
        self.threshold = float(threshold)

    def call(self, inputs):
        """See the class."""
        return K.relu(inputs, alpha=self.negative_slope, max_value=self.max_value,
                      threshold=self.threshold)

    def compute_output_shape(self, input_shape):
        """The input shape."""
        return input_shape

    def get_config(self):
        """The constructor's arguments."""
        return {**super().get_config(),
                "max_value": self.max_value, "negative_slope": self.negative_slope,
                "threshold": self.threshold}
