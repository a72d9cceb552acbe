"""Initializers: the first values of weights.

An initializer is a function `(shape, dtype=None)` that gives an array or tensor of that shape. The
random ones are functions of their `seed` alone; with `seed=None` the seed is drawn from NumPy's
global generator, so `np.random.seed` makes a whole model reproducible.
"""
import math

import numpy as np

from kerastutor import backend as K
from kerastutor.kernels.blas_threads import one_thread
from kerastutor.registry import deserialize_keras_object, serialize_keras_object

_STD_OF_CUT_NORMAL = 0.87962566103423978    # standard normal distribution cut off at -2 and 2


class Initializer:
    """Base class: give it a `__call__(shape, dtype=None)` and, for its options, `get_config`."""

    def __call__(self, shape, dtype=None):
        raise NotImplementedError(f"{type(self).__name__}: an initializer must have a method "
                                  "__call__(shape, dtype=None), got none. Define it.")

    def get_config(self):
        """The constructor's arguments."""
        return {}

    @classmethod
    def from_config(cls, config):
        """Makes the initializer from what `get_config` returned; a dtype in it is ignored."""
        return cls(**{key: value for key, value in config.items() if key != "dtype"})


class Zeros(Initializer):
    """All 0."""

    def __call__(self, shape, dtype=None):
        return K.constant(0, shape=shape, dtype=dtype)


class Ones(Initializer):
    """All 1."""

    def __call__(self, shape, dtype=None):
        return K.constant(1, shape=shape, dtype=dtype)


class Constant(Initializer):
    """The same value everywhere.

    # Arguments
        value: number, or an array with as many elements as the weight.
    """

    def __init__(self, value=0):
        self.value = value

    def __call__(self, shape, dtype=None):
        return K.constant(self.value, shape=shape, dtype=dtype)

    def get_config(self):
        """The constructor's arguments."""
        return {"value": self.value}


class RandomNormal(Initializer):
    """Normal distribution.

    # Arguments
        mean: its mean.
        stddev: its standard deviation.
        seed: integer, or None for a new one at each call.
    """

    def __init__(self, mean=0., stddev=0.05, seed=None):
        self.mean = mean
        self.stddev = stddev
        self.seed = seed

    def __call__(self, shape, dtype=None):
        return K.random_normal(shape, self.mean, self.stddev, dtype=dtype, seed=self.seed)

    def get_config(self):
        """The constructor's arguments."""
        return {"mean": self.mean, "stddev": self.stddev, "seed": self.seed}


class RandomUniform(Initializer):
    """Uniform distribution.

    # Arguments
        minval: lower end.
        maxval: upper end.
        seed: integer, or None for a new one at each call.
    """

    def __init__(self, minval=-0.05, maxval=0.05, seed=None):
        self.minval = minval
        self.maxval = maxval
        self.seed = seed

    def __call__(self, shape, dtype=None):
        return K.random_uniform(shape, self.minval, self.maxval, dtype=dtype, seed=self.seed)

    def get_config(self):
        """The constructor's arguments."""
        return {"minval": self.minval, "maxval": self.maxval, "seed": self.seed}


class TruncatedNormal(Initializer):
    """Normal distribution without the values beyond twice the standard deviation.

    # Arguments
        mean: mean.
        stddev: standard deviation before the cut.
        seed: integer, or None for a new one at each call.
    """

    def __init__(self, mean=0., stddev=0.05, seed=None):
        self.mean = mean
        self.stddev = stddev
        self.seed = seed

    def __call__(self, shape, dtype=None):
        return K.truncated_normal(shape, self.mean, self.stddev, dtype=dtype, seed=self.seed)

    def get_config(self):
        """The constructor's arguments."""
        return {"mean": self.mean, "stddev": self.stddev, "seed": self.seed}


class VarianceScaling(Initializer):
    """Random values with variance scale / n, where n counts the connections of a unit.

    # Arguments
        scale: positive number.
        mode: what n is: `"fan_in"` (connections coming in), `"fan_out"` (going out) or `"fan_avg"`
            (their mean).
        distribution: `"normal"` (cut off at two standard deviations) or `"uniform"`.
        seed: integer, or None for a new one at each call.

    # Raises
        ValueError: for other values of `scale`, `mode` or `distribution`.
    """

    def __init__(self, scale=1.0, mode="fan_in", distribution="normal", seed=None):
        if scale <= 0.:
            raise ValueError(f"VarianceScaling: scale must be a positive number, got {scale}. "
                             "The common values are 1 and 2.")
        self.scale = scale
        self.mode = _one_of("mode", mode, ("fan_in", "fan_out", "fan_avg"))
        self.distribution = _one_of("distribution", distribution, ("normal", "uniform"))
        self.seed = seed

    def __call__(self, shape, dtype=None):
        fan_in, fan_out = _compute_fans(shape)
        fan = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2}[self.mode]
        variance = self.scale / max(1., fan)
        if self.distribution == "normal":
            stddev = math.sqrt(variance) / _STD_OF_CUT_NORMAL
            return K.truncated_normal(shape, 0., stddev, dtype=dtype, seed=self.seed)
        limit = math.sqrt(3. * variance)
        return K.random_uniform(shape, -limit, limit, dtype=dtype, seed=self.seed)

    def get_config(self):
        """The constructor's arguments."""
        return {"scale": self.scale, "mode": self.mode, "distribution": self.distribution,
                "seed": self.seed}


class Orthogonal(Initializer):
    """Random matrix whose columns (or rows, whichever are fewer) are orthogonal with length `gain`.

    A weight with more than two axes is filled from the matrix (product of all but the last axis,
    last axis).

    # Arguments
        gain: factor.
        seed: integer, or None to draw from NumPy's global generator.

    Source: Saxe, McClelland, Ganguli 2013, arXiv:1312.6120.
    """

    def __init__(self, gain=1., seed=None):
        self.gain = gain
        self.seed = seed

    def __call__(self, shape, dtype=None):
        shape = tuple(shape)
        if len(shape) < 2:
            raise ValueError(f"Orthogonal: shape must have at least 2 axes, got {shape}. "
                             "Use another initializer for vectors.")
        generator = np.random if self.seed is None else np.random.RandomState(self.seed)
        matrix = generator.normal(0., 1., (math.prod(shape[:-1]), shape[-1]))
        with one_thread():
            left, _, right = np.linalg.svd(matrix, full_matrices=False)
        orthogonal = left if left.shape == matrix.shape else right
        return (self.gain * orthogonal.reshape(shape)).astype(dtype or K.floatx())

    def get_config(self):
        """The constructor's arguments."""
        return {"gain": self.gain, "seed": self.seed}


class Identity(Initializer):
    """Identity matrix times `gain`; where one side is k times the other, k of them in a row.

    # Arguments
        gain: factor.
    """

    def __init__(self, gain=1.):
        self.gain = gain

    def __call__(self, shape, dtype=None):
        shape = tuple(shape)
        if len(shape) != 2:
            raise ValueError(f"Identity: shape must be that of a matrix, got {shape}. "
                             "Use another initializer for this weight.")
        rows, columns = shape
        short = min(shape)
        if short and max(shape) % short:
            raise ValueError("Identity: the long side must be a multiple of the short side, "
                             f"got shape {shape}. Use another initializer for this weight.")
        repeats = (rows // short, columns // short) if short else (1, 1)
        return (self.gain * np.tile(np.eye(short), repeats)).astype(dtype or K.floatx())

    def get_config(self):
        """The constructor's arguments."""
        return {"gain": self.gain}


def lecun_uniform(seed=None):
    """Uniform in +-sqrt(3 / fan_in). LeCun et al. 1998, Efficient BackProp."""
    return VarianceScaling(scale=1., mode="fan_in", distribution="uniform", seed=seed)


def lecun_normal(seed=None):
    """Cut-off normal with variance 1 / fan_in. LeCun et al. 1998; Klambauer et al. 2017."""
    return VarianceScaling(scale=1., mode="fan_in", distribution="normal", seed=seed)


def glorot_uniform(seed=None):
    """Uniform in +-sqrt(6 / (fan_in + fan_out)). Glorot, Bengio 2010; most layers use it."""
    return VarianceScaling(scale=1., mode="fan_avg", distribution="uniform", seed=seed)


def glorot_normal(seed=None):
    """Cut-off normal with variance 2 / (fan_in + fan_out). Glorot, Bengio 2010."""
    return VarianceScaling(scale=1., mode="fan_avg", distribution="normal", seed=seed)


def he_uniform(seed=None):
    """Uniform in +-sqrt(6 / fan_in), made for relu. He et al. 2015, arXiv:1502.01852."""
    return VarianceScaling(scale=2., mode="fan_in", distribution="uniform", seed=seed)


def he_normal(seed=None):
    """Cut-off normal with variance 2 / fan_in, made for relu. He et al. 2015, arXiv:1502.01852."""
    return VarianceScaling(scale=2., mode="fan_in", distribution="normal", seed=seed)


def _one_of(name, value, choices):
    lower = value.lower() if isinstance(value, str) else value
    if lower not in choices:
        raise ValueError(f"VarianceScaling: {name} must be one of {', '.join(choices)}, "
                         f"got {value!r}. Correct the name.")
    return lower


def _compute_fans(shape, data_format="channels_last"):
    """(fan_in, fan_out): how many connections a unit with a kernel of this shape has."""
    shape = tuple(shape)
    if len(shape) == 2:
        return shape
    if len(shape) in (3, 4, 5):
        if data_format == "channels_first":
            field = math.prod(shape[2:])
            return shape[1] * field, shape[0] * field
        field = math.prod(shape[:-2])
        return shape[-2] * field, shape[-1] * field
    side = math.sqrt(math.prod(shape))
    return side, side


zero = zeros = Zeros
one = ones = Ones
constant = Constant
normal = random_normal = RandomNormal
uniform = random_uniform = RandomUniform
truncated_normal = TruncatedNormal
orthogonal = Orthogonal
identity = Identity

_objects = {f.__name__: f for f in (Initializer, Zeros, Ones, Constant, RandomNormal, RandomUniform,
                                    TruncatedNormal, VarianceScaling, Orthogonal, Identity,
                                    lecun_uniform, lecun_normal, glorot_uniform, glorot_normal,
                                    he_uniform, he_normal)}
_objects.update(zero=zero, zeros=zeros, one=one, ones=ones, constant=constant, normal=normal,
                random_normal=random_normal, uniform=uniform, random_uniform=random_uniform,
                truncated_normal=truncated_normal, orthogonal=orthogonal, identity=identity)


def serialize(initializer):
    """Config of an initializer as plain data."""
    return serialize_keras_object(initializer)


def deserialize(config, custom_objects=None):
    """The initializer that `config` describes.

    # Arguments
        config: what `serialize` returned.
        custom_objects: dictionary from name to class or function for your own ones.

    # Returns
        The initializer.
    """
    return deserialize_keras_object(config, module_objects=_objects, custom_objects=custom_objects,
                                    printable_module_name="initializer")


def get(identifier):
    """The initializer that an argument means.

    # Arguments
        identifier: name (`"he_normal"`), config, or a function `(shape, dtype=None)`.

    # Returns
        A function.

    # Raises
        ValueError: for anything else.
    """
    if isinstance(identifier, dict):
        return deserialize(identifier)
    if isinstance(identifier, str):
        return _from_name(identifier)
    if callable(identifier):
        return identifier
    raise ValueError("initializer: it must be a name or a function (shape, dtype=None), "
                     f"got {identifier!r}. Write 'glorot_uniform', for example.")


def _from_name(name):
    """The initializer of a name; a function of the user's own is the initializer itself."""
    found = deserialize(name)
    return found() if isinstance(found, type) or found in _objects.values() else found
