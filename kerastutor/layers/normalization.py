"""Batch normalization."""
from functools import reduce

from kerastutor import backend as K
from kerastutor.engine.base_layer import InputSpec, Layer
from kerastutor.layers import options


class BatchNormalization(Layer):
    """Brings each feature to mean 0 and standard deviation 1, then scales and shifts it.

    y = gamma * (x - mean) / sqrt(variance + epsilon) + beta. In training mean and variance are
    those of the batch, and running means of them are kept; at test time these running means are
    used. `trainable = False` freezes gamma, beta and the running means; in training mode the
    statistics of the batch are used all the same.

    # Arguments
        axis: the feature axis: statistics are taken over all others. 1 for images channels first.
        momentum: memory of the running means.
        epsilon: small number under the root.
        center: whether there is a beta.
        scale: whether there is a gamma; not needed when a linear layer or relu follows.
        beta_initializer: first values of beta.
        gamma_initializer: first values of gamma.
        moving_mean_initializer: first values of the running mean.
        moving_variance_initializer: first values of the running variance.
        beta_regularizer: penalty on beta.
        gamma_regularizer: penalty on gamma.
        beta_constraint: constraint on beta.
        gamma_constraint: constraint on gamma.

    # Input shape
        Any.

    # Output shape
        That of the input.

    Source: Ioffe, Szegedy 2015, arXiv:1502.03167.
    """

    def __init__(self, axis=-1, momentum=0.99, epsilon=1e-3, center=True, scale=True,
                 beta_initializer="zeros", gamma_initializer="ones",
                 moving_mean_initializer="zeros", moving_variance_initializer="ones",
                 beta_regularizer=None, gamma_regularizer=None, beta_constraint=None,
                 gamma_constraint=None, **kwargs):
        super().__init__(**kwargs)
        self.supports_masking = True
        self.axis = axis
        self.momentum = momentum
        self.epsilon = epsilon
        options.keep(self, center=center, scale=scale,
                     beta_initializer=beta_initializer, gamma_initializer=gamma_initializer,
                     moving_mean_initializer=moving_mean_initializer,
                     moving_variance_initializer=moving_variance_initializer,
                     beta_regularizer=beta_regularizer, gamma_regularizer=gamma_regularizer,
                     beta_constraint=beta_constraint, gamma_constraint=gamma_constraint)

    def build(self, input_shape):
        """Makes gamma, beta and the running means."""
        rank = len(input_shape)
        if not isinstance(self.axis, int) or not -rank <= self.axis < rank:
            raise ValueError(f"{self.name}: axis must be an axis of its input, got {self.axis!r} "
                             f"and input shape {tuple(input_shape)}. Use -1 for the last one.")
        features = options.check_defined(self, f"axis {self.axis}", input_shape[self.axis],
                                         input_shape)
        self.input_spec = InputSpec(ndim=rank, axes={self.axis: features})
        self.gamma = self.beta = None
        if self.scale:
            self.gamma = self.add_weight(shape=(features,), name="gamma",
                                         initializer=self.gamma_initializer,
                                         regularizer=self.gamma_regularizer,
                                         constraint=self.gamma_constraint)
        if self.center:
            self.beta = self.add_weight(shape=(features,), name="beta",
                                        initializer=self.beta_initializer,
                                        regularizer=self.beta_regularizer,
                                        constraint=self.beta_constraint)
        self.moving_mean = self.add_weight(shape=(features,), name="moving_mean",
                                           initializer=self.moving_mean_initializer,
                                           trainable=False)
        self.moving_variance = self.add_weight(shape=(features,), name="moving_variance",
                                               initializer=self.moving_variance_initializer,
                                               trainable=False)
        self.built = True

    def call(self, inputs, training=None):
        """See the class."""
        rank = K.ndim(inputs)
        others = [axis for axis in range(rank) if axis != self.axis % rank]

        def normalize_by_running_means():
            parameters = [self.moving_mean, self.moving_variance, self.beta, self.gamma]
            if others != list(range(rank - 1)):     # the feature axis is not the last one
                shape = [1] * rank
                shape[self.axis] = K.int_shape(inputs)[self.axis]
                parameters = [None if p is None else K.reshape(p, shape) for p in parameters]
            return K.batch_normalization(inputs, *parameters, axis=self.axis, epsilon=self.epsilon)

        if training in (0, False):
            return normalize_by_running_means()
        normalized, mean, variance = K.normalize_batch_in_training(
            inputs, self.gamma, self.beta, others, epsilon=self.epsilon)
        count = K.cast(_count(inputs, others), K.dtype(inputs))
        unbiased = variance * (count / (count - (1. + self.epsilon)))
        self.add_update([K.moving_average_update(self.moving_mean, mean, self.momentum),
                         K.moving_average_update(self.moving_variance, unbiased, self.momentum)],
                        inputs)
        return K.in_train_phase(normalized, normalize_by_running_means, training=training)

    def compute_output_shape(self, input_shape):
        """The input shape."""
        return input_shape

    def get_config(self):
        """The constructor's arguments."""
        return {**super().get_config(),
                **options.config(self, "axis", "momentum", "epsilon", "center", "scale",
                                 "beta_initializer", "gamma_initializer",
                                 "moving_mean_initializer", "moving_variance_initializer",
                                 "beta_regularizer", "gamma_regularizer", "beta_constraint",
                                 "gamma_constraint")}


def _count(x, axes):
    """Number of values along these axes (tensor): over how many the statistics are taken."""
    sizes = K.shape(x)
    return reduce(lambda a, b: a * b, [sizes[axis] for axis in axes])
