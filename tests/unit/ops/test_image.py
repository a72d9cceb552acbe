"""Resizing against the definition."""

import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor.graph import F, gradients
from kerastutor.ops.samples import numbers


def run(name, x, **attrs):
    """Value of an op of one array, and its gradient for ones."""
    t = K.placeholder(shape=x.shape)
    y = getattr(F, name)(t, **attrs)
    return K.function([t], [y, gradients(y, [t])[0]])([x])


def bilinear(x, height, width):
    """Output place i reads input place i * n_in / n_out, mixing the two neighbours per axis."""
    y = np.zeros((len(x), height, width, x.shape[3]))
    for i, j in np.ndindex(height, width):
        a, b = i * x.shape[1] / height, j * x.shape[2] / width
        top, left = int(a), int(b)
        down, right = min(top + 1, x.shape[1] - 1), min(left + 1, x.shape[2] - 1)
        p, q = a - top, b - left
        y[:, i, j] = (1 - p) * ((1 - q) * x[:, top, left] + q * x[:, top, right]) + p * (
            (1 - q) * x[:, down, left] + q * x[:, down, right]
        )
    return y


@pytest.mark.parametrize("size", [(3, 4), (6, 8), (7, 5), (2, 3), (1, 1), (5, 12)])
def test_bilinear(size):
    x = numbers(2, 3, 4, 2)
    y, slope = run("resize_bilinear", x, size=size)
    assert np.allclose(y, bilinear(x, *size), 1e-5, 1e-5)
    each = []
    for k in range(12):  # the gradient of the sum: what one input place adds to all outputs
        unit = np.zeros((1, 12, 1))
        unit[0, k] = 1
        each.append(bilinear(unit.reshape(1, 3, 4, 1), *size).sum())
    assert np.allclose(slope[0, ..., 0], np.reshape(each, (3, 4)), 1e-5, 1e-5)


def test_bilinear_by_factors_with_unknown_sizes():
    t = K.placeholder(shape=(None, None, None, 2))
    y = F.resize_bilinear(t, factors=(2, 3))
    assert tuple(y.shape) == (None, None, None, 2)
    x = numbers(1, 3, 2, 2)
    assert np.allclose(K.function([t], [y])([x])[0], bilinear(x, 6, 6), 1e-5, 1e-5)


def test_nearest_repeats():
    x = numbers(2, 3, 4, 2)
    y, slope = run("resize_nearest", x, factors=(2, 3))
    assert np.array_equal(y, x.repeat(2, 1).repeat(3, 2))
    assert (slope == 6).all()


@pytest.mark.parametrize("factor", [49, 97, 103])
def test_nearest_is_exact_for_large_factors(factor):
    x = np.arange(3, dtype="float32").reshape(1, 3, 1, 1)
    y, _ = run("resize_nearest", x, factors=(factor, 1))
    assert np.array_equal(y.ravel(), np.repeat([0, 1, 2], factor))
