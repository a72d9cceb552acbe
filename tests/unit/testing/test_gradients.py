"""The gradient checker finds gradients that are wrong, missing or only right once."""

import numpy as np
import pytest

from kerastutor import backend as K
from kerastutor.graph import F, registry
from kerastutor.graph.node import Op, op
from kerastutor.testing import check_gradients


class Cube(Op):
    """x ** 3."""

    samples = [(np.array([0.5, -1.5]),)]

    def infer(self, x):
        return [(tuple(x.shape), x.dtype)]

    def reference(self, x):
        return x**3


@pytest.fixture
def register():
    """Registers ops for one test."""
    names = []

    def add(name, cls):
        names.append(name)
        return op(name)(type(name, (cls,), {"__doc__": "test op", **cls.__dict__}))

    yield add
    for name in names:
        del registry[name]
        vars(F).pop(name, None)


def test_right_gradients_pass():
    check_gradients(lambda x, y: [K.exp(x) * y, K.sum(y)], [[0.1, 0.2], [1.0, -2.0]])
    check_gradients(lambda x, i: F.gather(x, i), [np.ones((3, 2)), np.array([0, 2, 0])])


def test_wrong_factor(register):
    class Wrong(Cube):
        def gradient(self, g, inputs, outputs):
            return [g * inputs[0] * inputs[0] * 2]

    register("wrong_cube", Wrong)
    with pytest.raises(AssertionError, match="gradient of cube with respect to input 0: slope"):
        check_gradients(lambda x: F.wrong_cube(x), [[0.5, -1.5]], name="cube")


def test_missing_gradient(register):
    register("blind_cube", type("Blind", (Cube,), {"gradient": None}))
    with pytest.raises(AssertionError, match="gradient is None"):
        check_gradients(lambda x: F.blind_cube(x), [[0.5, -1.5]])


def test_second_order(register):
    """A gradient that is right in value but does not depend on x passes only at order 1."""

    class Once(Cube):
        def gradient(self, g, inputs, outputs):
            return [F.stop_gradient(g * inputs[0] * inputs[0] * 3)]

    register("once_cube", Once)
    check_gradients(lambda x: F.once_cube(x), [[0.5, -1.5]], order=1)
    with pytest.raises(AssertionError, match="second derivative"):
        check_gradients(lambda x: F.once_cube(x), [[0.5, -1.5]], order=2)


def test_wrong_shape(register):
    class Short(Cube):
        def gradient(self, g, inputs, outputs):
            return [K.sum(g * inputs[0] * inputs[0] * 3)]

    register("short_cube", Short)
    with pytest.raises((AssertionError, ValueError), match="shape"):
        check_gradients(lambda x: F.short_cube(x), [[0.5, -1.5]])


def test_no_derivative_is_no_failure():
    check_gradients(lambda x, y: K.pow(x, y) if False else F.pow(x, y), [[-2.0, 3.0], [2.0, 2.0]])
