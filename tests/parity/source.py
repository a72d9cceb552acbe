"""Where a case gets its numbers from: drawn once when recording, replayed in the tests.

Both sides run the same code (the `observe_*` functions of `observe.py`); only the source
differs, so that an oracle and kerastutor cannot be fed different things.
"""
import zlib

import numpy as np


class Drawn:
    """Draws the numbers of one case from a seed and keeps them."""

    def __init__(self, seed, name):
        self.rng = np.random.RandomState((seed + zlib.crc32(name.encode())) % 2 ** 32)
        self.arrays = {}

    def __call__(self, key, make):
        value = np.asarray(make(self.rng))
        if value.dtype == np.float64:
            value = value.astype(np.float32)
        elif value.dtype == np.int64:
            value = value.astype(np.int32)
        self.arrays[key] = value
        return value.copy()


class Replayed:
    """Gives the numbers that were recorded."""

    def __init__(self, arrays):
        self.arrays = arrays

    def __call__(self, key, make):
        if key not in self.arrays:
            raise KeyError(f"{key}: not among the recorded numbers. Run make_golden.py again.")
        return self.arrays[key].copy()


def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def padded(rng, shape, lengths):
    x = rng.randn(*shape)
    for row, length in enumerate(lengths):
        x[row, length:] = 0
    return x


# The kinds of input that a case can ask for: kind -> (rng, shape, extra) -> array.
KINDS = {
    "floats": lambda rng, shape, _: rng.randn(*shape),
    "unit": lambda rng, shape, _: rng.uniform(0.05, 0.95, shape),
    "positive": lambda rng, shape, _: rng.uniform(0.5, 1.5, shape),
    "probs": lambda rng, shape, _: softmax(rng.randn(*shape)),
    "ids": lambda rng, shape, high: rng.randint(0, high, shape).astype(np.int32),
    "classes": lambda rng, shape, high: rng.randint(0, high, shape).astype(np.float32),
    "binary": lambda rng, shape, _: rng.randint(0, 2, shape).astype(np.float32),
    "signs": lambda rng, shape, _: 2.0 * rng.randint(0, 2, shape) - 1,
    "onehot": lambda rng, shape, _: np.eye(shape[-1])[rng.randint(0, shape[-1], shape[:-1])],
    "padded": padded,
    "given": lambda rng, shape, values: np.asarray(values, np.float32).reshape(shape),
}


def floats(*shape):
    """Normal random numbers."""
    return ("floats", shape, None)


def unit(*shape):
    """Numbers between 0.05 and 0.95."""
    return ("unit", shape, None)


def positive(*shape):
    """Numbers between 0.5 and 1.5."""
    return ("positive", shape, None)


def probs(*shape):
    """Positive numbers whose last axis sums to 1."""
    return ("probs", shape, None)


def ids(high, *shape):
    """Whole numbers in [0, high)."""
    return ("ids", shape, high)


def classes(high, *shape):
    """Whole numbers in [0, high) as floats, the way Keras 2 feeds class numbers."""
    return ("classes", shape, high)


def binary(*shape):
    """0. or 1."""
    return ("binary", shape, None)


def signs(*shape):
    """-1. or 1."""
    return ("signs", shape, None)


def onehot(*shape):
    """One-hot vectors along the last axis."""
    return ("onehot", shape, None)


def sequences(lengths, *shape):
    """Normal numbers (samples, time, features); steps from `lengths[sample]` on are zero."""
    return ("padded", shape, list(lengths))


def given(values, *shape):
    """These float values."""
    return ("given", shape or np.shape(values), values)


def make(source, key, spec):
    """The array for an input `spec` of a case."""
    kind, shape, extra = spec
    return source(key, lambda rng: KINDS[kind](rng, shape, extra))
