"""Random tensors. The numbers are a function of (seed, step, position), see rng.py; the step is an
input tensor.

The ops take the step counter as last input. The functions at the end of the file make such a
counter, a variable of its own for every random node, and leave it on the op as `op.counter`: the
runtime adds 1 to it after each run.
"""

import math

import numpy as np

from kerastutor import dtypes, rng
from kerastutor.graph import scope
from kerastutor.graph.node import F, Op, as_tensor, op
from kerastutor.graph.shapes import count
from kerastutor.graph.static import partial_value
from kerastutor.graph.tensor import Tensor, Variable

_step = np.array(3, "int64")
_x = np.ones((5, 7), "float32")


def _shape(*sizes):
    return np.array(sizes, "int32")


class Random(Op):
    """Family: a tensor with the sizes in the first input, drawn at the step in the last."""

    pure = False
    gradient = None
    kernel = "random"
    shape_value = 0  # the sizes must be known to know the output's shape
    counter = None  # the variable behind the last input
    loop = None  # the loop in whose step it was made: ops/scan.py has it differ from step to step

    def infer(self, shape, counter):
        check_counter(self.name, counter)
        if len(shape.shape) != 1 or shape.dtype not in dtypes.INTEGERS:
            raise ValueError(
                f"{self.name}: shape must be a vector of integers, got a {shape.dtype} tensor of "
                f"shape {tuple(shape.shape)}."
            )
        self.seed = int(self.seed)
        self.check()
        sizes = tuple(partial_value(shape))
        if any(n is not None and n < 0 for n in sizes):
            raise ValueError(f"{self.name}: sizes must be 0 or more, got {sizes}.")
        return [(sizes, self.dtype)]

    def check(self):
        """Raise for attributes that make no sense."""
        if not dtypes.is_float(self.dtype):
            raise TypeError(f"{self.name}: dtype must be a float type, got {self.dtype}.")

    def reference(self, shape, counter):
        shape = tuple(shape.tolist())
        return self.draw(count(shape), int(counter)).reshape(shape)


def check_counter(name, counter):
    """Raise unless the step counter is an int64 scalar."""
    if counter.dtype != "int64" or len(counter.shape):
        raise ValueError(
            f"{name}: the step counter must be an int64 scalar, got {counter.dtype} of shape "
            f"{tuple(counter.shape)}."
        )


@op("random_uniform")
class RandomUniform(Random):
    """low + (high - low) * u with u uniform in [0, 1); whole numbers from low to high - 1 for
    integer types.
    """

    attrs = {"low": 0.0, "high": 1.0, "dtype": "float32", "seed": 0}
    samples = [
        (_shape(3, 5), _step),
        (_shape(1001), _step, {"low": -2.0, "high": 3.0, "seed": 2**40 + 7}),
        (_shape(4, 3), _step, {"dtype": "float64", "seed": 5}),
        (_shape(), _step),
        (_shape(0, 2), _step),
        (_shape(50), _step, {"low": -3, "high": 4, "dtype": "int32"}),
    ]
    bad = [
        ((_shape(3), np.array(0, "int32")), ValueError, "int64 scalar"),
        ((_x, _step), ValueError, "vector of integers"),
        ((_shape(-2), _step), ValueError, "0 or more"),
        ((_shape(2), _step, {"dtype": "bool"}), TypeError, "number type"),
    ]

    def check(self):
        if self.dtype == "bool":
            raise TypeError(f"{self.name}: dtype must be a number type, got bool.")

    def draw(self, count, step):
        if self.dtype == "int32":
            spread = rng.words(self.seed, step, count) % np.uint32(self.high - self.low)
            return (self.low + spread.astype("int64")).astype("int32")
        if not dtypes.is_float(self.dtype):
            u = rng.uniform(self.seed, step, count, "float64")
            return np.floor(self.low + u * (self.high - self.low)).astype(self.dtype)
        u = rng.uniform(self.seed, step, count, self.dtype)
        kind = u.dtype.type
        return kind(self.low) + u * kind(self.width())

    def width(self):
        """high - low, as the element type has it."""
        kind = np.dtype(self.dtype).type
        return float(kind(self.high) - kind(self.low))


@op("random_normal")
class RandomNormal(Random):
    """Normal numbers of a mean and a standard deviation."""

    attrs = {"mean": 0.0, "stddev": 1.0, "dtype": "float32", "seed": 0}
    samples = [
        (_shape(3, 5), _step),
        (_shape(1001), _step, {"mean": -2.0, "stddev": 3.0, "seed": 9}),
        (_shape(4, 3), _step, {"dtype": "float64", "seed": 5}),
    ]
    bad = [((_shape(2), _step, {"dtype": "int32"}), TypeError, "float type")]
    standard = staticmethod(rng.normal)

    def draw(self, count, step):
        z = self.standard(self.seed, step, count, self.dtype)
        kind = z.dtype.type
        return kind(self.mean) + z * kind(self.stddev)


@op("truncated_normal")
class TruncatedNormal(RandomNormal):
    """Normal numbers; those beyond twice the standard deviation are drawn again."""

    standard = staticmethod(rng.truncated_normal)


@op("random_binomial")
class RandomBinomial(Random):
    """1 with probability p, else 0."""

    attrs = {"p": 0.0, "dtype": "float32", "seed": 0}
    samples = [
        (_shape(3, 5), _step, {"p": 0.3}),
        (_shape(77), _step, {"p": 0.9, "dtype": "float64"}),
        (_shape(9), _step, {"p": 1.0, "dtype": "int32"}),
    ]
    bad = [((_shape(2), _step, {"p": 1.5}), ValueError, r"\[0, 1\]")]

    def check(self):
        if not 0 <= self.p <= 1:
            raise ValueError(f"{self.name}: p must lie in [0, 1], got {self.p!r}.")

    def draw(self, count, step):
        return _below(self.p, self.seed, step, count).astype(self.dtype)


def threshold(p):
    """The integer t for which `word % 2**23 < t` holds with probability p."""
    return math.ceil(float(np.float32(p)) * 2**23)


def _below(p, seed, step, count):
    """Booleans, each true with probability p: the 23-bit fraction of the position's word is below
    p.
    """
    return (rng.words(seed, step, count) & np.uint32(2**23 - 1)) < np.uint32(threshold(p))


@op("dropout_mask")
class DropoutMask(Op):
    """0 with probability `rate`, else 1 / (1 - rate), in the shape of x; of x only the shape is
    used.

    `noise_shape` has None for an axis with a draw per place, and 1 for an axis along which the mask
    repeats.
    """

    attrs = {"rate": 0.5, "noise_shape": None, "seed": 0}
    kernel = "random"
    pure = False
    gradient = None
    shape_only = (0,)
    counter = None
    samples = [
        (_x, _step),
        (_x, _step, {"rate": 0.2, "noise_shape": (None, 1), "seed": 4}),
        (_x, _step, {"rate": 0.0}),
        (_x.astype("float64"), _step, {"rate": 0.9}),
        (np.ones((33, 129), "float32"), _step, {"rate": 0.1}),
    ]
    bad = [
        ((_x, _step, {"rate": 1.0}), ValueError, "rate must"),
        ((_x, _step, {"rate": -0.1}), ValueError, "rate must"),
        ((_x, _step, {"noise_shape": (3, 1)}), ValueError, "noise_shape"),
        ((_x, _step, {"noise_shape": (1,)}), ValueError, "noise_shape"),
    ]

    def infer(self, x, counter):
        check_counter(self.name, counter)
        check_rate(self.rate)
        if not dtypes.is_float(x.dtype):
            raise TypeError(f"dropout: x must have a float type, got {x.dtype}.")
        self.seed = int(self.seed)
        if self.noise_shape is None:
            return [(tuple(x.shape), x.dtype)]
        self.noise_shape = tuple(None if n is None else int(n) for n in self.noise_shape)
        if len(self.noise_shape) != len(x.shape) or any(
            n not in (None, 1) and m not in (None, n)
            for n, m in zip(self.noise_shape, x.shape, strict=False)
        ):
            raise ValueError(
                "dropout: noise_shape must have one entry per axis of x, None, 1 or the size of "
                "the axis; "
                f"got {self.noise_shape} for shape {tuple(x.shape)}."
            )
        return [(self.mask_shape(x), x.dtype)]

    def mask_shape(self, x):
        """Shape of the mask."""
        if self.noise_shape is None:
            return tuple(x.shape)
        return tuple(m if n is None else n for n, m in zip(self.noise_shape, x.shape, strict=False))

    def reference(self, x, counter):
        shape = self.mask_shape(x)
        drop = _below(self.rate, self.seed, int(counter), int(np.prod(shape, dtype=np.int64)))
        kind = np.dtype(x.dtype).type
        return np.where(drop, kind(0), kind(1 / (1 - self.rate))).reshape(shape)


def check_rate(rate):
    """Raise unless a dropout rate lies in [0, 1)."""
    if not isinstance(rate, (int, float, np.number)) or not 0 <= rate < 1:
        raise ValueError(
            f"dropout: rate must be a number in [0, 1), got {rate!r}. It is the fraction of "
            "values to drop."
        )


# ---- functions that keep the counter -------------------------------------------------------------
def draw(name, first, **attrs):
    """Apply a random op to its first input and a step counter of its own."""
    counter = Variable(np.zeros((), "int64"), name="random_step")
    out = getattr(F, name)(first, counter, **attrs)
    out.node.op.counter = counter
    out.node.op.loop = scope.loop()
    return out


def shape_tensor(shape):
    """Vector of sizes from a tuple of integers and integer scalars, or a tensor."""
    if isinstance(shape, Tensor):
        return shape
    sizes = list(shape)
    if not any(isinstance(n, Tensor) for n in sizes):
        if any(isinstance(n, float) and n != int(n) or n is None for n in sizes):
            raise ValueError(
                f"random: shape must hold integers, got {tuple(sizes)}. Use K.shape(x) for sizes "
                "that are not "
                "known yet."
            )
        return as_tensor(np.array([int(n) for n in sizes], "int32"))
    parts = [F.reshape(F.cast(as_tensor(n, "int32"), dtype="int32"), shape=(1,)) for n in sizes]
    return F.concat(*parts, axis=0)


def random_uniform(shape, low=0.0, high=1.0, dtype="float32", seed=0):
    """Tensor of uniform random numbers in [low, high).

    # Arguments
        shape: tuple of integers (or integer scalar tensors), or a vector tensor.
        low, high: bounds.
        dtype: name of the data type.
        seed: integer that names the stream of numbers.
    """
    return draw(
        "random_uniform",
        shape_tensor(shape),
        low=low,
        high=high,
        dtype=dtypes.canonical(dtype),
        seed=seed,
    )


def random_normal(shape, mean=0.0, stddev=1.0, dtype="float32", seed=0):
    """Tensor of normal random numbers. Arguments as in `random_uniform`."""
    return draw(
        "random_normal",
        shape_tensor(shape),
        mean=mean,
        stddev=stddev,
        dtype=dtypes.canonical(dtype),
        seed=seed,
    )


def truncated_normal(shape, mean=0.0, stddev=1.0, dtype="float32", seed=0):
    """Tensor of normal random numbers within two standard deviations. Arguments as in
    `random_uniform`.
    """
    return draw(
        "truncated_normal",
        shape_tensor(shape),
        mean=mean,
        stddev=stddev,
        dtype=dtypes.canonical(dtype),
        seed=seed,
    )


def random_binomial(shape, p=0.0, dtype="float32", seed=0):
    """Tensor of ones with probability p, else zeros. Arguments as in `random_uniform`."""
    return draw(
        "random_binomial", shape_tensor(shape), p=p, dtype=dtypes.canonical(dtype), seed=seed
    )


def dropout(x, rate, noise_shape=None, seed=0):
    """x with a fraction of its values set to 0 and the others scaled by 1 / (1 - rate).

    # Arguments
        x: float tensor.
        rate: fraction to drop, in [0, 1).
        noise_shape: shape of the mask before it is broadcast: a tuple (None: size of x on that
            axis), or a vector tensor; None for the shape of x.
        seed: integer that names the stream of numbers.
    """
    check_rate(rate)
    if rate == 0:
        return F.identity(x)
    dynamic = isinstance(noise_shape, Tensor) or any(
        isinstance(n, Tensor) for n in noise_shape or ()
    )
    if not dynamic:
        if noise_shape is not None:
            noise_shape = (1,) * (len(x.shape) - len(noise_shape)) + tuple(noise_shape)
        return F.mul(x, draw("dropout_mask", x, rate=rate, noise_shape=noise_shape, seed=seed))
    if not isinstance(noise_shape, Tensor):
        first = len(x.shape) - len(noise_shape)
        sizes = [F.shape(x)[first + i] if n is None else n for i, n in enumerate(noise_shape)]
        noise_shape = shape_tensor(sizes)
    keep = random_binomial(noise_shape, 1 - rate, x.dtype, seed)
    return F.mul(x, F.mul(keep, 1 / (1 - rate)))
