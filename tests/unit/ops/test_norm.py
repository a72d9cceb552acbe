"""Moments and batch normalisation against NumPy."""

import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor.graph import F, gradients
from kerastutor.ops.samples import numbers
from kerastutor.testing import check_gradients


def test_moments_keep_precision_far_from_zero():
    x = numbers(1000, 3) + 1e4
    t = K.placeholder(shape=(None, 3))
    mean, var = K.function([t], list(F.moments(t, axes=(0,))))([x])
    assert np.allclose(var, x.astype("float64").var(0), 1e-3)
    assert np.allclose(mean, x.astype("float64").mean(0), 1e-6)


@pytest.mark.parametrize("axes", [(0,), (1,), (0, 2), None])
@pytest.mark.parametrize("keepdims", [False, True])
def test_moments(axes, keepdims):
    x = numbers(3, 4, 5)
    t = K.placeholder(shape=(None, 4, 5))
    mean, var = F.moments(t, axes=axes, keepdims=keepdims)
    got = K.function([t], [mean, var])([x])
    assert np.allclose(got[0], x.mean(axes, keepdims=keepdims), 1e-5, 1e-6)
    assert np.allclose(got[1], x.var(axes, keepdims=keepdims), 1e-5, 1e-6)


@pytest.mark.parametrize("axis", [1, 2, -1])
def test_batch_norm(axis):
    x = numbers(4, 3, 5)
    n = x.shape[axis]
    gamma, beta = numbers(n), numbers(n)
    tensors = [K.placeholder(shape=a.shape) for a in (x, gamma, beta)]
    y, mean, var = K.function(tensors, list(F.batch_norm(*tensors, axis=axis, epsilon=1e-3)))(
        [x, gamma, beta]
    )
    others = tuple(i for i in range(3) if i != axis % 3)
    m, v = x.mean(others), x.var(others)
    line = [1, 1, 1]
    line[axis] = n
    want = (x - m.reshape(line)) / np.sqrt(v.reshape(line) + 1e-3)
    assert np.allclose(y, want * gamma.reshape(line) + beta.reshape(line), 1e-4, 1e-5)
    assert np.allclose(mean, m, 1e-5, 1e-6) and np.allclose(var, v, 1e-5, 1e-6)


def test_second_derivative_when_the_gradient_depends_on_x():
    """The walk through the composed gradient must not count paths twice."""

    def function(x, gamma, beta):
        y, mean, var = F.batch_norm(x, gamma, beta)
        slope = gradients(K.sum(K.square(y) * x), [x])[0]
        return [slope * x, mean * var]

    check_gradients(function, [numbers(4, 3), numbers(3), numbers(3)], order=1)


def test_a_batch_of_none_has_no_statistics():
    t = K.placeholder(shape=(None, 3))
    mean, var = K.function([t], list(F.moments(t, axes=(0,))))([np.zeros((0, 3))])
    assert np.isnan(mean).all() and np.isnan(var).all()
